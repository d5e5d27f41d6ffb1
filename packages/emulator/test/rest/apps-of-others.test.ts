import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { freePort, nodeOf, run, RUNTIMES } from 'test-support';
import { startEmulator } from '../../src/driver';
import { ACCOUNT } from '../support/rest-client';
import { ANN, BEN, NUMBER } from '../support/turns';

const PICTURE = 'https://example.com/cat.png';

/** The adapter answers a webhook with HTTP 200, and neither body nor type. */
const UNTYPED = { errors: [11200] };

const THIS_NODE: [name: string, node: string] = ['the Node.js of the tests', process.execPath];

describe('a bot of Botkit, whose adapter for Twilio answers by the REST API', () => {
  it.each([THIS_NODE, ...RUNTIMES.map((name) => [name, nodeOf(name)] as const)])(
    'holds a conversation with a phone, under %s',
    async (_, node) => {
      await using bot = await startBotkit(node);
      const ann = bot.emulator.phone(ANN);
      expect(await ann.text('pizza', UNTYPED)).toEqual([]);
      expect(await ann.next()).toMatchObject({ from: NUMBER, body: 'Which size?', byApi: true });
      await ann.text('large', UNTYPED);
      expect(await ann.next()).toMatchObject({ body: 'One large pizza.', status: 'delivered' });
      expect(await ann.next()).toMatchObject({ body: 'It comes in half an hour.' });
    },
  );

  it('gets pictures, keeps phones apart, and writes first', async () => {
    await using bot = await startBotkit(process.execPath);
    const [ann, ben] = [bot.emulator.phone(ANN), bot.emulator.phone(BEN)];
    await Promise.all([ann.text('pizza', UNTYPED), ben.text('pizza', UNTYPED)]);
    await Promise.all([ann.next(), ben.next()]);
    await Promise.all([ann.text('small', UNTYPED), ben.text('large', UNTYPED)]);
    expect(await ann.next()).toMatchObject({ body: 'One small pizza.' });
    expect(await ben.next()).toMatchObject({ body: 'One large pizza.' });
    await Promise.all([ann.next(), ben.next()]);

    await ann.send('look', { media: [PICTURE] });
    expect(await ann.next()).toMatchObject({ body: expect.stringMatching(/^A picture: https?:\S+$/) });

    expect(await fetch(`${bot.origin}/late/${BEN}`, { method: 'POST' })).toMatchObject({ status: 200 });
    expect(await ben.next()).toMatchObject({ body: 'We are late.' });
  });

  it('knows by default what is signed for its public address', async () => {
    await using bot = await startBotkit(process.execPath, { publicUrl: 'https://their.name' });
    const ann = bot.emulator.phone(ANN);
    await ann.text('pizza', UNTYPED);
    expect(await ann.next()).toMatchObject({ body: 'Which size?' });
  });

  it('refuses what is not signed with its token', async () => {
    await using bot = await startBotkit(process.execPath, { authToken: 'another token' });
    await bot.emulator.phone(ANN).text('pizza', { errors: [11200] });
    expect(bot.emulator.sent()).toEqual([]);
  });
});

/** Holds the packages of npm that the apps are made with. */
const APPS = join(__dirname, '../apps');
const DIVERT = join(__dirname, '../../divert.cjs');

/** The bot in a process of its own, and an emulator that calls its webhook. Ends both. */
async function startBotkit(
  node: string,
  { authToken = ACCOUNT.authToken, publicUrl = '' }: { authToken?: string; publicUrl?: string } = {},
) {
  if (!existsSync(join(APPS, 'node_modules/botkit')))
    throw new Error('Botkit is not installed: run npm run postinstall.');
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const emulator = await startEmulator({ webhook: `${origin}/sms`, publicUrl, port: 0, ...ACCOUNT });
  const bot = run(APPS, node, ['--require', DIVERT, 'botkit.cjs'], {
    PORT: String(port),
    EMULATOR_PORT: new URL(emulator.url ?? '').port,
    TWILIO_NUMBER: NUMBER,
    TWILIO_ACCOUNT_SID: ACCOUNT.accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    ...(publicUrl === '' ? { TWILIO_VALIDATION_URL: `${origin}/sms` } : {}),
  });
  await bot.prints('Webhook endpoint online');
  return {
    emulator,
    origin,
    async [Symbol.asyncDispose]() {
      await bot.interrupt();
      await emulator.stop();
    },
  };
}
