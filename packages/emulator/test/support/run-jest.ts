import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { run, temporaryFolder, TEST_TIMEOUT_MS } from 'test-support';

/** What Jest reports of one test file. */
export type FileReport = {
  readonly name: string;
  readonly assertionResults: readonly { readonly status: string; readonly failureMessages: string[] }[];
};

/** Runs Jest on test files of these names and contents, outside of the project but with its packages. */
export async function runTests(files: Readonly<Record<string, string>>): Promise<FileReport[]> {
  const folder = await temporaryFolder();
  const report = join(folder, 'report.json');
  const config = {
    rootDir: folder,
    transform: { '\\.ts$': [require.resolve('@swc/jest'), { jsc: { target: 'es2022' } }] },
    modulePaths: [resolve('node_modules')],
    moduleNameMapper: { '^sms-emulator$': resolve('packages/emulator/src/index.ts') },
    testTimeout: TEST_TIMEOUT_MS,
  };
  const options = ['--config', JSON.stringify(config), '--runInBand', '--json', '--outputFile', report];
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const jest = run('.', process.execPath, [resolve('node_modules/jest/bin/jest.js'), ...options]);
  await jest.ended;
  const text = await readFile(report, 'utf8').catch(() => {
    throw new Error(`Jest has written no report:\n${jest.output()}`);
  });
  return (JSON.parse(text) as { testResults: FileReport[] }).testResults;
}
