import { expect, it } from '@jest/globals';
import { writeProject } from 'test-support';
import { buildFunctions } from '../src/build-functions';
import { createProblemList, type Problems } from '../src/problems';

/** What is listed of the error of a build of these sources. */
async function listed(files: Readonly<Record<string, string>>) {
  const root = await writeProject(files);
  const shown: Problems[] = [];
  const list = createProblemList(
    root,
    (place) => ({ ...place, url: `to ${place.file}` }),
    (all) => shown.push(all),
  );
  const error = await buildFunctions(root).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  list.noteBuild(new Error('Not rebuilt.', { cause: error }));
  return { list, shown, error };
}

it('lists the place of each mistake in the sources, from 1', async () => {
  const { shown } = await listed({
    'src/functions/a.ts': 'export const handler = (: void => {};\n',
    'src/functions/b.ts': "import './none';\nexport const handler = 1;\n",
  });
  expect(shown).toEqual([
    {
      problems: [
        {
          kind: 'build',
          message: 'Unexpected ":"',
          at: { file: 'src/functions/a.ts', line: 1, column: 25, url: 'to src/functions/a.ts' },
        },
        {
          kind: 'build',
          message: 'Could not resolve "./none"',
          at: { file: 'src/functions/b.ts', line: 1, column: 8, url: 'to src/functions/b.ts' },
        },
      ],
      leftOut: 0,
    },
  ]);
});

it.each([
  ['const handler = 1;', 1],
  ['export const other = 1;\n\nasync function handler() {}\n', 3],
  ['export const other = 1;\n', 1],
  ['', 1],
])('lists a missing export of a handler where that is: %j', async (source, line) => {
  const { shown, error } = await listed({ 'src/functions/a.ts': source });
  expect(shown[0]?.problems).toMatchObject([
    {
      message: expect.stringContaining('It does not export a handler.'),
      at: { file: 'src/functions/a.ts', line, column: 1 },
    },
  ]);
  expect(String(error)).toContain(`src/functions/a.ts:${line}:1: ERROR: It does not export a handler.`);
});

it('lists what is wrong without a place, too, and errors of types behind it, and tells of changes alone', async () => {
  const { list, shown } = await listed({});
  const [first] = shown;
  expect(first?.problems).toMatchObject([
    { kind: 'build', message: expect.stringContaining('Not rebuilt.') },
  ]);
  list.noteTypes([], 0);
  expect(shown).toHaveLength(1);
  list.noteTypes([{ message: 'TS1' }], 30);
  expect(shown.at(-1)).toMatchObject({
    problems: [{ kind: 'build' }, { kind: 'types', message: 'TS1' }],
    leftOut: 29,
  });
  list.noteBuild(undefined);
  list.noteBuild(undefined);
  expect(shown.at(-1)).toEqual({ problems: [{ kind: 'types', message: 'TS1' }], leftOut: 29 });
  list.noteTypes([], 0);
  expect(shown).toHaveLength(4);
  expect(shown.at(-1)).toEqual({ problems: [], leftOut: 0 });
});
