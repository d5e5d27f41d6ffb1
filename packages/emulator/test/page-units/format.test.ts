import { describe, expect, it } from '@jest/globals';
import {
  count,
  countdown,
  dayOf,
  exactTimeOf,
  span,
  timeOf,
  took,
  webAddress,
} from '../../src/page/display/format';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('a time, in local time', () => {
  const afternoon = new Date(2026, 10, 24, 14, 5, 9).getTime();

  it('has 24 hours', () => {
    expect(timeOf(afternoon)).toBe('14:05');
    expect(exactTimeOf(afternoon)).toBe('14:05:09');
    expect(timeOf(new Date(2026, 10, 24, 0, 0).getTime())).toBe('00:00');
  });

  it('has a day', () => {
    expect(dayOf(afternoon)).toBe('Tue, Nov 24');
  });
});

it.each([
  [0, '0 s'],
  [-5 * HOUR, '0 s'],
  [999, '0 s'],
  [SECOND, '1 s'],
  [12 * SECOND, '12 s'],
  [90 * SECOND, '1 min 30 s'],
  [4 * HOUR, '4 h'],
  [HOUR + 30 * MINUTE + 20 * SECOND, '1 h 30 min'],
  [HOUR + 5 * SECOND, '1 h 5 s'],
  [25 * HOUR, '1 d 1 h'],
  [400 * DAY, '400 d'],
])('a span of %i ms is %s', (milliseconds, text) => {
  expect(span(milliseconds)).toBe(text);
});

it.each([
  [0, '0 s'],
  [-1, '0 s'],
  [1, '1 s'],
  [SECOND, '1 s'],
  [59 * SECOND + 1, '1 min 00 s'],
  [61 * SECOND, '1 min 01 s'],
  [HOUR, '1 h 00 min 00 s'],
  [4 * HOUR - 1, '4 h 00 min 00 s'],
  [4 * HOUR - 52 * SECOND, '3 h 59 min 08 s'],
  [100 * HOUR, '4 d 04 h 00 min 00 s'],
])('a countdown of %i ms is %s', (milliseconds, text) => {
  expect(countdown(milliseconds)).toBe(text);
});

it.each([
  [0, '0 ms'],
  [0.84, '0.8 ms'],
  [9.94, '9.9 ms'],
  [12.4, '12 ms'],
  [999, '999 ms'],
  [SECOND, '1.0 s'],
  [15_234, '15.2 s'],
])('%d ms took %s', (milliseconds, text) => {
  expect(took(milliseconds)).toBe(text);
});

it.each([
  [0, '0 characters'],
  [1, '1 character'],
  [2, '2 characters'],
  [1600, '1,600 characters'],
])('%i is counted as %s', (many, text) => {
  expect(count(many, 'character')).toBe(text);
});

it('counts a noun with a plural of its own', () => {
  expect(count(1, 'entry', 'entries')).toBe('1 entry');
  expect(count(2, 'entry', 'entries')).toBe('2 entries');
});

it.each<[url: string, address: string | null]>([
  ['https://example.com/a b', 'https://example.com/a%20b'],
  ['HTTP://EXAMPLE.com', 'http://example.com/'],
  ['/media/1', 'http://127.0.0.1:1337/media/1'],
  ['', 'http://127.0.0.1:1337/'],
  ['http://localhost:1337/media/1', 'http://127.0.0.1:1337/media/1'],
  ['http://localhost:1338/media/1', 'http://localhost:1338/media/1'],
  ['http://example.com:1337/media/1', 'http://example.com:1337/media/1'],
  ['javascript:alert(1)', null],
  [' \tjava\nscript:alert(1)', null],
  ['data:text/html,<script>', null],
  ['file:///etc/passwd', null],
  ['http://', null],
  ['https://[', null],
])('the link of %j is %j', (url, address) => {
  expect(webAddress(url, 'http://127.0.0.1:1337/')).toBe(address);
});
