import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { expect, it } from '@jest/globals';
import { join } from 'node:path';
import { freePort, run, temporaryFolder } from 'test-support';
import { callApi } from './support/api-client';
import { ANN, NUMBER } from './support/turns';
import { says, serveWebhook } from './support/webhook-server';

/** Runs the command in an empty folder, because it keeps its state there. */
const emulator = async (args: readonly string[], env: Record<string, string> = {}) =>
  run(
    await temporaryFolder(),
    'node',
    [join(process.cwd(), 'packages/emulator/bin/sms-emulator.cjs'), ...args],
    env,
  );

it('says how to choose another port of the same command when its port is taken', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const started = await emulator(['--webhook', 'http://localhost/sms'], { EMULATOR_PORT: String(port) });
  expect(await started.ended).toBe(1);
  taken.close();
  expect(started.output()).toContain(`Port ${port} is taken.`);
  expect(started.output()).toContain(
    `EMULATOR_PORT=${port + 1} npx sms-emulator --webhook http://localhost/sms`,
  );
  expect(started.output()).not.toContain('npm start');
  expect(started.output()).not.toContain('Texts any SMS webhook');
});

it('says how it is used when its arguments are wrong', async () => {
  const started = await emulator([]);
  expect(await started.ended).toBe(1);
  expect(started.output()).toContain('--webhook is missing.');
  expect(started.output()).toContain('Texts any SMS webhook');
});

it('says how it is used when it is asked for help, and nothing else', async () => {
  const started = await emulator(['--help']);
  expect(await started.ended).toBe(0);
  expect(started.output()).toMatch(/^npx sms-emulator --webhook/);
});

it('prints a line for each message, and for each error of its turn', async () => {
  await using server = await serveWebhook(({ parameters }) =>
    parameters.get('Body') === 'fail' ? { status: 500 } : says('two\u202Elines\nof text'),
  );
  const port = await freePort();
  const started = await emulator(['--webhook', server.url], { EMULATOR_PORT: String(port) });
  await started.prints('Ctrl-C stops it.');
  const send = async (body: string, media: readonly string[] = []): Promise<void> => {
    await callApi(`http://localhost:${port}`, 'POST', '/api/messages', {
      body: { from: ANN, to: NUMBER, body, media },
    });
  };
  await send('hi');
  await started.prints(`\n${NUMBER} > ${ANN}: two lines of text\n`);
  await send('', ['https://example.com/cat.jpg']);
  await started.prints(`\n${ANN} > ${NUMBER}: [file]\n`);
  await send('x'.repeat(81));
  await started.prints(`: ${'x'.repeat(80)}…\n`);
  await send('fail');
  await started.prints(`\n${ANN} > ${NUMBER}: fail\n  error 11200: HTTP retrieval failure\n`);
  expect(await started.interrupt()).toBe(0);
});

it('signs for the public address of an app, and says so', async () => {
  await using server = await serveWebhook(({ header }) => says(header('x-forwarded-host') ?? ''));
  const port = await freePort();
  const env = { EMULATOR_PORT: String(port) };
  const started = await emulator(['--webhook', server.url, '--public-url', 'https://their.name'], env);
  await started.prints('Ctrl-C stops it.');
  expect(started.output()).toContain(
    `Text ${server.url}, as https://their.name/sms, at http://localhost:${port}`,
  );
  const sent = { from: ANN, to: NUMBER, body: 'hi' };
  const { json } = await callApi(`http://localhost:${port}`, 'POST', '/api/messages', { body: sent });
  expect(json).toMatchObject({ replies: [{ body: 'their.name' }] });
  expect(await started.interrupt()).toBe(0);
});

it.each(['their.name', 'https://ann:secret@their.name', 'https://their.name?a'])(
  'says what a public address is when it is %s',
  async (address) => {
    const started = await emulator(['--webhook', 'http://localhost/sms', '--public-url', address]);
    expect(await started.ended).toBe(1);
    expect(started.output()).toContain('--public-url must be an address such as https://their.name');
    expect(started.output()).toContain('Texts any SMS webhook');
  },
);

it('ends at Ctrl-C, whatever waits for an answer', async () => {
  let setHanging!: () => void;
  const hanging = new Promise<void>((resolve) => (setHanging = resolve));
  // 30 status callbacks, of which each would hang for 15 s: longer than a test may take.
  const message = '<Message statusCallback="/status">hello</Message>';
  await using server = await serveWebhook({
    '/sms': `<Response>${message.repeat(10)}</Response>`,
    '/status': () => {
      setHanging();
      return undefined;
    },
  });
  const port = await freePort();
  const started = await emulator(['--webhook', server.url], { EMULATOR_PORT: String(port) });
  await started.prints('Ctrl-C stops it.');
  const sent = { from: ANN, to: NUMBER, body: 'hi' };
  await callApi(`http://localhost:${port}`, 'POST', '/api/messages', { body: sent });
  await hanging;
  expect(await started.interrupt()).toBe(0);
});
