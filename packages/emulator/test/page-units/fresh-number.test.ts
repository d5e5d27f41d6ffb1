import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { freshNumber } from '../../src/page/state/fresh-number';

describe('freshNumber', () => {
  it.each([
    [0, '+15552000000'],
    [7_999_999, '+15559999999'],
    [8_000_000, '+15552000000'],
    [2 ** 32 - 1, '+15558967295'],
  ])('makes %d a number', (random, number) => {
    expect(freshNumber([], () => random)).toBe(number);
  });

  it('tries again while the number is taken', () => {
    const random = [0, 1, 1, 2];
    expect(freshNumber(['+15552000000', '+15552000001'], () => random.shift() ?? 0)).toBe('+15552000002');
  });

  it('is always +1 555 and seven digits, of which the first is 2 to 9', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 31 - 1 }), (random) => {
        expect(freshNumber([], () => random)).toMatch(/^\+1555[2-9]\d{6}$/);
      }),
    );
    expect(freshNumber([])).toMatch(/^\+1555[2-9]\d{6}$/);
  });
});
