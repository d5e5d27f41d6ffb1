import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, it } from '@jest/globals';
import { startEmulator } from 'sms-emulator';
import { run } from 'test-support';

const APPS = join(__dirname, '../apps');

/** The path of Firefox: `FIREFOX_PATH`, or an installed one. */
const FIREFOX =
  process.env.FIREFOX_PATH ??
  (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => ['firefox', 'firefox-esr'].map((name) => join(folder, name)))
    .find((path) => existsSync(path));

/** Has two messages sent on the page, in several widths, and expects that all of it fits and nothing is reported as an error. */
async function expectPageIn(firefox: string): Promise<void> {
  await using twilio = await startEmulator({ functions: 'dist/functions', port: 0 });
  const program = run(APPS, process.execPath, ['firefox.cjs', firefox, twilio.url ?? '']);
  expect([await program.ended, program.output()]).toEqual([0, expect.stringMatching(/^\{.*\}\n$/)]);
  expect(JSON.parse(program.output())).toEqual({
    version: expect.stringMatching(/firefox/i),
    bubbles: ['one', 'Hello, thanks for the new message.', 'two', 'Hello, thanks for message number 2'],
    overflowing: [],
    errors: [],
  });
}

const test = FIREFOX === undefined ? it.skip : it;
const title = 'the page is used in Firefox';

test(FIREFOX === undefined ? `${title} (not run: apt-get install firefox-esr)` : title, () =>
  expectPageIn(FIREFOX ?? ''),
);
