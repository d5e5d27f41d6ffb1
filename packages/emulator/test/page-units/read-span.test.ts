import { expect, it } from '@jest/globals';
import { readSpan } from '../../src/page/display/read-span';

const MINUTE = 60_000;

it.each([
  ['90m', 90 * MINUTE],
  ['90 min', 90 * MINUTE],
  ['1d 2h 30m', (26 * 60 + 30) * MINUTE],
  ['2 Hours, 30 minutes'.replace(',', ''), 150 * MINUTE],
  ['1.5h', 90 * MINUTE],
  ['1,5 h', 90 * MINUTE],
  ['1week', 7 * 24 * 60 * MINUTE],
  [' 10s ', 10_000],
  ['250ms', 250],
])('%s is %d ms', (text, ms) => {
  expect(readSpan(text)).toBe(ms);
});

it.each(['', ' ', '90', 'h', '4 parsecs', '-4h', '4h now', '14:00', '1..5h'])('%j is no span', (text) => {
  expect(readSpan(text)).toBeUndefined();
});
