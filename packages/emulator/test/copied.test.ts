import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, it } from '@jest/globals';
import { run, temporaryFolder, TEST_TIMEOUT_MS } from 'test-support';
import { startEmulator } from '../src/driver';
import { conversationAsTest } from '../src/page/copy-as-test';

/** What Jest reports of one test file. */
type FileReport = {
  readonly name: string;
  readonly assertionResults: readonly { readonly status: string; readonly failureMessages: string[] }[];
};

/** Runs Jest on test files of these names and contents, outside of the project but with its packages. */
async function runTests(files: Readonly<Record<string, string>>): Promise<FileReport[]> {
  const folder = await temporaryFolder();
  const report = join(folder, 'report.json');
  const config = {
    rootDir: folder,
    transform: { '\\.ts$': [require.resolve('@swc/jest'), { jsc: { target: 'es2022' } }] },
    modulePaths: [resolve('node_modules')],
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

/** A conversation of WhatsApp, as a test. */
async function copiedFromWhatsApp(): Promise<string> {
  await using twilio = await startEmulator({ functions: 'dist/functions' });
  const phone = twilio.phone('whatsapp:+15551110000', { to: '/sms', profileName: 'Ann' });
  await phone.text('hi');
  await phone.tap('Yes', 'yes');
  await phone.text('', { location: { latitude: 25.5, longitude: -77.4, label: 'Home' } });
  twilio.clock.advance('4h');
  await phone.text('STOP');
  const [conversation] = twilio.engine.conversations();
  const number = twilio.engine.number(conversation?.to ?? '');
  if (number === undefined || conversation === undefined) throw new Error('There was no conversation.');
  return conversationAsTest(conversation, number);
}

it('a conversation that is copied as a test passes as it is, and fails when a reply is another', async () => {
  await using twilio = await startEmulator({ functions: 'dist/functions' });
  const phone = twilio.phone('+15551110000', { to: '/sms' });
  await phone.text('it’s "me"\n\\o/ `${1}`');
  await phone.text('again', { media: ['https://example.com/cat.jpg'] });
  twilio.clock.advance('90m');
  await phone.text('hi');
  twilio.clock.advance('4h');
  await phone.text('hi');
  twilio.faults({ answerSlowly: 'next' });
  await phone.text('hi', { errors: [11205] });
  twilio.faults({ loseCookie: 'next', deliverTwice: 'next' });
  await phone.text('hi');
  await phone.text('STOP');
  await phone.text('blocked', { errors: [21610] });
  await phone.text('START');
  twilio.faults({ overlap: 'next' });
  await Promise.all([phone.text('two'), phone.text('at once')]);
  await phone.text('again');
  twilio.faults({ overlap: 'all' });
  const three = [phone.text('three')];
  twilio.faults({ loseCookie: 'next' });
  three.push(phone.text('without a cookie'), phone.text('at once'));
  await Promise.all(three);
  twilio.clock.advance('1m');
  await phone.text('alone');

  const [number] = twilio.engine.numbers();
  const conversation = twilio.engine.conversation('+15551110000', number?.number ?? '');
  if (number === undefined || conversation === undefined) throw new Error('There was no conversation.');
  const copied = conversationAsTest(conversation, number);
  const reports = await runTests({
    'copied.test.ts': copied,
    'channel.test.ts': await copiedFromWhatsApp(),
    'altered.test.ts': copied.replace('number 3', 'number 4'),
  });

  const resultsOf = (name: string) => reports.find((file) => file.name.endsWith(name))?.assertionResults;
  expect(resultsOf('copied.test.ts')).toMatchObject([{ status: 'passed', failureMessages: [] }]);
  expect(resultsOf('channel.test.ts')).toMatchObject([{ status: 'passed', failureMessages: [] }]);
  expect(resultsOf('altered.test.ts')).toMatchObject([
    { status: 'failed', failureMessages: [expect.stringContaining('Hello, thanks for message number 3')] },
  ]);
});
