import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Running } from 'test-support';
import { expectRebuilt, phone, startProject, type StartProject } from '../support/start';

// Each test adds a Function to the project that `npm start` serves, and removes it at its end.
let project: StartProject;
let started: Running;

beforeAll(async () => {
  project = await startProject();
  started = await project.started();
});

const statusOf = (path: string) => project.statusOf(path);
const expectSoon = <Value>(ask: () => Promise<Value>, expected: Value) =>
  expectRebuilt(started, ask, expected);

describe('npm start, with a Function that breaks its process', () => {
  it('goes on when a Function forgets an await', async () => {
    const path = join(project.root, 'src/functions/forgets.ts');
    await writeFile(
      path,
      `type Callback = (error: unknown, answer?: string) => void;

export const handler = (_context: unknown, _event: unknown, callback: Callback): void => {
  void Promise.reject(new Error('nobody awaits this'));
  callback(null, 'answered');
};
`,
    );
    try {
      await expectSoon(() => statusOf('/forgets'), 200);
      await started.prints('Error: nobody awaits this');
      await expectSoon(() => statusOf('/forgets'), 200);
    } finally {
      await rm(path);
      await expectSoon(() => statusOf('/forgets'), 404);
    }
  });

  it.each([
    ['ends the process', 'process.exit(3)', 3],
    ['throws after its first tick', "setTimeout(() => { throw new Error('too late'); }, 1)", 1],
  ])('serves on, with its conversations, when a Function %s', async (_, statement, code) => {
    const { send } = phone(project.url, '+15550000011');
    await send();
    const path = join(project.root, 'src/functions/ends.ts');
    await writeFile(path, `export const handler = (): void => {\n  ${statement};\n};\n`);
    try {
      await expectSoon(() => statusOf('/ends'), 502);
      await started.prints(`twilio-run ended by itself (code ${code}).`);
      expect((await send()).texts).toEqual(['Hello, thanks for message number 2']);
      await started.prints('The Functions are served again.');
    } finally {
      await rm(path);
      await expectSoon(() => statusOf('/ends'), 404);
    }
  });
});
