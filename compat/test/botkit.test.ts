import { describe, expect, it } from '@jest/globals';
import { type Phone, startEmulator } from 'sms-emulator';
import { nodeOf, RUNTIMES } from 'test-support';
import { sendAgain } from './support/send-again';
import { ANN, BEN, TOKEN } from './support/shows';
import { assertInstalled, startApp } from './support/start-app';

const NUMBER = '+15552220000';
const ACCOUNT = { accountSid: `AC${'1'.repeat(32)}`, authToken: TOKEN };
const PICTURE = 'https://example.com/cat.png';

const THIS_NODE: [name: string, node: string] = ['the Node.js of the tests', process.execPath];

describe('Botkit, its adapter for Twilio', () => {
  it.each([THIS_NODE, ...RUNTIMES.map((name) => [name, nodeOf(name)] as const)])(
    'holds a conversation with a phone by the REST API, under %s',
    async (_, node) => {
      await using bot = await startBotkit({ node });
      const ann = bot.emulator.phone(ANN);
      await sendTaken(ann, 'pizza');
      expect(await ann.next()).toMatchObject({ from: NUMBER, body: 'Which size?', byApi: true });
      await sendTaken(ann, 'large');
      expect(await ann.next()).toMatchObject({ body: 'One large pizza.', status: 'delivered' });
      expect(await ann.next()).toMatchObject({ body: 'It comes in half an hour.' });
    },
  );

  it('keeps phones apart, and writes first', async () => {
    await using bot = await startBotkit();
    const [ann, ben] = [bot.emulator.phone(ANN), bot.emulator.phone(BEN)];
    await Promise.all([sendTaken(ann, 'pizza'), sendTaken(ben, 'pizza')]);
    await Promise.all([ann.next(), ben.next()]);
    await Promise.all([sendTaken(ann, 'small'), sendTaken(ben, 'large')]);
    expect(await ann.next()).toMatchObject({ body: 'One small pizza.' });
    expect(await ben.next()).toMatchObject({ body: 'One large pizza.' });
    await Promise.all([ann.next(), ben.next()]);

    expect(await fetch(`${bot.origin}/late/${BEN}`, { method: 'POST' })).toMatchObject({ status: 200 });
    expect(await ben.next()).toMatchObject({ body: 'We are late.' });
  });

  it('files: those of an MMS are read', async () => {
    await using bot = await startBotkit();
    const ann = bot.emulator.phone(ANN);
    await sendTaken(ann, 'look', [PICTURE]);
    expect(await ann.next()).toMatchObject({ body: expect.stringMatching(/^A picture: https?:\S+$/) });
  });

  it('knows by default what is signed for its public address', async () => {
    await using bot = await startBotkit({ publicUrl: 'https://their.name' });
    const ann = bot.emulator.phone(ANN);
    await sendTaken(ann, 'pizza');
    expect(await ann.next()).toMatchObject({ body: 'Which size?' });
  });

  it('signature: another token and a changed text are refused', async () => {
    await using bot = await startBotkit();
    const turn = await bot.emulator.phone(ANN).send('hi');
    const [exchange] = turn.exchanges;
    if (exchange === undefined) throw new Error('The bot was not called.');
    expect(await sendAgain(bot.origin, exchange.request)).toBe(200);
    expect(await sendAgain(bot.origin, exchange.request, { Body: 'pizza' })).toBe(400);

    await using other = await startBotkit({ authToken: `${TOKEN}s` });
    await other.emulator.phone(ANN).text('pizza', { errors: [11200] });
    expect([...bot.emulator.sent(), ...other.emulator.sent()]).toEqual([]);
  });
});

/**
 * Sends a text that the bot takes. The adapter answers with HTTP 200, and neither body nor type: that is the one error of the turn.
 */
async function sendTaken(phone: Phone, body: string, media: string[] = []): Promise<void> {
  const { replies, errors, exchanges } = await phone.send(body, { media });
  expect(exchanges.map(({ response }) => response?.status)).toEqual([200]);
  expect([replies.length, errors.length]).toEqual([0, 1]);
}

/** The bot, and an emulator whose number leads to it. Ends both. */
async function startBotkit({ node = process.execPath, authToken = TOKEN, publicUrl = '' } = {}) {
  assertInstalled();
  const emulator = await startEmulator({ webhook: 'http://127.0.0.1/', publicUrl, port: 0, ...ACCOUNT });
  const bot = await startApp(node, ['--require', 'sms-emulator/divert', 'botkit.cjs'], {
    folder: 'apps',
    env: {
      ACCOUNT_SID: ACCOUNT.accountSid,
      AUTH_TOKEN: authToken,
      IS_PUBLIC: publicUrl,
      EMULATOR_PORT: new URL(emulator.url ?? '').port,
      PORT: '0',
      TWILIO_NUMBER: NUMBER,
    },
  });
  emulator.configure(NUMBER, { smsUrl: `${bot.origin}/sms` });
  return {
    emulator,
    origin: bot.origin,
    async [Symbol.asyncDispose]() {
      await bot.stop();
      await emulator.stop();
    },
  };
}
