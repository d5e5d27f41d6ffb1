import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type LineChange, lineChanges } from '../../src/page/display/line-changes';

const short = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 8 });
const signs = { same: ' ', removed: '-', added: '+' };
const textsOf = (changes: readonly LineChange[], ...kinds: LineChange['kind'][]): string[] =>
  changes.filter(({ kind }) => kinds.includes(kind)).map(({ text }) => text);

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let found = 0;
  for (const line of whole) if (line === part[found]) found++;
  return found === part.length;
}

/** Length of the longest common subsequence: tries each of the 2ⁿ subsequences of the first list. */
function bruteForceLength(one: readonly string[], other: readonly string[]): number {
  let longest = 0;
  for (let chosen = 0; chosen < 2 ** one.length; chosen++) {
    const part = one.filter((_, index) => ((chosen >> index) & 1) === 1);
    if (part.length > longest && isSubsequence(part, other)) longest = part.length;
  }
  return longest;
}

describe('lineChanges', () => {
  it.each([
    { name: 'no lines', before: '', after: '', expected: '' },
    { name: 'equal lines', before: 'ab', after: 'ab', expected: ' a b' },
    { name: 'all added', before: '', after: 'ab', expected: '+a+b' },
    { name: 'all removed', before: 'ab', after: '', expected: '-a-b' },
    { name: 'nothing in common: removed lines first', before: 'ab', after: 'xy', expected: '-a-b+x+y' },
    { name: 'a line replaced in the middle', before: 'abc', after: 'axc', expected: ' a-b+x c' },
    { name: 'a line added at the start', before: 'bc', after: 'abc', expected: '+a b c' },
    { name: 'a line removed at the end', before: 'abc', after: 'ab', expected: ' a b-c' },
    { name: 'a line repeated', before: 'a', after: 'aa', expected: ' a+a' },
    { name: 'two lines swapped', before: 'ab', after: 'ba', expected: '-a b+a' },
  ])('$name', ({ before, after, expected }) => {
    const changes = lineChanges([...before], [...after]);
    expect(changes.map(({ kind, text }) => signs[kind] + text).join('')).toBe(expected);
  });

  it('keeps empty lines', () => {
    expect(lineChanges(['', 'a'], ['', ''])).toEqual([
      { kind: 'same', text: '' },
      { kind: 'removed', text: 'a' },
      { kind: 'added', text: '' },
    ]);
  });

  it('rebuilds both texts from the changes', () => {
    const lines = fc.array(fc.oneof(fc.string(), fc.constantFrom('a', 'b', '')), { maxLength: 30 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const changes = lineChanges(before, after);
        expect(textsOf(changes, 'same', 'removed')).toEqual(before);
        expect(textsOf(changes, 'same', 'added')).toEqual(after);
      }),
    );
  });

  it('keeps as many lines as the longest common subsequence has', () => {
    fc.assert(
      fc.property(short, short, (before, after) => {
        expect(textsOf(lineChanges(before, after), 'same')).toHaveLength(bruteForceLength(before, after));
      }),
    );
  });
});
