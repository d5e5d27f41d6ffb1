/** A line of a diff. */
export type LineChange = { readonly kind: 'same' | 'removed' | 'added'; readonly text: string };

/** The shortest diff of two lists of lines: a longest common subsequence of them is `same`. */
export function lineChanges(before: readonly string[], after: readonly string[]): LineChange[] {
  const common = commonLengths(before, after);
  const changes: LineChange[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const [old, young] = [before[i], after[j]];
    if (old !== undefined && old === young) {
      changes.push({ kind: 'same', text: old });
      i++;
      j++;
    } else if (old !== undefined && (young === undefined || at(common, i + 1, j) >= at(common, i, j + 1))) {
      changes.push({ kind: 'removed', text: old });
      i++;
    } else {
      changes.push({ kind: 'added', text: young ?? '' });
      j++;
    }
  }
  return changes;
}

const at = (table: readonly (readonly number[])[], i: number, j: number): number => table[i]?.[j] ?? 0;

/** `[i][j]`: the length of the longest common subsequence of `before` from `i` and `after` from `j`. */
function commonLengths(before: readonly string[], after: readonly string[]): number[][] {
  const table: number[][] = [];
  for (let i = before.length - 1; i >= 0; i--) {
    const row: number[] = [];
    table[i] = row;
    for (let j = after.length - 1; j >= 0; j--) {
      row[j] =
        before[i] === after[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), row[j + 1] ?? 0);
    }
  }
  return table;
}
