import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { run, temporaryFolder } from '../src';

/** Runs Jest over one test. */
async function jest(test: string, globalTeardown: string) {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'one.test.js'), test);
  const file = join(folder, 'jest.config.json');
  await writeFile(
    file,
    JSON.stringify({
      rootDir: process.cwd(),
      roots: [folder],
      testMatch: [join(folder, '*.test.js')],
      transform: { '\\.ts$': '@swc/jest' },
      globalSetup: join(__dirname, 'support/mark-run.ts'),
      globalTeardown,
    }),
  );
  const bin = join(process.cwd(), 'node_modules/jest/bin/jest.js');
  const running = run(process.cwd(), process.execPath, [bin, '--config', file]);
  return { code: await running.ended, output: running.output() };
}

const LEAVES_A_PROCESS = `
  const { spawn } = require('node:child_process');
  test('passes', () => {
    const script = ['-e', 'setInterval(() => {}, 1000)', 'forgotten'];
    spawn(process.execPath, script, { detached: true, stdio: 'ignore' }).unref();
  });`;

it('a test run fails, and names the process, when a test has left one behind', async () => {
  const { code, output } = await jest(LEAVES_A_PROCESS, join(__dirname, 'support/end-run.ts'));
  expect(output).toContain('1 passed');
  expect(output).toMatch(/Tests have left processes running, which were killed:\n +\d+ .*forgotten/);
  expect(code).toBe(1);
});

it('a test run passes when nothing is left', async () => {
  const { code, output } = await jest(
    "test('passes', () => {});",
    join(process.cwd(), 'test/support/global-teardown.ts'),
  );
  expect(output).toContain('1 passed');
  expect(code).toBe(0);
});
