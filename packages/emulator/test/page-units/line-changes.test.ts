import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type LineChange, lineChanges } from '../../src/page/display/line-changes';

/** A diff as text: a sign and the line. */
const signed = (changes: readonly LineChange[]): string =>
  changes.map(({ kind, text }) => `${{ same: ' ', removed: '-', added: '+' }[kind]}${text}`).join('|');

it.each([
  [[], [], ''],
  [['a'], ['a'], ' a'],
  [[], ['a', 'b'], '+a|+b'],
  [['a', 'b'], [], '-a|-b'],
  [['a', 'b', 'c'], ['a', 'x', 'c'], ' a|-b|+x| c'],
  [['a', 'b'], ['b', 'a'], '-a| b|+a'],
  [['a', 'a'], ['a'], ' a|-a'],
  [[''], ['', ''], ' |+'],
  [['{', '  "count": 1', '}'], ['{', '  "count": 2', '}'], ' {|-  "count": 1|+  "count": 2| }'],
])('%j and %j differ by %j', (before, after, expected) => {
  expect(signed(lineChanges(before, after))).toBe(expected);
});

describe('of any two lists of lines, the changes', () => {
  const lines = fc.array(fc.constantFrom('', 'a', 'b', 'c'), { maxLength: 8 });
  const textsOf = (changes: readonly LineChange[], ...kinds: LineChange['kind'][]) =>
    changes.filter(({ kind }) => kinds.includes(kind)).map(({ text }) => text);

  it('contain both lists, in order', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const changes = lineChanges(before, after);
        expect(textsOf(changes, 'same', 'removed')).toEqual(before);
        expect(textsOf(changes, 'same', 'added')).toEqual(after);
      }),
    );
  });

  it('are as few as can be', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        expect(textsOf(lineChanges(before, after), 'same')).toHaveLength(longestCommon(before, after));
      }),
    );
  });
});

/** The length of the longest common subsequence, by trying every subsequence. */
function longestCommon(before: readonly string[], after: readonly string[]): number {
  let longest = 0;
  for (let chosen = 0; chosen < 2 ** before.length; chosen++) {
    const some = before.filter((_, index) => (chosen & (1 << index)) !== 0);
    if (some.length > longest && isSubsequence(some, after)) longest = some.length;
  }
  return longest;
}

function isSubsequence(some: readonly string[], all: readonly string[]): boolean {
  let found = 0;
  for (const item of all) if (item === some[found]) found++;
  return found === some.length;
}
