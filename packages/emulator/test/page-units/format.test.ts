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

const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000];

describe('times and days are shown in the time zone of the machine', () => {
  it.each([
    { at: new Date(2026, 6, 28, 9, 5, 7), time: '09:05', exact: '09:05:07', day: 'Tue, Jul 28' },
    { at: new Date(2026, 0, 1, 0, 0, 0), time: '00:00', exact: '00:00:00', day: 'Thu, Jan 1' },
    { at: new Date(2026, 11, 31, 23, 59, 59, 999), time: '23:59', exact: '23:59:59', day: 'Thu, Dec 31' },
  ])('$day, $exact', ({ at, time, exact, day }) => {
    expect([timeOf(at.getTime()), exactTimeOf(at.getTime()), dayOf(at.getTime())]).toEqual([
      time,
      exact,
      day,
    ]);
  });
});

it.each([
  [-5 * HOUR, '0 s'],
  [0, '0 s'],
  [999, '0 s'],
  [SECOND, '1 s'],
  [12.9 * SECOND, '12 s'],
  [MINUTE, '1 min'],
  [61 * SECOND, '1 min 1 s'],
  [4 * HOUR, '4 h'],
  [1.5 * HOUR, '1 h 30 min'],
  [HOUR + MINUTE + SECOND, '1 h 1 min'],
  [HOUR + SECOND, '1 h 1 s'],
  [DAY - 1, '23 h 59 min'],
  [DAY, '1 d'],
  [400 * DAY + 4 * HOUR, '400 d 4 h'],
])('span(%d) is %s', (milliseconds, words) => {
  expect(span(milliseconds)).toBe(words);
});

it.each([
  [-1, '0 s'],
  [0, '0 s'],
  [1, '1 s'],
  [SECOND, '1 s'],
  [SECOND + 1, '2 s'],
  [59 * SECOND, '59 s'],
  [59 * SECOND + 1, '1 min 00 s'],
  [MINUTE + 8 * SECOND, '1 min 08 s'],
  [HOUR - 1, '1 h 00 min 00 s'],
  [4 * HOUR - 52 * SECOND, '3 h 59 min 08 s'],
  [30 * HOUR, '30 h 00 min 00 s'],
])('countdown(%d) is %s', (milliseconds, words) => {
  expect(countdown(milliseconds)).toBe(words);
});

it.each([
  [0, '0 ms'],
  [0.04, '0 ms'],
  [0.84, '0.8 ms'],
  [9.94, '9.9 ms'],
  [9.96, '10 ms'],
  [10, '10 ms'],
  [12.4, '12 ms'],
  [999, '999 ms'],
  [1000, '1.0 s'],
  [1234, '1.2 s'],
  [15_000, '15.0 s'],
])('took(%d) is %s', (milliseconds, words) => {
  expect(took(milliseconds)).toBe(words);
});

describe('count', () => {
  it.each([
    [0, '0 cookies'],
    [1, '1 cookie'],
    [2, '2 cookies'],
    [1600, '1,600 cookies'],
  ])('%d', (many, words) => {
    expect(count(many, 'cookie')).toBe(words);
  });

  it('takes a plural that is not formed with s', () => {
    expect([count(1, 'reply', 'replies'), count(3, 'reply', 'replies')]).toEqual(['1 reply', '3 replies']);
  });
});

describe('webAddress', () => {
  const BASE = 'http://localhost:4000/page';

  it.each([
    ['https://example.com/a?b=c#d', 'https://example.com/a?b=c#d'],
    ['HTTP://EXAMPLE.COM', 'http://example.com/'],
    ['/media/1', 'http://localhost:4000/media/1'],
    ['//example.com/a', 'http://example.com/a'],
    ['', BASE],
  ])('%s is %s', (url, address) => {
    expect(webAddress(url, BASE)).toBe(address);
  });

  it.each([
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'blob:http://localhost:4000/1',
    'mailto:a@example.com',
    'http://',
    'http://[',
  ])('refuses %j', (url) => {
    expect(webAddress(url, BASE)).toBeNull();
  });
});
