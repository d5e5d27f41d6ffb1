import { describe, expect, it } from '@jest/globals';
import { HOUR } from 'test-support';
import { startEmulator } from '../src/driver';
import { FAULTS } from '../src/engine/faults';
import { TWILIO_LIMITS } from '../src/engine/limits';
import type { EmulatorEvent, Faults } from '../src/engine/types';
import { ANN, BEN, failed, outcome, sent } from './support/turns';
import { type AnswersByPath, says, serveWebhook } from './support/webhook-server';

/** A webhook that counts a conversation's messages in a cookie and texts the number; its fallback says sorry. */
async function start({ fallback = false } = {}) {
  const server = await serveWebhook({
    '/sms': ({ header }) => {
      const count = Number(/n=(\d+)/.exec(header('cookie') ?? '')?.[1] ?? 0) + 1;
      return {
        headers: { 'Content-Type': 'text/xml', 'Set-Cookie': `n=${count}; Path=/` },
        body: says(String(count)),
      };
    },
    '/fallback': says('sorry'),
  });
  const twilio = await startEmulator({
    webhook: server.url,
    ...(fallback ? { fallback: `${server.origin}/fallback` } : {}),
  });
  const ann = twilio.phone(ANN);
  return {
    server,
    twilio,
    ann,
    /** What each of so many messages is answered. */
    async texts(count: number): Promise<string[]> {
      const texts: string[] = [];
      while (texts.length < count) texts.push((await ann.send('hi')).replies.map(({ body }) => body).join());
      return texts;
    },
    cookies: () => server.requests.map(({ header }) => header('cookie')),
    async [Symbol.asyncDispose]() {
      await twilio.stop();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** Where a message's requests lead: by HTTP, by TwiML, and to the fallback, which sets no cookie. */
const LEADS: Record<string, AnswersByPath> = {
  'an HTTP redirect': { '/sms': { status: 307, headers: { Location: '/next' } } },
  'a <Redirect>': { '/sms': '<Response><Redirect>/next</Redirect></Response>' },
  'an action': { '/sms': '<Response><Message action="/next">wait</Message></Response>' },
  'the fallback': { '/sms': { status: 500 } },
};

describe.each(Object.keys(LEADS))('in a message that leads to %s', (lead) => {
  it.each<[keyof Faults, (string | undefined)[]]>([
    ['loseCookie', [undefined, undefined]],
    ['staleCookie', ['n=1', 'n=1']],
  ])('%s is that of each request', async (name, cookies) => {
    let count = 0;
    await using server = await serveWebhook({
      ...LEADS[lead],
      '/next': () => ({
        headers: { 'Content-Type': 'text/xml', 'Set-Cookie': `n=${++count}; Path=/` },
        body: says(String(count)),
      }),
    });
    await using twilio = await startEmulator({ webhook: server.url, fallback: `${server.origin}/next` });
    const ann = twilio.phone(ANN);
    for (const body of ['one', 'two']) await ann.send(body);
    twilio.faults({ [name]: 'next' });
    await ann.send('three');
    expect(server.requests.slice(-2).map(({ header }) => header('cookie'))).toEqual(cookies);
  });
});

describe('faults for the next message, and for all', () => {
  it.each<[keyof Faults, string[], string[]]>([
    // After two messages, the third meets the faults; for all, the fourth and fifth too.
    ['loseCookie', ['1', '2', '3'], ['1', '1', '1']],
    ['staleCookie', ['2', '3', '4'], ['2', '3', '3']],
    ['deliverTwice', ['3', '4', '5'], ['3', '4', '5']],
    ['answerSlowly', ['', '3', '4'], ['', '', '']],
    ['badGateway', ['', '3', '4'], ['', '', '']],
    ['answerReset', ['', '3', '4'], ['', '', '']],
    ['answerCutOff', ['', '3', '4'], ['', '', '']],
    ['answerEmpty', ['', '4', '5'], ['', '', '']],
    ['unreachable', ['', '3', '4'], ['', '', '']],
    ['connectionRefused', ['', '3', '4'], ['', '', '']],
    ['hostUnknown', ['', '3', '4'], ['', '', '']],
    ['tlsFails', ['', '3', '4'], ['', '', '']],
    ['certificateExpired', ['', '3', '4'], ['', '', '']],
    ['cookieNotKept', ['3', '3', '4'], ['3', '3', '3']],
  ])('%s', async (name, next, all) => {
    for (const [when, expected] of [
      ['next', next],
      ['all', all],
    ] as const) {
      await using at = await start();
      expect(await at.texts(2)).toEqual(['1', '2']);
      at.twilio.faults({ [name]: when });
      expect(await at.texts(3)).toEqual(expected);
      expect(at.twilio.engine.faults()[name]).toBe(when === 'next' ? 'off' : 'all');
    }
  });

  it('is off at first, and can be switched off before it strikes', async () => {
    await using at = await start();
    expect(Object.values(at.twilio.engine.faults())).toEqual(FAULTS.map(() => 'off'));
    at.twilio.faults({ unreachable: 'all', loseCookie: 'next' });
    at.twilio.faults({ unreachable: 'off', loseCookie: 'off' });
    expect(await at.texts(2)).toEqual(['1', '2']);
  });

  it('strikes one message of whichever phone is next, and says so', async () => {
    await using at = await start();
    const events: EmulatorEvent[] = [];
    at.twilio.engine.subscribe((event) => events.push(event));
    at.twilio.faults({ unreachable: 'next' });
    const turns = await Promise.all([at.ann.send('hi'), at.twilio.phone(BEN).send('hi')]);
    expect(turns.map(outcome)).toEqual([failed(11205), sent('1')]);
    const told = events.flatMap((event) => (event.type === 'faults' ? [event.faults.unreachable] : []));
    expect(told).toEqual(['next', 'off']);
  });
});

it('a lost cookie stays in the jar', async () => {
  await using at = await start();
  await at.texts(1);
  at.twilio.faults({ loseCookie: 'next' });
  const turn = await at.ann.send('hi');
  expect(turn.cookies.before.map(({ value }) => value)).toEqual(['1']);
  expect(at.cookies()).toEqual([undefined, undefined]);
});

it('a stale cookie is the one that went with the message before', async () => {
  await using at = await start();
  await at.texts(2);
  at.twilio.faults({ staleCookie: 'next' });
  await at.texts(2);
  expect(at.cookies()).toEqual([undefined, 'n=1', 'n=1', 'n=2']);
});

it('a stale cookie past its end is not sent', async () => {
  await using at = await start();
  await at.texts(2);
  at.twilio.faults({ staleCookie: 'next' });
  at.twilio.clock.advance('4h');
  await at.texts(1);
  expect(at.cookies()).toEqual([undefined, 'n=1', undefined]);
});

it('what is delivered twice is the same to the letter, and only the second answer counts', async () => {
  await using at = await start();
  await at.texts(1);
  at.twilio.faults({ deliverTwice: 'next' });
  const turn = await at.ann.send('hi');
  expect(outcome(turn)).toEqual(sent('2'));
  const [, first, second] = at.server.requests.map(({ path, rawHeaders, body }) => ({
    path,
    rawHeaders,
    body,
  }));
  expect(second).toEqual(first);
  expect(turn.exchanges.map(({ lost }) => lost)).toEqual([true, undefined]);
  expect(turn.cookies.after.map(({ value }) => value)).toEqual(['2']);
});

it('an answer that is slow on purpose is called for, comes too late, and takes 15 s of the emulator’s clock', async () => {
  await using at = await start({ fallback: true });
  const before = at.twilio.engine.clock().offset;
  at.twilio.faults({ answerSlowly: 'next' });
  const turn = await at.ann.send('hi');
  expect(outcome(turn)).toEqual({ texts: ['sorry'], codes: [11205] });
  expect(turn.errors[0]).toMatchObject({ exchange: 0, detail: expect.stringContaining('on purpose') });
  expect(at.server.requests.map(({ path }) => path)).toEqual(['/sms', '/fallback']);
  expect(at.ann.cookies()).toEqual([]);
  expect(at.twilio.engine.clock().offset - before).toBe(TWILIO_LIMITS.totalMs);
});

it('what is unreachable on purpose is not called, and the fallback is', async () => {
  await using at = await start({ fallback: true });
  at.twilio.faults({ unreachable: 'next' });
  const turn = await at.ann.send('hi');
  expect(outcome(turn)).toEqual({ texts: ['sorry'], codes: [11205] });
  expect(turn.errors[0]).toMatchObject({ exchange: null, detail: expect.stringContaining('on purpose') });
  expect(at.server.requests.map(({ path }) => path)).toEqual(['/fallback']);
});

it('the clock tells how far it has been moved', async () => {
  await using at = await start();
  const before = at.twilio.clock.now();
  at.twilio.clock.advance('4h');
  expect(at.twilio.engine.clock().offset).toBe(4 * HOUR);
  expect(at.twilio.clock.now() - before).toBeGreaterThanOrEqual(4 * HOUR);
  expect((await at.ann.send('hi')).clockOffset).toBe(4 * HOUR);
});
