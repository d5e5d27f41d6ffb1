import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createClock } from '../../src/engine/clock';
import { createEngine } from '../../src/engine/engine';
import { createSchedule } from '../../src/engine/messages/schedule';
import type { Message } from '../../src/engine/types';
import { BOTH_WAYS } from '../support/both-ways';
import { ACCOUNT, ACCOUNT_PATH, type AtClient, startWithClient } from '../support/rest-client';
import { EXCHANGE } from '../support/samples';
import { ANN, BEN, NUMBER } from '../support/turns';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What Ann's phone has got, in the order in which it came. */
function arrivals({ twilio: { engine } }: AtClient): string[] {
  const bodies: string[] = [];
  engine.subscribe((event) => {
    if (event.type === 'status' && event.message.status === 'delivered') bodies.push(event.message.body);
  });
  return bodies;
}

describe.each(BOTH_WAYS)('messages that are scheduled by $name', ({ send, cancel }) => {
  /** Schedules messages, each so many minutes ahead. */
  async function scheduleAll(at: AtClient, minutes: Readonly<Record<string, number>>) {
    const service = await at.addService([NUMBER]);
    const now = at.twilio.clock.now();
    const sids: Record<string, string> = {};
    for (const [body, ahead] of Object.entries(minutes))
      sids[body] = await send(at, { to: ANN, body, service, sendAt: now + ahead * MINUTE });
    return sids;
  }

  it('are sent in the order of their times; those of one time in the order in which they were made', async () => {
    await using at = await startWithClient();
    const seen = arrivals(at);
    await scheduleAll(at, { last: 60, first: 10, b: 30, a: 30, c: 30 });
    const scheduled = at.twilio.engine.messages.scheduled().map(({ body }) => body);
    expect(scheduled).toEqual(['first', 'b', 'a', 'c', 'last']);
    at.twilio.clock.advance('1h');
    expect(seen).toEqual(['first', 'b', 'a', 'c', 'last']);
    expect(at.twilio.engine.messages.scheduled()).toEqual([]);
  });

  it('are sent when the clock is moved by parts, at their time', async () => {
    await using at = await startWithClient();
    const seen = arrivals(at);
    const { ten = '' } = await scheduleAll(at, { ten: 10, twenty: 20, thirty: 30 });
    const start = at.twilio.clock.now();
    at.twilio.clock.advance('9m');
    expect(seen).toEqual([]);
    at.twilio.clock.advance('1m');
    at.twilio.clock.advance('1s');
    expect(seen).toEqual(['ten']);
    at.twilio.clock.advance('15m');
    expect(seen).toEqual(['ten', 'twenty']);
    at.twilio.clock.advance('1d');
    expect(seen).toEqual(['ten', 'twenty', 'thirty']);
    const { dateSent, dateCreated } = await at.client.messages(ten).fetch();
    expect(dateSent.getTime() - dateCreated.getTime()).toBeGreaterThanOrEqual(9 * MINUTE);
    expect(dateSent.getTime()).toBeLessThan(start + 11 * MINUTE);
  });

  it('are not sent when they are canceled, and are canceled once', async () => {
    await using at = await startWithClient();
    const seen = arrivals(at);
    const { one = '', two = '' } = await scheduleAll(at, { one: 10, two: 10, three: 10 });
    await cancel(at, two);
    expect(at.twilio.engine.messages.cancel(two)).toBeUndefined();
    const again = at.client.messages(two).update({ status: 'canceled' });
    await expect(again).rejects.toMatchObject({ status: 409, code: 30409 });
    at.twilio.clock.advance('10m');
    await at.twilio.settled();
    expect(seen).toEqual(['one', 'three']);
    expect(at.twilio.engine.messages.cancel(one)).toBeUndefined();
    const late = at.client.messages(one).update({ status: 'canceled' });
    await expect(late).rejects.toMatchObject({ status: 409, code: 30409 });
    expect(await at.client.messages(two).remove()).toBe(true);
  });

  it('wait for a phone that is off, from their time', async () => {
    await using at = await startWithClient();
    const { one = '' } = await scheduleAll(at, { one: 60 });
    at.twilio.engine.phones.set(ANN, false);
    at.twilio.clock.advance('24h');
    expect(await at.client.messages(one).fetch()).toMatchObject({ status: 'sent' });
    at.twilio.clock.advance('1h');
    expect(await at.client.messages(one).fetch()).toMatchObject({ status: 'undelivered', errorCode: 30003 });
  });

  it('come back, from one move of the clock, when the phone is off for a day after them', async () => {
    await using at = await startWithClient();
    const { one = '' } = await scheduleAll(at, { one: 60 });
    at.twilio.engine.phones.set(ANN, false);
    at.twilio.clock.advance('26h');
    expect(await at.client.messages(one).fetch()).toMatchObject({ status: 'undelivered', errorCode: 30003 });
  });
});

describe('when a message may be sent', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  /** Only the time of day is stopped: in the middle of a second. */
  const stopClock = () =>
    jest.useFakeTimers({
      now: Date.parse('2026-11-28T12:00:00.600Z'),
      doNotFake: [
        'hrtime',
        'nextTick',
        'performance',
        'queueMicrotask',
        'setImmediate',
        'clearImmediate',
        'setInterval',
        'clearInterval',
        'setTimeout',
        'clearTimeout',
      ],
    });

  it.each<[string, number, number | undefined]>([
    ['in the past', -MINUTE, 35114],
    ['now', 0, 35114],
    ['in 299 s', 299_000, 35114],
    ['in 300 s', 300_000, undefined],
    ['in 35 days', 35 * DAY, undefined],
    ['in 35 days and a second', 35 * DAY + 1000, 35117],
    ['in a year', 365 * DAY, 35117],
  ])('%s', async (_, ahead, code) => {
    stopClock();
    await using at = await startWithClient();
    const messagingServiceSid = await at.addService([NUMBER]);
    const sendAt = new Date(at.twilio.clock.now() + ahead);
    const wanted = { messagingServiceSid, to: ANN, body: 'hi', scheduleType: 'fixed', sendAt } as const;
    const created = await at.client.messages.create(wanted).catch((error: unknown) => error);
    expect(created).toMatchObject(code === undefined ? { status: 'scheduled' } : { status: 400, code });
  });

  it.each<[string, Record<string, string>, number]>([
    ['without a time', { ScheduleType: 'fixed' }, 35111],
    ['with an empty time', { ScheduleType: 'fixed', SendAt: '' }, 35111],
    ['with a time that is none', { ScheduleType: 'fixed', SendAt: 'tomorrow' }, 35114],
    ['by another kind of schedule', { ScheduleType: 'optimize', SendAt: '2026-11-29T12:00:00Z' }, 35126],
  ])('not %s', async (_, change, code) => {
    await using at = await startWithClient();
    const MessagingServiceSid = await at.addService([NUMBER]);
    const body = new URLSearchParams({ MessagingServiceSid, To: ANN, Body: 'hi', ...change });
    const answer = await at.request('POST', `${ACCOUNT_PATH}/Messages.json`, { body });
    expect([answer.status, answer.body.code]).toEqual([400, code]);
  });

  it('at once without a service, or without ScheduleType', async () => {
    await using at = await startWithClient();
    const sendAt = new Date(at.twilio.clock.now() + DAY);
    const messagingServiceSid = await at.addService([NUMBER]);
    await at.client.messages.create({ from: NUMBER, to: ANN, body: 'one', scheduleType: 'fixed', sendAt });
    await at.client.messages.create({ messagingServiceSid, to: ANN, body: 'two', sendAt });
    await at.twilio.settled();
    expect(at.twilio.phone(ANN).inbox()).toMatchObject([
      { body: 'one', status: 'delivered' },
      { body: 'two', status: 'delivered' },
    ]);
  });

  it('with a time of another zone, and with a fraction of a second', async () => {
    await using at = await startWithClient();
    const MessagingServiceSid = await at.addService([NUMBER]);
    const time = at.twilio.clock.now() + 3600_000;
    const SendAt = new Date(time + 2 * 3600_000).toISOString().replace('Z', '+02:00');
    const body = new URLSearchParams({
      MessagingServiceSid,
      To: ANN,
      Body: 'hi',
      ScheduleType: 'fixed',
      SendAt,
    });
    const answer = await at.request('POST', `${ACCOUNT_PATH}/Messages.json`, { body });
    expect(answer.status).toBe(201);
    expect(at.twilio.engine.messages.scheduled()).toMatchObject([{ sendAt: time }]);
  });
});

describe('the real timer', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  /** An engine on fake timers, whose messages are scheduled so many milliseconds ahead. */
  function startWithTimers() {
    jest.useFakeTimers({ now: 0, doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    const engine = createEngine({ account: ACCOUNT });
    const { sid } = engine.services.create({ friendlyName: 'Service' });
    engine.services.addSender(sid, NUMBER);
    const messages = new Map<string, Message>();
    engine.subscribe((event) => event.type === 'status' && messages.set(event.message.body, event.message));
    const schedule = (body: string, ahead: number, to = ANN) =>
      engine.messages.send(
        {
          from: NUMBER,
          to,
          body,
          media: [],
          service: { sid, hasChosen: true },
          sendAt: engine.clock().now + ahead,
        },
        () => EXCHANGE,
      );
    return { engine, schedule, status: (body: string) => messages.get(body)?.status };
  }

  it('sends a message at its time without a move of the clock', async () => {
    const { engine, schedule, status } = startWithTimers();
    schedule('later', 20 * MINUTE);
    schedule('soon', 10 * MINUTE);
    jest.advanceTimersByTime(10 * MINUTE - 1);
    expect(status('soon')).toBeUndefined();
    jest.advanceTimersByTime(1);
    expect([status('soon'), status('later')]).toEqual(['delivered', undefined]);
    jest.advanceTimersByTime(10 * MINUTE);
    expect(status('later')).toBe('delivered');
    expect(jest.getTimerCount()).toBe(0);
    await engine.stop();
  });

  it('sends one in 35 days, and one after a move of the clock', async () => {
    const { engine, schedule, status } = startWithTimers();
    schedule('far', 35 * DAY);
    engine.advance(DAY);
    schedule('soon', 10 * MINUTE);
    jest.advanceTimersByTime(10 * MINUTE);
    expect(status('soon')).toBe('delivered');
    jest.advanceTimersByTime(34 * DAY - 11 * MINUTE);
    expect(status('far')).toBeUndefined();
    jest.advanceTimersByTime(MINUTE);
    expect(status('far')).toBe('delivered');
    await engine.stop();
  });

  it('brings a message back from a phone that is off for a day', async () => {
    const { engine, schedule, status } = startWithTimers();
    engine.phones.set(BEN, false);
    schedule('hi', 10 * MINUTE, BEN);
    jest.advanceTimersByTime(10 * MINUTE);
    expect(status('hi')).toBe('sent');
    jest.advanceTimersByTime(DAY);
    expect(status('hi')).toBe('undelivered');
    await engine.stop();
  });

  it('is left neither by stop() nor by a message that is canceled or forgotten', async () => {
    const { engine, schedule } = startWithTimers();
    const { sid } = schedule('one', 10 * MINUTE);
    expect(jest.getTimerCount()).toBe(1);
    engine.messages.cancel(sid);
    expect(jest.getTimerCount()).toBe(0);
    schedule('two', 10 * MINUTE);
    engine.forget(ANN, NUMBER);
    expect([jest.getTimerCount(), engine.messages.scheduled()]).toEqual([0, []]);
    schedule('three', 10 * MINUTE);
    engine.phones.set(BEN, false);
    engine.messages.send({ from: NUMBER, to: BEN, body: 'hi', media: [] }, () => EXCHANGE);
    await engine.settled();
    expect(jest.getTimerCount()).toBe(1);
    await engine.stop();
    schedule('four', 10 * MINUTE);
    expect(jest.getTimerCount()).toBe(0);
  });
});

it('the clock stands still while a message is sent on the way, and goes on from there', () => {
  let real = 0;
  const clock = createClock(() => real++);
  const schedule = createSchedule(clock);
  const times: number[] = [];
  schedule.add(1000, () => {
    times.push(clock.now(), clock.now());
    schedule.add(clock.now() + 500, () => times.push(clock.now()));
    schedule.add(clock.now() + 600, () => {
      schedule.advance(1000);
      times.push(clock.now());
    });
  });
  schedule.advance(5000);
  expect(times).toEqual([1000, 1000, 1500, 2600]);
  expect(clock.now()).toBeGreaterThanOrEqual(5000);
  schedule.stop();
});
