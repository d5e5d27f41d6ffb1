import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { writeProject } from 'test-support';
import { ownPlaces } from '../src/source-places';

let root: string;

beforeAll(async () => {
  root = await writeProject({
    'packages/library/src/run.ts': '',
    'dist/maps/sms.js.map': JSON.stringify({
      version: 3,
      sources: ['file:///elsewhere/lib.ts'],
      sourcesContent: [null],
      names: [],
      mappings: '',
    }),
  });
  await mkdir(join(root, 'node_modules/@scope'), { recursive: true });
  await symlink(join(root, 'packages/library'), join(root, 'node_modules/@scope/library'));
});

describe('the places of an error in the app’s own files', () => {
  it.each([
    ['a frame with a name', 'at handler (ROOT/src/functions/sms.ts:12:5)', ['src/functions/sms.ts:12:5']],
    ['a frame without one', 'at ROOT/src/functions/sms.ts:1:2', ['src/functions/sms.ts:1:2']],
    ['a file: URL', 'at async f (file://ROOT/src/a%20b.ts:1:2)', ['src/a b.ts:1:2']],
    [
      'the head of a SyntaxError',
      'ROOT/src/assets/lib.private.js:3\nfoo (\n',
      ['src/assets/lib.private.js:3'],
    ],
    ['no frame of node_modules', 'at x (ROOT/node_modules/twilio/index.js:1:2)', []],
    ['no frame of a linked package', 'at run (ROOT/packages/library/src/run.ts:1:2)', []],
    ['no frame of Node.js', 'at node:internal/process/task_queues:95:5', []],
    ['no frame outside of the project', 'at x (/elsewhere/x.js:1:2)', []],
    ['no frame of what the build generates', 'at x (ROOT/dist/entries/sms.js:1:2)', []],
    [
      'a built Function that no map knows',
      'at x (ROOT/dist/functions/sms.js:2:7)',
      ['dist/functions/sms.js:2:7'],
    ],
    ['no line of a million characters', `at ${'( /a'.repeat(250_000)}:1:2`, []],
    [
      'all of several errors, in their order',
      'Error: a\n    at run (ROOT/packages/library/src/run.ts:1:2)\nCaused by: Error: b\n    at ask (ROOT/src/a.ts:3:4)\n    at ROOT/src/b.ts:5:6',
      ['src/a.ts:3:4', 'src/b.ts:5:6'],
    ],
  ])('%s', (_, text, expected) => {
    const places = ownPlaces(text.replaceAll('ROOT', root), root);
    const shown = places.map(({ file, line, column }) => [file, line, column].filter(Boolean).join(':'));
    expect(shown).toEqual(expected);
  });
});
