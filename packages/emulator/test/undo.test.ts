import { describe, expect, it } from '@jest/globals';
import { createBoundedLists } from '../src/engine/bounded-lists';
import { startEmulator } from '../src/driver';
import { createEngine } from '../src/engine/engine';
import type { Engine } from '../src/engine/engine-type';
import type { EmulatorEvent } from '../src/engine/types';
import { createUndo } from '../src/engine/undo';
import { serveManually } from './support/manual-webhook';
import { startWithClient } from './support/rest-client';
import { ANN, BEN, NUMBER, startWithWebhook } from './support/turns';
import { says } from './support/webhook-server';

/** Counts the messages of a conversation by its cookie. */
const counting: Parameters<typeof startWithWebhook>[0] = ({ header }) => {
  const count = Number(/n=(\d+)/.exec(header('cookie') ?? '')?.[1] ?? 0) + 1;
  return {
    headers: { 'Content-Type': 'text/xml', 'Set-Cookie': `n=${count}` },
    body: says(`number ${count}`),
  };
};

const bodies = (engine: Engine, from = ANN) =>
  engine.conversation(from, NUMBER)?.messages.map(({ body }) => body);

const WAYS: readonly (readonly [what: string, forget: (engine: Engine) => string | undefined])[] = [
  ['a conversation', (engine) => engine.forget(ANN, NUMBER)],
  ['all of a phone', (engine) => engine.forget(ANN)],
  ['everything', (engine) => engine.forget()],
  ['a phone', (engine) => engine.phones.remove(ANN)],
];

describe.each(WAYS)('forgetting %s can be undone', (_, forget) => {
  it('with messages, turns, cookies and what the REST API has', async () => {
    await using at = await startWithWebhook(counting);
    const { engine } = at.twilio;
    await at.ann.text('one');
    await at.ann.text('two');
    const before = [engine.conversation(ANN, NUMBER), engine.messages.all()];
    const token = forget(engine);
    expect(engine.conversation(ANN, NUMBER)).toBeUndefined();
    expect(engine.messages.all()).toEqual([]);

    expect(engine.undo(token)).toMatchObject({ token });
    expect([engine.conversation(ANN, NUMBER), engine.messages.all()]).toEqual(before);
    expect(await at.ann.text('three')).toEqual(['number 3']);
    expect(engine.undo(token)).toBeUndefined();
  });

  it('with the opt-out, unless the phone has opted out and in again since', async () => {
    await using at = await startWithWebhook(counting);
    const { engine } = at.twilio;
    await at.ann.send('STOP');
    const optedOut = () => engine.conversation(ANN, NUMBER)?.optedOut;
    const first = forget(engine);
    await at.ann.text('hi');
    expect(optedOut()).toBe(false);
    engine.undo(first);
    expect(optedOut()).toBe(true);

    const second = forget(engine);
    for (const word of ['STOP', 'START']) await at.ann.send(word);
    engine.undo(second);
    expect(optedOut()).toBe(false);
  });

  it('with what is scheduled, and what waits for the phone', async () => {
    await using at = await startWithClient({ '/sms': '<Response/>', '/status': '' });
    const { engine, clock } = at.twilio;
    const messagingServiceSid = await at.addService([NUMBER]);
    const statusCallback = `${at.server.origin}/status`;
    const wanted = { to: ANN, statusCallback } as const;
    const sendAt = new Date(clock.now() + 3600_000);
    await at.client.messages.create({
      ...{ ...wanted, body: 'later', messagingServiceSid },
      ...{ scheduleType: 'fixed', sendAt },
    });
    engine.phones.set(ANN, false);
    await at.client.messages.create({ ...wanted, from: NUMBER, body: 'waits' });
    await at.twilio.settled();

    const token = forget(engine);
    expect(engine.messages.scheduled()).toEqual([]);
    engine.undo(token);
    expect(engine.messages.scheduled()).toMatchObject([{ body: 'later' }]);
    engine.phones.set(ANN, true);
    clock.advance('1h');
    await at.twilio.settled();
    const statuses = engine.messages.all().map(({ message }) => [message.body, message.status]);
    expect(statuses).toEqual([
      ['waits', 'delivered'],
      ['later', 'delivered'],
    ]);
    expect(at.statuses().filter((status) => status === 'delivered')).toHaveLength(2);
  });

  it('and what should have been sent meanwhile is sent', async () => {
    await using at = await startWithClient();
    const { engine, clock } = at.twilio;
    const messagingServiceSid = await at.addService([NUMBER]);
    const sendAt = new Date(clock.now() + 3600_000);
    const later = { to: ANN, body: 'later', messagingServiceSid, scheduleType: 'fixed', sendAt } as const;
    await at.client.messages.create(later);
    const token = forget(engine);
    clock.advance('2h');
    const isDelivered = new Promise((resolve) =>
      engine.subscribe((event) => {
        if (event.type === 'status' && event.message.status === 'delivered') resolve(event.message.body);
      }),
    );
    engine.undo(token);
    expect(await isDelivered).toBe('later');
    expect(engine.messages.scheduled()).toEqual([]);
  });

  it('and keeps what has happened since: newer messages are behind the older ones, and a newer cookie stays', async () => {
    await using at = await startWithWebhook(counting);
    const { engine } = at.twilio;
    await at.ann.text('one');
    await at.ann.text('two');
    const token = forget(engine);
    await at.ann.text('new');
    engine.undo(token);
    expect(bodies(engine)).toEqual(['one', 'number 1', 'two', 'number 2', 'new', 'number 1']);
    expect(engine.conversation(ANN, NUMBER)?.turns.map(({ body }) => body)).toEqual(['one', 'two', 'new']);
    expect(engine.messages.all().map(({ message }) => message.body)).toEqual(bodies(engine)?.reverse());
    expect(await at.ann.text('newer')).toEqual(['number 2']);
  });

  it('and a turn that ran goes on', async () => {
    await using webhook = await serveManually();
    await using twilio = await startEmulator({ webhook: webhook.url });
    const { engine } = twilio;
    const sending = twilio.phone(ANN).send('hi');
    const [request] = await webhook.next(1);
    const token = forget(engine);
    engine.undo(token);
    expect(engine.lastTurn(ANN, NUMBER)).toMatchObject({ durationMs: null });
    request?.answer(says('hello'));
    const turn = await sending;
    expect(engine.lastTurn(ANN, NUMBER)).toEqual(turn);
    expect(bodies(engine)).toEqual(['hi', 'hello']);
  });

  it('and a turn that ran and has ended meanwhile is there with its reply', async () => {
    await using webhook = await serveManually();
    await using twilio = await startEmulator({ webhook: webhook.url });
    const { engine } = twilio;
    const ann = twilio.phone(ANN);
    const sending = ann.send('hi');
    const [request] = await webhook.next(1);
    const token = forget(engine);
    const since = ann.send('new');
    request?.answer(says('hello'));
    const turn = await sending;
    const [next] = await webhook.next(1);
    engine.undo(token);
    expect(engine.conversation(ANN, NUMBER)?.turns[0]).toEqual(turn);
    next?.answer(says('again'));
    await since;
    expect(bodies(engine)?.slice().sort()).toEqual(['again', 'hello', 'hi', 'new']);
    expect(engine.conversation(ANN, NUMBER)?.turns.map(({ durationMs }) => durationMs === null)).toEqual([
      false,
      false,
    ]);
  });
});

it('a turn that was running goes on in the conversation that its own has become part of', async () => {
  await using webhook = await serveManually();
  await using twilio = await startEmulator({ webhook: webhook.url });
  const { engine } = twilio;
  const ann = twilio.phone(ANN);
  const first = ann.send('old');
  const [old] = await webhook.next(1);
  const token = engine.forget(ANN, NUMBER);
  const second = ann.send('new'); // waits behind the first
  engine.undo(token);
  old?.answer(says('to the old one'));
  await first;
  const [next] = await webhook.next(1);
  next?.answer(says('to the new one'));
  await second;
  expect(bodies(engine)).toEqual(['old', 'to the old one', 'new', 'to the new one']);
});

it('a phone that is put back is off again, with its name, where it was', () => {
  const engine = newEngine();
  for (const phone of [ANN, BEN, '+15551110003']) engine.phones.add(phone);
  engine.phones.set(BEN, false);
  engine.phones.setProfileName(BEN, 'Ben');
  const token = engine.phones.remove(BEN);
  expect([engine.phones.all(), engine.phones.off()]).toEqual([[ANN, '+15551110003'], []]);
  engine.phones.move('+15551110003', ANN);
  engine.undo(token);
  expect(engine.phones.all()).toEqual([BEN, '+15551110003', ANN]);
  expect([engine.phones.off(), engine.phones.profileNames()]).toEqual([[BEN], { [BEN]: 'Ben' }]);
});

it('events tell of what is back, once', async () => {
  await using at = await startWithWebhook(counting);
  const { engine } = at.twilio;
  await at.ann.text('one');
  const token = engine.phones.remove(ANN);
  const events: EmulatorEvent[] = [];
  engine.subscribe((event) => void events.push(event));
  engine.undo(token);
  expect(events).toEqual([
    { type: 'phones', phones: [ANN], off: [], profileNames: {} },
    { type: 'restored', what: 'phone', from: ANN, to: null, token },
  ]);
});

it('the latest is undone first when no token is given, and twenty can be', () => {
  const done: string[] = [];
  const undo = createUndo();
  for (let index = 0; index <= 20; index++) {
    undo.add(
      { what: 'everything', from: null, to: null },
      {
        takeBack() {
          done.push(`back ${index}`);
          return undefined;
        },
        discard: () => done.push(`gone ${index}`),
      },
    );
  }
  expect(done).toEqual(['gone 0']);
  for (let count = 0; count < 2; count++) undo.undo();
  expect(done).toEqual(['gone 0', 'back 20', 'back 19']);
  expect(undo.all()).toHaveLength(18);
  expect(undo.undo('no such token')).toBeUndefined();
});

it('items that are moved before others keep their age, and count as before', () => {
  const lists = createBoundedLists<{ id: string }>({ each: 3, all: 5 });
  const [old, young] = [[], []] as { id: string }[][];
  if (old === undefined || young === undefined) throw new Error();
  for (const id of ['1', '2']) lists.add(old, { id }, 1);
  for (const id of ['3', '4']) lists.add(young, { id }, 1);
  lists.moveBefore(old, young);
  expect([old, young.map(({ id }) => id)]).toEqual([[], ['2', '3', '4']]);
  lists.add(old, { id: '5' }, 2);
  lists.add(old, { id: '6' }, 1);
  expect([old, young].map((list) => list.map(({ id }) => id))).toEqual([
    ['5', '6'],
    ['3', '4'],
  ]);
});

const newEngine = (): Engine => createEngine({ account: { accountSid: 'AC1', authToken: 'token' } });
