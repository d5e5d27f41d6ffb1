import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const read = (path: string) => readFile(join(__dirname, '../../../docs', path), 'utf8');

const tableLines = (page: string): string[] => page.split('\n').filter((line) => line.startsWith('|'));

/** The rows of the fidelity tables: behaviour, source, certainty, test. */
async function fidelityRows(): Promise<[string, string, string, string][]> {
  const lines = tableLines(await read('emulator-fidelity.md'));
  return lines
    .filter((line) => !/^\|( -+ \|)+$/.test(line) && !line.startsWith('| behaviour '))
    .map((line) => {
      const cells = line.split('|').map((cell) => cell.trim());
      if (cells.length !== 6) throw new Error(`Four cells are expected: ${line}`);
      const [, behaviour = '', source = '', certainty = '', test = ''] = cells;
      return [behaviour, source, certainty, test];
    });
}

/** Every string that can be a test's title: the first argument of a call, or the first cell of a row of `it.each`. */
async function titlesOf(file: string): Promise<string[]> {
  const source = await readFile(join(__dirname, `${file}.test.ts`), 'utf8').catch(() => '');
  return [...source.matchAll(/[([]\s*'([^'\n]*)'/g)].map(([, title = '']) => title);
}

it('the fidelity tables have rows', async () => {
  expect((await fidelityRows()).length).toBeGreaterThan(90);
});

it('every test that the fidelity tables name exists, and only one begins so', async () => {
  const wrong: string[] = [];
  for (const [behaviour, , , test] of await fidelityRows()) {
    const [, file = '', beginning = ''] = /^`([\w/-]+)`: (.+)$/.exec(test) ?? [];
    const found = (await titlesOf(file)).filter((title) => beginning !== '' && title.startsWith(beginning));
    if (found.length !== 1) wrong.push(`${behaviour}: ${test} is the title of ${found.length} tests.`);
  }
  expect(wrong).toEqual([]);
});

it('every certainty in the fidelity tables is one word of the legend', async () => {
  const legend = [...(await read('emulator-fidelity.md')).matchAll(/^- \*\*([a-z]+)\*\*:/gm)].map(
    ([, word]) => word,
  );
  expect(legend).toHaveLength(5);
  const wrong = (await fidelityRows()).filter(([, , certainty]) => !legend.includes(certainty));
  expect(wrong).toEqual([]);
});

it('every source in brackets in the fidelity tables has an address', async () => {
  const page = await read('emulator-fidelity.md');
  const named = (await fidelityRows()).flatMap(([, source]) => source.match(/\[\w+\]/g) ?? []);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !page.includes(`\n${name}: https://`))).toEqual([]);
});

it.each(['emulator.md', 'emulator-api.md', 'emulator-fidelity.md', 'testing.md'])(
  'tables in docs/%s have at most 110 columns',
  async (page) => {
    expect(tableLines(await read(page)).filter((line) => line.length > 110)).toEqual([]);
  },
);
