import { readFileSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startEmulator } from 'sms-emulator';
import { buildFunctions } from 'functions-dev';
import { run, temporaryFolder } from 'test-support';

const ANN = '+15551110000';

/** The first code of a section of docs/emulator-rest.md. */
const codeOf = (section: string): string => {
  const page = readFileSync('docs/emulator-rest.md', 'utf8');
  return (
    page
      .split(`\n## ${section}\n`)[1]
      ?.split(/```\w+\n/)[1]
      ?.split('```')[0] ?? ''
  );
};

let root: string;
let functions: string;

beforeAll(async () => {
  root = await temporaryFolder();
  functions = join(root, 'dist/functions');
  await symlink(join(process.cwd(), 'node_modules'), join(root, 'node_modules'));
  await mkdir(join(root, 'src/functions'), { recursive: true });
  const file = (name: string) => join(root, `src/functions/${name}.protected.ts`);
  await writeFile(file('remind'), codeOf('A reminder, sent by a Function'));
  await writeFile(file('status'), codeOf('A status callback, handled by a Function'));
  await writeFile(file('last'), codeOf('Sync documents'));
  await writeFile(join(root, 'send.cjs'), codeOf('A plain Node.js script'));
  await buildFunctions(root);
});

describe('docs/emulator-rest.md', () => {
  it('a Function sends a reminder, as the documented test says', async () => {
    const test = codeOf('In a test');
    expect(test).toContain("expect(await ann.text('hi')).toEqual(['I will remind you.']);");
    await using twilio = await startEmulator({ functions });
    const ann = twilio.phone(ANN, { to: '/remind' });
    expect(await ann.text('hi')).toEqual(['I will remind you.']);
    expect(await ann.next()).toMatchObject({ body: 'Remember the milk.' });
    expect(twilio.sent()).toHaveLength(1);
  });

  it('a Function is told of each status of a message', async () => {
    const logged = jest.spyOn(console, 'log');
    await using twilio = await startEmulator({ functions });
    const remind = twilio.number('/remind');
    const status = twilio.engine.numbers().find(({ name }) => name === '/status')?.smsUrl ?? '';
    const { sid } = twilio.engine.messages.send(
      { from: remind, to: ANN, body: 'hi', media: [], statusCallback: status },
      () => ({
        purpose: 'api',
        request: { method: 'POST', url: '', headers: [], parameters: [] },
        response: null,
        failure: null,
        startedAt: 0,
        durationMs: 0,
      }),
    );
    await twilio.settled();
    const lines = logged.mock.calls.flat().filter((line) => String(line).startsWith(sid));
    expect(lines).toEqual(['sending', 'sent', 'delivered'].map((name) => `${sid} is ${name}, error none`));
  });

  it('a Function keeps a document by Runtime.getSync(), until its time to live is over', async () => {
    await using twilio = await startEmulator({ functions });
    const ann = twilio.phone(ANN, { to: '/last' });
    expect(await ann.text('one')).toEqual(['That is the first.']);
    expect(await ann.text('two')).toEqual(['Before it: one']);
    const name = `last ${ANN}`;
    expect(twilio.documents()).toMatchObject([
      { name, service: 'default', data: { Body: 'two' }, revision: '1' },
    ]);
    expect(ann.lastTurn()?.documents).toMatchObject([
      { name, service: 'default', before: { data: { Body: 'one' } }, after: { data: { Body: 'two' } } },
    ]);
    twilio.clock.advance('1h');
    expect(twilio.documents()).toEqual([]);
    expect(await ann.text('three')).toEqual(['That is the first.']);
  });

  it('a plain script sends with an unchanged client', async () => {
    await using twilio = await startEmulator({ functions, port: 0 });
    const { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN } = twilio.engine.account;
    const next = twilio.phone(ANN).next();
    const script = run(root, process.execPath, ['--require', 'sms-emulator/divert', 'send.cjs'], {
      ACCOUNT_SID,
      AUTH_TOKEN,
      EMULATOR_PORT: new URL(twilio.url ?? '').port,
    });
    expect(await next).toMatchObject({ body: 'Hello from a script.', from: '+15552220000', byApi: true });
    await script.ended;
    expect(script.output()).toMatch(/^SM[0-9a-f]{32} queued\n$/);
  });
});
