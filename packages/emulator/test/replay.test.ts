import { describe, expect, it } from '@jest/globals';
import { HOUR } from 'test-support';
import { type Emulator, startEmulator } from '../src/driver';
import type { Replay, ReplayStep, ReplayWithSteps, Turn } from '../src/engine/types';
import { createManualTimers } from './support/manual-timers';
import { serveManually } from './support/manual-webhook';
import { EXCHANGE } from './support/samples';
import { scheduleMessages, startWithClient } from './support/rest-client';
import { ANN, BEN, NUMBER } from './support/turns';
import { says, type SeenRequest, serveWebhook, type WebhookServer } from './support/webhook-server';

/** Answers with the number that its cookie counts to, and the text. */
const counting = ({ header, parameters }: SeenRequest) => {
  const n = Number(/n=(\d+)/.exec(header('cookie') ?? '')?.[1] ?? 0) + 1;
  return {
    headers: { 'Content-Type': 'text/xml', 'Set-Cookie': `n=${n}; Path=/; Max-Age=14400` },
    body: says(`${n} ${parameters.get('Body') ?? ''}`),
  };
};

/** A webhook of which a test changes the code, and an emulator that calls it. */
async function start(answer: (request: SeenRequest) => ReturnType<typeof counting> | string = counting) {
  let code = answer;
  const server = await serveWebhook((request) => code(request));
  const twilio = await startEmulator({ webhook: server.url });
  return {
    server,
    twilio,
    ann: twilio.phone(ANN),
    edit(changed: typeof answer) {
      code = changed;
    },
    async [Symbol.asyncDispose]() {
      await twilio.stop();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** Starts a replay. */
function begin(twilio: Emulator, turn?: string, from = ANN, to = NUMBER): Replay {
  const started = twilio.engine.replays.start({ from, to, ...(turn === undefined ? {} : { turn }) });
  if ('kind' in started) throw new Error(started.why);
  return started;
}

/** Resolves when a replay has ended. */
const ended = ({ engine }: Emulator, id: string): Promise<ReplayWithSteps> =>
  new Promise((resolve) => {
    const look = (): void => {
      const replay = engine.replays.find(id);
      if (replay === undefined || replay.status === 'running') return;
      unsubscribe();
      resolve(replay);
    };
    const unsubscribe = engine.subscribe(look);
    look();
  });

const replay = async (twilio: Emulator, turn?: string, from = ANN, to = NUMBER): Promise<ReplayWithSteps> =>
  ended(twilio, begin(twilio, turn, from, to).id);

/** Sends a message by the REST API. */
function sendByApi({ engine }: Emulator, message: Parameters<typeof engine.messages.send>[0]): void {
  engine.messages.send(message, () => ({ ...EXCHANGE, purpose: 'api' }));
}

const textsOf = (steps: readonly ReplayStep[], when: 'before' | 'after') =>
  steps.map((step) => step[when]?.answers.map(({ body }) => body));
const bodiesOf = ({ requests }: WebhookServer) => requests.map(({ parameters }) => parameters.get('Body'));
const turnsOf = ({ engine }: Emulator, from = ANN, to = NUMBER): readonly Turn[] =>
  engine.conversation(from, to)?.turns ?? [];
const messagesOf = ({ engine }: Emulator) =>
  engine.conversation(ANN, NUMBER)?.messages.map(({ body }) => body);

describe('a replay from the first message', () => {
  it('has the conversation again in its place, with a fresh jar, and finds that all is as before', async () => {
    await using at = await start();
    await at.ann.text('a');
    await at.ann.text('b');
    const before = turnsOf(at.twilio).map(({ sid }) => sid);
    const had = await replay(at.twilio);
    expect(had).toMatchObject({ status: 'done', total: 2, had: 2, differing: [], turn: null });
    expect(textsOf(had.steps, 'before')).toEqual([['1 a'], ['2 b']]);
    expect(textsOf(had.steps, 'after')).toEqual([['1 a'], ['2 b']]);
    expect(messagesOf(at.twilio)).toEqual(['a', '1 a', 'b', '2 b']);
    expect(had.steps.map(({ before: { turn } }) => turn)).toEqual(before);
    expect(had.steps.map(({ after }) => after?.turn)).toEqual(turnsOf(at.twilio).map(({ sid }) => sid));
    expect(at.ann.cookies()).toMatchObject([{ name: 'n', value: '2' }]);
  });

  it('says which answers differ after an edit of the code, with the old and the new text', async () => {
    await using at = await start();
    for (const body of ['a', 'b', 'c']) await at.ann.text(body);
    at.edit((request) => (request.parameters.get('Body') === 'b' ? says('new') : counting(request)));
    const had = await replay(at.twilio);
    expect(textsOf(had.steps, 'before')).toEqual([['1 a'], ['2 b'], ['3 c']]);
    expect(textsOf(had.steps, 'after')).toEqual([['1 a'], ['new'], ['2 c']]);
    expect(had.differing).toEqual(
      turnsOf(at.twilio)
        .slice(1)
        .map(({ sid }) => sid),
    );
  });

  it('repeats the moves of the clock', async () => {
    await using at = await start();
    await at.ann.text('a');
    at.twilio.clock.advance('5h');
    await at.ann.text('b');
    const { offset } = at.twilio.engine.clock();
    const had = await replay(at.twilio);
    expect(textsOf(had.steps, 'after')).toEqual([['1 a'], ['1 b']]);
    expect(at.twilio.engine.clock().offset).toBe(offset + 5 * HOUR);
  });

  it('repeats the faults that were met, and no others that are on', async () => {
    await using at = await start();
    await at.ann.text('a');
    at.twilio.faults({ loseCookie: 'next' });
    await at.ann.text('b');
    at.twilio.faults({ undelivered30005: 'next' });
    await at.ann.text('c', { errors: [30005] });
    at.twilio.faults({ badGateway: 'next', loseCookie: 'all' });
    const had = await replay(at.twilio);
    expect(had.differing).toEqual([]);
    expect(textsOf(had.steps, 'after')).toEqual([['1 a'], ['1 b'], ['2 c']]);
    expect(turnsOf(at.twilio).map(({ faults }) => faults)).toEqual([[], ['loseCookie'], []]);
    expect(had.steps[2]?.after?.errors).toEqual([30005]);
    expect(at.twilio.engine.faults()).toMatchObject({ badGateway: 'next', loseCookie: 'all' });
  });

  it('moves the clock once for an answer that was slow on purpose', async () => {
    await using at = await start();
    at.twilio.faults({ answerSlowly: 'next' });
    await at.ann.text('a', { errors: [11205] });
    await at.ann.text('b');
    const { offset } = at.twilio.engine.clock();
    await replay(at.twilio);
    expect(at.twilio.engine.clock().offset).toBe(2 * offset);
  });

  it('repeats a message that came twice', async () => {
    await using at = await start();
    at.twilio.faults({ receivedTwice: 'next' });
    await at.ann.text('a');
    await at.twilio.settled();
    const had = await replay(at.twilio);
    expect(textsOf(had.steps, 'after')).toEqual([['1 a'], ['2 a']]);
    expect(turnsOf(at.twilio).map(({ repeated }) => repeated)).toEqual([undefined, true]);
    expect(had.differing).toEqual([]);
  });

  it.each([
    [{ overlap: 'next' }, [['1 a'], ['1 b']]],
    [{ overtake: 'next' }, [['2 a'], ['1 b']]],
    [{ overlap: 'next', overtake: 'next' }, [['1 a'], ['1 b']]],
  ] as const)('repeats two messages at once: %j', async (faults, texts) => {
    await using at = await start();
    at.twilio.faults(faults);
    await Promise.all([at.ann.text('a'), at.ann.text('b')]);
    const had = await replay(at.twilio);
    expect(textsOf(had.steps, 'after')).toEqual(texts);
    expect(had.differing).toEqual([]);
    const [first, second] = turnsOf(at.twilio);
    expect(first?.faults.toSorted()).toEqual(Object.keys(faults).toSorted());
    expect('overlap' in faults ? [first?.overlaps, second?.overlaps].filter(Boolean) : ['none']).toHaveLength(
      1,
    );
    // It can be had once more.
    expect((await replay(at.twilio)).differing).toEqual([]);
  });

  it('repeats taps of buttons, places and names on WhatsApp', async () => {
    const phone = `whatsapp:${ANN}`;
    const number = `whatsapp:${NUMBER}`;
    await using at = await start(() => says('ok'));
    const ann = at.twilio.phone(phone, { profileName: 'Ann' });
    await ann.text('hi');
    await ann.tap('Yes', 'yes');
    at.twilio.engine.phones.setProfileName(phone, 'Anna');
    await ann.text('', { location: { latitude: 1, longitude: 2, label: 'Here' } });
    await ann.text('', { media: ['https://a.example/b.png'] });
    const had = await replay(at.twilio, undefined, phone, number);
    expect(had.status).toBe('done');
    const again = at.server.requests.slice(4).map(({ parameters }) => parameters);
    expect(again.map((one) => one.get('ProfileName'))).toEqual(['Ann', 'Ann', 'Anna', 'Anna']);
    expect(again[1]?.get('ButtonPayload')).toBe('yes');
    expect(again[2]?.get('Label')).toBe('Here');
    expect(again[3]?.get('MediaUrl0')).toBe('https://a.example/b.png');
    const tapped = turnsOf(at.twilio, phone, number)[0]?.replies[0]?.sid;
    expect(again[1]?.get('OriginalRepliedMessageSid')).toBe(tapped);
  });

  it('goes on after a turn that fails', async () => {
    await using at = await start();
    await at.ann.text('a');
    await at.ann.text('b');
    at.edit((request) => (request.parameters.get('Body') === 'a' ? '<Response><Mess' : counting(request)));
    const had = await replay(at.twilio);
    expect(had).toMatchObject({ status: 'done', had: 2 });
    expect(had.steps[0]?.after).toMatchObject({ answers: [], errors: [12100] });
    expect(had.differing).toHaveLength(2);
  });

  it('begins without the opt-out', async () => {
    await using at = await start();
    await at.ann.text('hi');
    await at.ann.send('STOP');
    const had = await replay(at.twilio);
    expect(had.differing).toEqual([]);
    expect(at.twilio.engine.conversation(ANN, NUMBER)?.optedOut).toBe(true);
  });
});

describe('a replay from a turn on', () => {
  it('keeps what was before, with the jar as it was then', async () => {
    await using at = await start();
    for (const body of ['a', 'b', 'c']) await at.ann.text(body);
    const [first, second] = turnsOf(at.twilio);
    const had = await replay(at.twilio, second?.sid);
    expect(had).toMatchObject({ status: 'done', total: 2, differing: [] });
    expect(textsOf(had.steps, 'after')).toEqual([['2 b'], ['3 c']]);
    expect(messagesOf(at.twilio)).toEqual(['a', '1 a', 'b', '2 b', 'c', '3 c']);
    const [kept] = turnsOf(at.twilio);
    expect(kept).toEqual(first);
    expect(bodiesOf(at.server)).toEqual(['a', 'b', 'c', 'b', 'c']);
  });

  it('lets the cookies live as long as they still had then', async () => {
    await using at = await start();
    await at.ann.text('a');
    at.twilio.clock.advance('3h');
    await at.ann.text('b');
    at.twilio.clock.advance('10h');
    const second = turnsOf(at.twilio)[1];
    const had = await replay(at.twilio, second?.sid);
    expect(textsOf(had.steps, 'after')).toEqual([['2 b']]);
    const [cookie] = turnsOf(at.twilio)[1]?.cookies.before ?? [];
    const left = (cookie?.expiresAt ?? 0) - at.twilio.clock.now();
    expect(left).toBeGreaterThan(0.9 * HOUR);
    expect(left).toBeLessThanOrEqual(HOUR);
  });

  it('sends the stale cookie that the message met before', async () => {
    await using at = await start();
    await at.ann.text('a');
    await at.ann.text('b');
    at.twilio.faults({ staleCookie: 'next' });
    await at.ann.text('c');
    const had = await replay(at.twilio, turnsOf(at.twilio)[2]?.sid);
    expect(textsOf(had.steps, 'before')).toEqual([['2 c']]);
    expect(textsOf(had.steps, 'after')).toEqual([['2 c']]);
  });

  it('begins with the first of those that overlapped, and with the opt-out of then', async () => {
    await using at = await start();
    await at.ann.send('STOP');
    at.twilio.faults({ overlap: 'next' });
    await Promise.all([at.ann.send('a'), at.ann.send('b')]);
    await at.ann.text('START');
    expect(turnsOf(at.twilio)[1]?.replies).toEqual([]);
    const had = await replay(at.twilio, turnsOf(at.twilio)[2]?.sid);
    expect(had).toMatchObject({ total: 3, differing: [] });
    expect(at.twilio.engine.conversation(ANN, NUMBER)?.optedOut).toBe(false);
  });

  it('tells the page and the REST API what the conversation is', async () => {
    await using at = await start();
    await at.ann.text('a');
    await at.ann.text('b');
    const types: string[] = [];
    at.twilio.engine.subscribe(({ type }) => types.push(type));
    await replay(at.twilio, turnsOf(at.twilio)[1]?.sid);
    expect(types.slice(0, 4)).toEqual(['replay', 'forgotten', 'conversation', 'message']);
    expect(
      at.twilio.engine.messages
        .all()
        .map(({ message: { body } }) => body)
        .toSorted(),
    ).toEqual(['1 a', '2 b', 'a', 'b']);
  });
});

describe('a replay and what happens meanwhile', () => {
  async function startManually() {
    const webhook = await serveManually();
    const timers = createManualTimers();
    const twilio = await startEmulator({ webhook: webhook.url, startTimer: timers.startTimer });
    const answer = async (text: string) => {
      const [request] = await webhook.next(1);
      request?.answer(says(text));
      return request?.parameters.get('Body');
    };
    return {
      ...{ webhook, twilio, timers, answer, ann: twilio.phone(ANN) },
      async text(body: string, reply: string) {
        const sending = twilio.phone(ANN).text(body);
        await answer(reply);
        await sending;
      },
      async [Symbol.asyncDispose]() {
        await twilio.stop();
        await webhook[Symbol.asyncDispose]();
      },
    };
  }

  it('has what the phone sends wait for its end', async () => {
    await using at = await startManually();
    await at.text('a', 'A');
    await at.text('b', 'B');
    const { id } = begin(at.twilio);
    const meanwhile = at.ann.text('meanwhile');
    expect(await at.answer('A')).toBe('a');
    expect(await at.answer('B')).toBe('b');
    expect(await at.answer('C')).toBe('meanwhile');
    expect(await meanwhile).toEqual(['C']);
    expect(await ended(at.twilio, id)).toMatchObject({ status: 'done', total: 2, differing: [] });
    expect(messagesOf(at.twilio)).toEqual(['a', 'A', 'b', 'B', 'meanwhile', 'C']);
  });

  it('waits for the turn that runs, and has that again too', async () => {
    await using at = await startManually();
    await at.text('a', 'A');
    const running = at.ann.text('b');
    const [request] = await at.webhook.next(1);
    const { id, total } = begin(at.twilio);
    expect(total).toBe(1);
    request?.answer(says('B'));
    await running;
    await at.answer('A');
    await at.answer('B');
    expect(await ended(at.twilio, id)).toMatchObject({ status: 'done', total: 2, differing: [] });
  });

  it('does not take a message of the REST API for an answer', async () => {
    await using at = await startManually();
    await at.text('a', 'A');
    const { id } = begin(at.twilio);
    const [request] = await at.webhook.next(1);
    sendByApi(at.twilio, { from: NUMBER, to: ANN, body: 'news', media: [] });
    request?.answer(says('A'));
    expect((await ended(at.twilio, id)).differing).toEqual([]);
  });

  it('counts what a Function sends by the REST API after its answer, when it ends', async () => {
    await using at = await startManually();
    await at.text('a', 'A');
    await at.text('b', 'B');
    const { id } = begin(at.twilio);
    const [first] = await at.webhook.next(1);
    first?.answer(says('A'));
    const [second] = await at.webhook.next(1);
    expect(at.twilio.engine.replays.find(id)).toMatchObject({ had: 1, differing: [] });
    const causedBy = first?.header('i-twilio-idempotency-token') ?? '';
    sendByApi(at.twilio, { from: NUMBER, to: ANN, body: 'late', media: [], causedBy });
    await at.twilio.settled();
    second?.answer(says('B'));
    const { steps, differing } = await ended(at.twilio, id);
    expect(textsOf(steps, 'after')).toEqual([['A', 'late'], ['B']]);
    expect(differing).toEqual([steps[0]?.after?.turn]);
  });

  it('is cancelled at once; the turn that runs goes on', async () => {
    await using at = await startManually();
    await at.text('a', 'A');
    await at.text('b', 'B');
    const { id } = begin(at.twilio);
    const [request] = await at.webhook.next(1);
    const told: Replay[] = [];
    at.twilio.engine.subscribe((event) => {
      if (event.type === 'replay') told.push(event.replay);
    });
    expect(at.twilio.engine.replays.cancel(id)).toMatchObject({ status: 'cancelled', had: 0, total: 2 });
    request?.answer(says('A'));
    const next = at.ann.text('next');
    expect(await at.answer('N')).toBe('next');
    await next;
    expect(at.twilio.engine.replays.find(id)).toMatchObject({
      status: 'cancelled',
      why: 'It was cancelled.',
      had: 1,
    });
    expect(told.map(({ status, had }) => [status, had])).toEqual([
      ['cancelled', 0],
      ['cancelled', 1],
    ]);
    expect(messagesOf(at.twilio)).toEqual(['a', 'A', 'next', 'N']);
    expect(at.twilio.engine.replays.cancel(id)?.status).toBe('cancelled');
    expect(at.twilio.engine.replays.cancel('none')).toBeUndefined();
  });

  it('survives a turn that times out', async () => {
    await using at = await startManually();
    await at.text('a', 'A');
    await at.text('b', 'B');
    const { id } = begin(at.twilio);
    await at.webhook.next(1);
    at.timers.expire(15_000);
    await at.answer('B');
    const { steps, status } = await ended(at.twilio, id);
    expect(status).toBe('done');
    expect(steps.map(({ after }) => after?.errors)).toEqual([[11205], []]);
  });

  it.each(['before it begins', 'while it runs'])(
    'ends when its conversation is forgotten %s',
    async (when) => {
      await using at = await startManually();
      await at.text('a', 'A');
      const isEarly = when === 'before it begins';
      const running = isEarly ? at.ann.send('b') : undefined;
      const [early] = isEarly ? await at.webhook.next(1) : [];
      const { id } = begin(at.twilio);
      const [request] = isEarly ? [early] : await at.webhook.next(1);
      at.twilio.engine.forget(ANN, NUMBER);
      request?.answer(says('A'));
      await running;
      expect(await ended(at.twilio, id)).toMatchObject({
        status: 'cancelled',
        why: 'Its conversation was forgotten.',
      });
      expect(messagesOf(at.twilio)).toBeUndefined();
    },
  );

  it('fails when its phone is switched off', async () => {
    await using at = await startManually();
    await at.text('a', 'A');
    await at.text('b', 'B');
    const { id } = begin(at.twilio);
    at.twilio.engine.phones.set(ANN, false);
    expect(await ended(at.twilio, id)).toMatchObject({
      status: 'failed',
      why: `The phone ${ANN} was switched off.`,
    });
  });

  it('fails when its number is gone', async () => {
    await using at = await startManually();
    await at.text('a', 'A');
    await at.text('b', 'B');
    const { id } = begin(at.twilio);
    await at.answer('A');
    at.twilio.engine.setNumbers([]);
    expect(await ended(at.twilio, id)).toMatchObject({
      status: 'failed',
      why: `${NUMBER} is not one of your numbers any more.`,
    });
  });

  it('ends when the emulator is stopped', async () => {
    const at = await startManually();
    await at.text('a', 'A');
    await at.text('b', 'B');
    const { id } = begin(at.twilio);
    await at.webhook.next(1);
    await at[Symbol.asyncDispose]();
    expect(at.twilio.engine.replays.find(id)).toMatchObject({
      status: 'cancelled',
      why: 'The emulator was stopped.',
    });
  });
});

describe('putting the earlier conversation back', () => {
  it('has messages, turns and cookies as they were', async () => {
    await using at = await start();
    await at.ann.text('a');
    await at.ann.text('b');
    const before = at.twilio.engine.conversation(ANN, NUMBER);
    const turns = turnsOf(at.twilio);
    at.edit(() => says('new'));
    const { id, canPutBack } = await replay(at.twilio);
    expect(canPutBack).toBe(true);
    expect(await at.twilio.engine.replays.putBack(id)).toMatchObject({ id, canPutBack: false });
    expect(at.twilio.engine.conversation(ANN, NUMBER)).toEqual({ ...before, turns });
    at.edit(counting);
    expect(await at.ann.text('c')).toEqual(['3 c']);
    expect(await at.twilio.engine.replays.putBack(id)).toMatchObject({ is: 'busy' });
    expect(await at.twilio.engine.replays.putBack('none')).toMatchObject({ is: 'unknown' });
  });
});

describe('a replay is refused', () => {
  it.each([
    ['of a conversation that there is not', { from: BEN }, 'unknown'],
    ['with a number that is not yours', { to: '+15559990000' }, 'wrong'],
    ['from a turn that there is not', { turn: 'SM1' }, 'wrong'],
  ])('%s', async (_, change, is) => {
    await using at = await start();
    await at.ann.text('a');
    expect(at.twilio.engine.replays.start({ from: ANN, to: NUMBER, ...change })).toMatchObject({
      kind: 'refused',
      is,
    });
    expect(messagesOf(at.twilio)).toEqual(['a', '1 a']);
  });

  it('while another one runs, and of a phone that is off', async () => {
    await using at = await start();
    await at.ann.text('a');
    const { id } = begin(at.twilio);
    expect(at.twilio.engine.replays.start({ from: ANN, to: NUMBER })).toMatchObject({ is: 'busy' });
    expect(await at.twilio.engine.replays.putBack(id)).toMatchObject({ is: 'busy' });
    await ended(at.twilio, id);
    at.twilio.engine.phones.set(ANN, false);
    expect(at.twilio.engine.replays.start({ from: ANN, to: NUMBER })).toMatchObject({
      is: 'wrong',
      field: 'from',
    });
  });

  it('and keeps the newest five', async () => {
    await using at = await start();
    await at.ann.text('a');
    const ids: string[] = [];
    for (let count = 0; count < 6; count++) ids.push((await replay(at.twilio)).id);
    expect(at.twilio.engine.replays.all().map(({ id }) => id)).toEqual(ids.slice(1));
  });
});

it('compares what a Function sends by the REST API', async () => {
  await using at = await start();
  let reminder = 'old';
  at.edit(({ parameters, header }) => {
    const token = header('i-twilio-idempotency-token') ?? '';
    const to = parameters.get('From') ?? '';
    sendByApi(at.twilio, { from: NUMBER, to, body: reminder, media: [], causedBy: token });
    return says('ok');
  });
  await at.ann.text('a');
  await at.twilio.settled();
  expect((await replay(at.twilio)).differing).toEqual([]);
  reminder = 'new';
  const { steps, differing } = await replay(at.twilio);
  expect(textsOf(steps, 'before').map((texts) => texts?.toSorted())).toEqual([['ok', 'old']]);
  expect(textsOf(steps, 'after').map((texts) => texts?.toSorted())).toEqual([['new', 'ok']]);
  expect(differing).toHaveLength(1);
});

describe('a replay on the bad day', () => {
  it('is saved as the conversation was before, while it runs', async () => {
    await using server = await serveManually();
    await using twilio = await startEmulator({ webhook: server.url });
    const ann = twilio.phone(ANN);
    for (const body of ['one', 'two']) {
      const sent = ann.send(body);
      (await server.next(1))[0]?.answer(says(`got ${body}`));
      await sent;
    }
    const before = twilio.engine.snapshot().conversations;
    const { id } = begin(twilio);
    const [repeated] = await server.next(1); // the conversation has been emptied by now
    expect(messagesOf(twilio)).toEqual(['one']);
    expect(twilio.engine.snapshot().conversations).toEqual(before);
    repeated?.answer(says('got one'));
    (await server.next(1))[0]?.answer(says('got two'));
    await ended(twilio, id);
    expect(twilio.engine.snapshot().conversations).not.toEqual(before);
  });

  it('is saved as the conversation was before, with its log and its opt-out, also when the emulator is stopped meanwhile', async () => {
    await using server = await serveManually();
    await using twilio = await startEmulator({ webhook: server.url });
    for (const body of ['one', 'STOP']) {
      const sent = twilio.phone(ANN).send(body);
      (await server.next(1))[0]?.answer(says(`got ${body}`));
      await sent;
    }
    const saved = () => {
      const { conversations, log, optOuts } = twilio.engine.snapshot();
      return { conversations, log, optOuts };
    };
    const before = saved();
    expect([before.log.length, before.optOuts.length]).toEqual([3, 1]);
    const { id } = begin(twilio);
    await server.next(1);
    expect(saved()).toEqual(before);
    await twilio.engine.stop();
    expect(twilio.engine.replays.find(id)).toMatchObject({ status: 'cancelled' });
    expect(saved()).toEqual(before);
  });

  it('is saved without the opt-out that it repeats, of which the phone has opted in since', async () => {
    await using server = await serveManually();
    await using twilio = await startEmulator({ webhook: server.url });
    for (const body of ['STOP', 'START']) {
      const sent = twilio.phone(ANN).send(body);
      (await server.next(1))[0]?.answer('<Response/>');
      await sent;
    }
    begin(twilio);
    await server.next(1);
    expect(twilio.engine.conversation(ANN, NUMBER)).toMatchObject({ optedOut: true });
    expect(twilio.engine.snapshot().optOuts).toEqual([]);
  });

  it('is not saved when its conversation is forgotten', async () => {
    await using server = await serveManually();
    await using twilio = await startEmulator({ webhook: server.url });
    const sent = twilio.phone(ANN).send('one');
    (await server.next(1))[0]?.answer(says('got one'));
    await sent;
    begin(twilio);
    await server.next(1);
    twilio.engine.forget(ANN, NUMBER);
    expect(twilio.engine.snapshot()).toMatchObject({ conversations: [], log: [] });
  });

  it('is cancelled when its conversation is forgotten before it begins, and nothing is lost that is put back', async () => {
    await using server = await serveManually();
    await using twilio = await startEmulator({ webhook: server.url });
    const first = twilio.phone(ANN).send('one');
    (await server.next(1))[0]?.answer(says('got one'));
    await first;
    const slow = twilio.phone(ANN).send('slow');
    const [request] = await server.next(1);
    const { id } = begin(twilio);
    const token = twilio.engine.forget(ANN, NUMBER);
    expect(twilio.engine.replays.find(id)).toMatchObject({ status: 'cancelled' });
    twilio.engine.undo(token);
    request?.answer(says('late'));
    await slow;
    await twilio.settled();
    expect(messagesOf(twilio)).toEqual(['one', 'got one', 'slow', 'late']);
  });

  it('is put back with what is scheduled, and with messages of the REST API as they were redacted and deleted', async () => {
    await using at = await startWithClient(says('hello'));
    const { client, twilio } = at;
    const { engine } = twilio;
    await twilio.phone(ANN).text('hi');
    const [redacted, deleted] = [
      await client.messages.create({ from: NUMBER, to: ANN, body: 'secret' }),
      await client.messages.create({ from: NUMBER, to: ANN, body: 'gone' }),
    ];
    await client.messages(redacted.sid).update({ body: '' });
    await client.messages(deleted.sid).remove();
    await scheduleMessages(client, twilio, { to: ANN, body: 'later', hours: 1 });
    await twilio.settled();
    const before = engine.messages.all();

    const { id } = await replay(twilio);
    expect(engine.messages.scheduled()).toEqual([]);
    await engine.replays.putBack(id);
    expect(engine.messages.all()).toEqual(before);
    expect(engine.messages.scheduled()).toMatchObject([{ body: 'later' }]);
    twilio.clock.advance('1h');
    await twilio.settled();
    expect(messagesOf(twilio)?.at(-1)).toBe('later');
    expect((await client.messages.list({ to: ANN })).map(({ body, status }) => [body, status])).toEqual([
      ['later', 'delivered'],
      ['', 'delivered'],
      ['hello', 'delivered'],
    ]);
  });

  it('goes on with what was scheduled before its first turn', async () => {
    await using at = await startWithClient(says('hello'));
    const { client, twilio } = at;
    const { engine } = twilio;
    await twilio.phone(ANN).text('one');
    await scheduleMessages(client, twilio, { to: ANN, body: 'later', hours: 1 });
    const { sid } = await twilio.phone(ANN).send('two');
    await replay(twilio, sid);
    expect(engine.messages.scheduled()).toMatchObject([{ body: 'later' }]);
    twilio.clock.advance('1h');
    await twilio.settled();
    const { messages = [] } = engine.conversation(ANN, NUMBER) ?? {};
    expect(messages.find(({ body }) => body === 'later')).toMatchObject({ status: 'delivered' });
  });

  it('leaves redacted and deleted messages as they are that come before its first turn', async () => {
    await using at = await startWithClient(says('hello'));
    const { client, twilio } = at;
    const ann = twilio.phone(ANN);
    await ann.text('one');
    const [first] = await client.messages.list({ to: ANN });
    await client.messages(first?.sid ?? '').update({ body: '' });
    const { sid } = await ann.send('two');
    await replay(twilio, sid);
    expect((await client.messages.list({ to: ANN })).map(({ body }) => body)).toEqual(['hello', '']);
  });
});
