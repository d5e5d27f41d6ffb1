import { describe, expect, it } from '@jest/globals';
import { comparable } from '../../src/message/normalize-text';

describe('comparable', () => {
  it.each([
    ['YES', 'yes'],
    ['  Friday  night\n', 'friday night'],
    ['Friday.', 'friday'],
    ['Friday !', 'friday'],
    ['Fri.day', 'fri.day'],
    ['４', '4'],
    ['', ''],
    [' ... ', ''],
    ['?', '?'],
  ])('makes %j %j', (text, word) => {
    expect(comparable(text)).toBe(word);
  });

  it('takes no long time for hostile text', () => {
    expect(comparable(`${'. '.repeat(100_000)}x`)).toHaveLength(200_001);
  });
});
