import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { FAULTS } from '../src/engine/faults';

/** A Markdown table, padded as Prettier pads it. */
function table(rows: readonly (readonly [string, string])[]): string {
  const width = (column: 0 | 1) => Math.max(...rows.map((row) => row[column].length));
  const lines = rows.map(([left, right]) => `| ${left.padEnd(width(0))} | ${right.padEnd(width(1))} |`);
  const rule = `| ${'-'.repeat(width(0))} | ${'-'.repeat(width(1))} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

it('the table in docs/emulator.md has every fault, as engine/faults.ts describes it', async () => {
  const page = await readFile(join(__dirname, '../../../docs/emulator.md'), 'utf8');
  const written = /<!-- faults -->\n\n(.*?)\n\n<!-- \/faults -->/s.exec(page)?.[1];
  const expected = table([
    ['fault', 'what happens'],
    ...FAULTS.map(({ key, documentation }) => [`\`${key}\``, documentation] as const),
  ]);
  if (written !== expected) {
    throw new Error(
      `Paste this between <!-- faults --> and <!-- /faults --> in docs/emulator.md:\n\n${expected}\n`,
    );
  }
  expect(written).toBe(expected);
});
