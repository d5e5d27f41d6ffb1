import { describe, expect, it } from '@jest/globals';
import { normalizeText } from '../../src/message/normalize-text';

describe('normalizeText', () => {
  it.each([
    ['YES', 'yes'],
    ['  Friday  night\n', 'friday night'],
    ['Friday.', 'friday'],
    ['Friday !', 'friday'],
    ['Fri.day', 'fri.day'],
    ['４', '4'],
    ['Don’t', "don't"],
    ['don´t', "don't"],
    ['4²', '4 ²'.normalize('NFKC')],
    ['x²', 'x2'],
    ['👍🏽', '👍'],
    ['4️⃣', '4'],
    ['४', '4'],
    ['“¡Hola!”', 'hola'],
    ['', ''],
    [' ... ', ''],
    ['?', '?'],
  ])('turns %j into %j', (text, word) => {
    expect(normalizeText(text)).toBe(word);
  });

  it('is fast for hostile text', () => {
    expect(normalizeText(`${'. '.repeat(100_000)}x`)).toHaveLength(200_001);
  });
});
