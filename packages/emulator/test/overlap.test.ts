import { describe, expect, it } from '@jest/globals';
import { startEmulator } from '../src/driver';
import type { EmulatorEvent, FaultName, Turn } from '../src/engine/types';
import { serveManually, type WaitingRequest } from './support/manual-webhook';
import { createManualTimers } from './support/manual-timers';
import { ANN, BEN, changeNumber, failed, NUMBER, outcome, sent } from './support/turns';
import { says, serveConnections, serveWebhook } from './support/webhook-server';

/** An answer that texts a number and sets it as the cookie. */
const counts = (n: number) => ({
  headers: { 'Content-Type': 'text/xml', 'Set-Cookie': `n=${n}; Path=/` },
  body: says(String(n)),
});
const cookieOf = ({ header }: WaitingRequest) => header('cookie');
const bodyOf = ({ parameters }: WaitingRequest) => parameters.get('Body');

/** An emulator whose webhook a test answers itself, with Ann's phone, and every event. */
async function start() {
  const webhook = await serveManually();
  const twilio = await startEmulator({ webhook: webhook.url, startTimer: createManualTimers().startTimer });
  const events: EmulatorEvent[] = [];
  twilio.engine.subscribe((event) => events.push(event));
  return {
    webhook,
    twilio,
    events,
    ann: twilio.phone(ANN),
    ben: twilio.phone(BEN),
    /** Ends a first turn that sets the cookie `n=1`. */
    async first(from = ANN) {
      const turn = twilio.phone(from).send('first');
      const [request] = await webhook.next(1);
      request?.answer(counts(1));
      await turn;
    },
    /** The states of the turns with this text, one after the other. */
    statesOf: (body: string): Turn[] =>
      events.flatMap((event) => (event.type === 'turn' && event.turn.body === body ? [event.turn] : [])),
    async [Symbol.asyncDispose]() {
      await twilio.stop();
      await webhook[Symbol.asyncDispose]();
    },
  };
}

describe.each(['next', 'all'] as const)('two messages of a pair that overlap: %s', (setting) => {
  it('are both called for before one is answered, with the same cookie; the last answer’s cookie wins', async () => {
    await using at = await start();
    await at.first();
    at.twilio.faults({ overlap: setting });
    const turns = Promise.all([at.ann.send('a'), at.ann.send('b')]);
    const requests = await at.webhook.next(2);
    expect(requests.map(bodyOf).sort()).toEqual(['a', 'b']);
    expect(requests.map(cookieOf)).toEqual(['n=1', 'n=1']);

    const [a, b] = requests.toSorted(
      (one, other) => Number(bodyOf(one) === 'b') - Number(bodyOf(other) === 'b'),
    );
    b?.answer(counts(20));
    expect((await at.ann.next()).body).toBe('20');
    a?.answer(counts(10));
    const [first, second] = await turns;
    expect([first, second].map(outcome)).toEqual([sent('10'), sent('20')]);
    expect([first, second].map(({ exchanges }) => exchanges.length)).toEqual([1, 1]);
    expect([first, second].map(({ cookies }) => cookies.before.map(({ value }) => value))).toEqual([
      ['1'],
      ['1'],
    ]);
    expect(first.cookies.after.map(({ value }) => value)).toEqual(['10']);
    expect(second.cookies.after.map(({ value }) => value)).toEqual(['20']);
    expect(at.ann.cookies().map(({ value }) => value)).toEqual(['10']);
    expect(first.faults).toEqual(['overlap']);
    expect(second.faults).toEqual(['overlap']);
    expect(first.overlaps).toBeUndefined();
    expect(second.overlaps).toBe(first.sid);
    expect(at.twilio.engine.faults().overlap).toBe(setting === 'next' ? 'off' : 'all');
  });

  it('are two of the counter’s that get the same number, and one is not counted', async () => {
    await using twilio = await startEmulator({ functions: 'dist/functions' });
    const ann = twilio.phone(ANN, { to: '/sms' });
    await ann.text('one');
    twilio.faults({ overlap: setting });
    const two = ['Hello, thanks for message number 2'];
    expect(await Promise.all([ann.text('two'), ann.text('three')])).toEqual([two, two]);
    twilio.faults({ overlap: 'off' });
    expect(await ann.text('four')).toEqual(['Hello, thanks for message number 3']);
  });

  it.each<
    [FaultName, { requests: number; cookies: (string | undefined)[]; both: ReturnType<typeof outcome>[] }]
  >([
    ['loseCookie', { requests: 2, cookies: [undefined, undefined], both: [sent('ok'), sent('ok')] }],
    ['staleCookie', { requests: 2, cookies: ['n=1', 'n=1'], both: [sent('ok'), sent('ok')] }],
    ['deliverTwice', { requests: 4, cookies: ['n=2', 'n=2', 'n=2', 'n=2'], both: [sent('ok'), sent('ok')] }],
    ['answerSlowly', { requests: 2, cookies: ['n=2', 'n=2'], both: [failed(11205), failed(11205)] }],
    ['unreachable', { requests: 0, cookies: [], both: [failed(11205), failed(11205)] }],
    ['undelivered30003', { requests: 2, cookies: ['n=2', 'n=2'], both: [failed(30003), failed(30003)] }],
  ])('meet %s too', async (fault, { requests, cookies, both }) => {
    let count = 0;
    await using server = await serveWebhook(({ parameters }) =>
      parameters.get('Body') === 'first' ? counts(++count) : { ...counts(9), body: says('ok') },
    );
    await using twilio = await startEmulator({ webhook: server.url });
    const ann = twilio.phone(ANN);
    for (const body of ['first', 'first']) await ann.send(body);
    server.requests.length = 0;
    twilio.faults({ overlap: setting, [fault]: 'all' });
    const turns = await Promise.all([ann.send('a'), ann.send('b')]);
    expect(turns.map(outcome)).toEqual(both);
    expect(server.requests).toHaveLength(requests);
    expect(server.requests.map(({ header }) => header('cookie'))).toEqual(cookies);
    expect(turns.map(({ faults }) => [...faults].sort())).toEqual(
      turns.map(() => (fault.startsWith('undelivered') ? ['overlap'] : [fault, 'overlap'].sort())),
    );
  });

  it('opt out, or in, one by one', async () => {
    await using server = await serveWebhook(says('hello'));
    await using twilio = await startEmulator({ webhook: server.url });
    twilio.faults({ overlap: setting });
    const turns = await Promise.all([twilio.phone(ANN).send('STOP'), twilio.phone(ANN).send('b')]);
    expect(turns.map(({ errors }) => errors.map(({ code }) => code))).toEqual([[21610], [21610]]);
    expect(turns.map(({ replies }) => replies.length)).toEqual([1, 0]);
  });

  it('have status callbacks of their own', async () => {
    await using server = await serveWebhook({
      '/sms': ({ parameters }) =>
        `<Response><Message statusCallback="/status?${parameters.get('Body') ?? ''}">hi</Message></Response>`,
      '/status': { status: 204 },
    });
    await using twilio = await startEmulator({ webhook: server.url });
    twilio.faults({ overlap: setting });
    await Promise.all([twilio.phone(ANN).text('a'), twilio.phone(ANN).text('b')]);
    await twilio.settled();
    const turns = twilio.engine.conversation(ANN, NUMBER)?.turns ?? [];
    expect(
      turns.map(({ exchanges }) => exchanges.slice(1).map(({ request }) => request.url.replace(/.*\?/, ''))),
    ).toEqual([Array(3).fill('a'), Array(3).fill('b')]);
  });
});

describe('every message that overlaps', () => {
  it('begins at once, beside those of its pair; one that waits for them has the fault off', async () => {
    await using at = await start();
    at.twilio.faults({ overlap: 'all' });
    const three = Promise.all(['a', 'b', 'c'].map((body) => at.ann.send(body)));
    const requests = await at.webhook.next(3);
    at.twilio.faults({ overlap: 'off' });
    const behind = at.ann.send('behind');
    for (const request of requests) request.answer(says('ok'));
    const turns = await three;
    const [late] = await at.webhook.next(1);
    late?.answer(says('late'));
    expect(outcome(await behind)).toEqual(sent('late'));
    expect(turns.map(({ overlaps }) => overlaps)).toEqual([undefined, turns[0]?.sid, turns[0]?.sid]);
    expect((await behind).overlaps).toBeUndefined();
  });

  it('begins at once also behind one that waits in line', async () => {
    await using at = await start();
    const running = at.ann.send('running');
    const [first] = await at.webhook.next(1);
    const queued = at.ann.send('queued');
    at.twilio.faults({ overlap: 'all' });
    const beside = at.ann.send('beside');
    const [second] = await at.webhook.next(1);
    expect(second && bodyOf(second)).toBe('beside');
    second?.answer(says('two'));
    expect((await beside).overlaps).toBe(at.statesOf('running')[0]?.sid);
    first?.answer(says('one'));
    await running;
    const [third] = await at.webhook.next(1);
    third?.answer(says('three'));
    expect(outcome(await queued)).toEqual(sent('three'));
  });

  it('has its request twice with the same cookie, whatever another has set meanwhile', async () => {
    await using at = await start();
    await at.first();
    at.twilio.faults({ overlap: 'all', deliverTwice: 'next' });
    const a = at.ann.send('a');
    const b = at.ann.send('b');
    const requests = await at.webhook.next(2);
    requests.find((request) => bodyOf(request) === 'b')?.answer(counts(5));
    await b;
    requests.find((request) => bodyOf(request) === 'a')?.answer(counts(6));
    const [again] = await at.webhook.next(1);
    expect(again && cookieOf(again)).toBe('n=1');
    again?.answer(counts(7));
    await a;
    expect(at.ann.cookies().map(({ value }) => value)).toEqual(['7']);
  });

  it('has the stale cookie of before all that run, and they are one message for the next stale one', async () => {
    await using at = await start();
    await at.first();
    const second = at.ann.send('second');
    (await at.webhook.next(1))[0]?.answer(counts(2));
    await second;
    at.twilio.faults({ overlap: 'all', staleCookie: 'all' });
    const three = Promise.all(['a', 'b', 'c'].map((body) => at.ann.send(body)));
    const requests = await at.webhook.next(3);
    expect(requests.map(cookieOf)).toEqual(['n=1', 'n=1', 'n=1']);
    for (const request of requests) request.answer(counts(3));
    await three;
    const next = at.ann.send('next');
    const [stale] = await at.webhook.next(1);
    expect(stale && cookieOf(stale)).toBe('n=2');
    stale?.answer(says('ok'));
    await next;
  });

  it('can be forgotten while it runs', async () => {
    await using at = await start();
    at.twilio.faults({ overlap: 'all' });
    const turns = Promise.all([at.ann.send('a'), at.ann.send('b')]);
    const requests = await at.webhook.next(2);
    at.twilio.engine.forget(ANN, NUMBER);
    for (const request of requests) request.answer(counts(1));
    expect((await turns).map(outcome)).toEqual([sent('1'), sent('1')]);
    expect(at.twilio.engine.conversations()).toEqual([]);
  });

  it('ends when the emulator stops', async () => {
    await using at = await start();
    at.twilio.faults({ overlap: 'all' });
    const turns = Promise.all([at.ann.send('a'), at.ann.send('b')]);
    await at.webhook.next(2);
    await at.twilio.stop();
    expect((await turns).map(outcome)).toEqual([failed(11205), failed(11205)]);
  });
});

describe('a message that is held for the next one', () => {
  it('is stored and shown as waiting, and its webhook is not called', async () => {
    await using at = await start();
    at.twilio.faults({ overlap: 'next' });
    const a = at.ann.send('a');
    expect(at.twilio.engine.isHeld(a)).toBe(false); // the driver's promise is not the engine's
    expect(at.statesOf('a')).toMatchObject([{ durationMs: null, held: 'waiting', faults: ['overlap'] }]);
    expect(at.twilio.engine.conversation(ANN, NUMBER)).toMatchObject({
      messages: [{ body: 'a' }],
      turns: [{ held: 'waiting' }],
    });
    expect(at.events.filter(({ type }) => type === 'message')).toHaveLength(1);

    // Another pair is not held, and does not end it.
    const beside = at.ben.send('beside');
    const [request] = await at.webhook.next(1);
    expect(request && bodyOf(request)).toBe('beside');
    request?.answer(says('ok'));
    expect((await beside).held).toBeUndefined();

    const b = at.ann.send('b');
    for (const both of await at.webhook.next(2)) both.answer(says('ok'));
    await Promise.all([a, b]);
    expect(at.events.filter((event) => event.type === 'message' && event.message.body === 'a')).toHaveLength(
      1,
    );
    expect(at.statesOf('a').map(({ held, durationMs }) => [held, durationMs === null])).toEqual([
      ['waiting', true],
      ['met', true],
      ['met', false],
    ]);
    expect(at.statesOf('b').every(({ held }) => held === undefined)).toBe(true);
  });

  it.each<[string, string, (at: Awaited<ReturnType<typeof start>>) => void]>([
    [
      'the clock is moved',
      'clockMoved',
      ({ twilio }) => {
        twilio.clock.advance('4h');
      },
    ],
    [
      'the fault is switched off',
      'switchedOff',
      ({ twilio }) => {
        twilio.faults({ overlap: 'off' });
      },
    ],
    [
      'the fault is switched to all',
      'switchedOff',
      ({ twilio }) => {
        twilio.faults({ overlap: 'all' });
      },
    ],
    [
      'its conversation is forgotten',
      'forgotten',
      ({ twilio }) => {
        twilio.engine.forget(ANN, NUMBER);
      },
    ],
    [
      'all of its phone is forgotten',
      'forgotten',
      ({ twilio }) => {
        twilio.engine.forget(ANN);
      },
    ],
    [
      'everything is forgotten',
      'forgotten',
      ({ twilio }) => {
        twilio.engine.forget();
      },
    ],
  ])('goes alone when %s, once', async (_, held, release) => {
    await using at = await start();
    await at.first();
    at.twilio.faults({ overlap: 'next' });
    const a = at.ann.send('a');
    release(at);
    const [request] = await at.webhook.next(1);
    // The webhook is called with the cookies as they were before the clock was moved.
    expect(request && cookieOf(request)).toBe('n=1');
    request?.answer(says('alone'));
    const turn = await a;
    expect(outcome(turn)).toEqual(sent('alone'));
    expect(turn).toMatchObject({ held, faults: ['overlap'] });
    expect(at.twilio.engine.faults().overlap).not.toBe('next');
    at.twilio.clock.advance('1m');
    expect(at.webhook.unread()).toBe(0);
  });

  it('goes alone when the emulator stops, and nothing is held after that', async () => {
    await using at = await start();
    at.twilio.faults({ overlap: 'next' });
    const a = at.ann.send('a');
    await at.twilio.stop();
    expect(await a).toMatchObject({ held: 'stopped', errors: [{ code: 11205 }] });
    at.twilio.faults({ overlap: 'next' });
    expect(outcome(await at.ann.send('b'))).toEqual(failed(11205));
  });

  it('waits with the other for those that were sent before', async () => {
    await using at = await start();
    const running = at.ann.send('running');
    const [first] = await at.webhook.next(1);
    at.twilio.faults({ overlap: 'next' });
    const both = Promise.all([at.ann.send('a'), at.ann.send('b')]);
    const behind = at.ann.send('behind');
    first?.answer(counts(1));
    await running;
    const requests = await at.webhook.next(2);
    expect(requests.map(cookieOf)).toEqual(['n=1', 'n=1']);
    for (const request of requests) request.answer(counts(2));
    await both;
    const [last] = await at.webhook.next(1);
    expect(last && bodyOf(last)).toBe('behind');
    last?.answer(says('ok'));
    expect(outcome(await behind)).toEqual(sent('ok'));
  });

  it('waits alone for those that were sent before, when it is let go', async () => {
    await using at = await start();
    const running = at.ann.send('running');
    const [first] = await at.webhook.next(1);
    at.twilio.faults({ overlap: 'next' });
    const a = at.ann.send('a');
    at.twilio.clock.advance('1h');
    first?.answer(counts(1));
    await running;
    const [request] = await at.webhook.next(1);
    expect(request && cookieOf(request)).toBe('n=1');
    request?.answer(says('ok'));
    expect(await a).toMatchObject({ held: 'clockMoved' });
  });

  it('is not executed before the other’s request has been sent', async () => {
    const { startTimer, expire } = createManualTimers();
    let connected = (): void => undefined;
    const hasConnected = new Promise<void>((resolve) => (connected = resolve));
    await using silent = await serveConnections(() => {
      connected();
    });
    await using server = await serveWebhook(says('hello'));
    await using twilio = await startEmulator({ webhook: server.url, startTimer });
    twilio.faults({ overlap: 'next' });
    const a = twilio.phone(ANN).send('a');
    changeNumber(twilio, { smsUrl: `https://${silent.host}/sms` }); // no handshake, so no request is sent
    const b = twilio.phone(ANN).send('b');
    await hasConnected;
    changeNumber(twilio, { smsUrl: server.url });
    await twilio.phone(BEN).text('hi');
    expect(server.requests.map(({ parameters }) => parameters.get('Body'))).toEqual(['a', 'hi']);
    expect(twilio.phone(ANN).inbox()).toEqual([]);
    expire(15_000);
    expect(outcome(await a)).toEqual(sent('hello'));
    expect(outcome(await b)).toEqual(failed(11205));
  });

  it('makes text() throw with advice when none is sent at the same time, and waits all the same', async () => {
    await using at = await start();
    at.twilio.faults({ overlap: 'next' });
    await expect(at.ann.text('a')).rejects.toThrow(/holds "a" until a second text .* Promise\.all/s);
    const b = at.ann.text('b');
    const requests = await at.webhook.next(2);
    expect(requests.map(bodyOf)).toEqual(['a', 'b']);
    for (const request of requests) request.answer(says('ok'));
    expect(await b).toEqual(['ok']);
  });
});

it('a message that a number of yours sends can be held, and settled() does not wait for it', async () => {
  await using server = await serveWebhook(({ parameters }) =>
    parameters.get('To') === NUMBER
      ? `<Response><Message to="${BEN}">for Ben</Message></Response>`
      : '<Response/>',
  );
  await using twilio = await startEmulator({ webhook: server.url });
  changeNumber(twilio, { number: BEN, name: BEN });
  await twilio.phone(ANN).text('zero');
  await twilio.settled();
  server.requests.length = 0;
  // Ann's two meet; the first of those that lead on is held by the fault that is on by then.
  const one = twilio.phone(ANN).send('one');
  twilio.engine.subscribe((event) => {
    if (event.type === 'turn' && event.turn.body === 'one' && event.turn.durationMs === null)
      twilio.faults({ overlap: 'next' });
  });
  await one;
  await twilio.settled();
  expect(twilio.engine.conversation(NUMBER, BEN)?.turns.at(-1)).toMatchObject({ held: 'waiting' });
  twilio.faults({ overlap: 'off' });
  await twilio.settled();
  expect(twilio.engine.conversation(NUMBER, BEN)?.turns.at(-1)).toMatchObject({ held: 'switchedOff' });
  expect(server.requests.map(({ parameters }) => parameters.get('Body'))).toEqual(['one', 'for Ben']);
});
