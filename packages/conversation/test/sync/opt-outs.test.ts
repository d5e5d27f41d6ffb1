import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { defineTwilioGlobals, HOUR } from 'test-support';
import { sessionCookie } from '../../src/session/session-cookie';
import { syncStore } from '../../src/sync/sync-store';
import { conversationFunction } from '../../src/twilio/conversation-function';
import { optOuts } from '../../src/twilio/opt-out-handler';
import type { OptOutOptions } from '../../src/twilio/opt-outs';
import { reply } from '../../src/twilio/reply';
import { smsFunction } from '../../src/twilio/sms-function';
import { appointment, beginAppointment } from '../support/appointment';
import { booking, PARTY } from '../support/booking';
import { counterFunction, isCounter } from '../support/counter';
import { type FakeSync, fakeSync, networkError, type Waiting } from '../support/fake-sync';
import { elapse, fakeTimers, settle } from '../support/fake-timers';
import { answeredWith, fakeTwilio } from '../support/fake-twilio';
import { jarSender } from '../support/jar-sender';
import { loggedErrors } from '../support/logged-errors';

beforeAll(defineTwilioGlobals);
fakeTimers();

const PROGRAM = { program: 'Owl Air', contact: 'help@owlair.com' };
const OUT = expect.stringContaining('You are unsubscribed') as unknown as string;
const IN = expect.stringContaining('You are subscribed again') as unknown as string;
const SHORT_CODE = { To: '12345' };

/** A sender of the booking in Sync, and how often each hook was called. */
function handled(sync: FakeSync, options: Partial<OptOutOptions> = {}) {
  const told: string[] = [];
  const handling = optOuts({
    ...PROGRAM,
    onOptOut: () => void told.push('out'),
    onOptIn: () => void told.push('in'),
    ...options,
  });
  const answering = conversationFunction(booking(), syncStore({ ttl: '7d' }), handling);
  return { ...jarSender(answering, sync.context(), SHORT_CODE), told };
}

describe('an opt-out in Sync', () => {
  it('is remembered for as long as a session lives, and longer with each message', async () => {
    const sync = fakeSync();
    const { texts } = handled(sync);
    for (const body of ['hi', 'STOP']) await texts(body);
    for (let week = 0; week < 3; week++) {
      jest.setSystemTime(Date.now() + 6 * 24 * HOUR);
      expect(await texts('hi')).toEqual([]);
    }
    expect(await texts('START')).toEqual([IN]);
    expect(await texts('hi')).toEqual([PARTY]);
  });

  it('gets its text once when the message is delivered again', async () => {
    const sync = fakeSync();
    const { texts, told } = handled(sync);
    await texts('hi');
    expect(await texts('STOP', { MessageSid: 'SM2' })).toEqual([OUT]);
    expect(await texts('STOP', { MessageSid: 'SM2' })).toEqual([]);
    expect(await texts('START', { MessageSid: 'SM3' })).toEqual([IN]);
    expect(await texts('START', { MessageSid: 'SM3' })).toEqual([]);
    expect(told).toEqual(['out', 'in']);
  });

  it.each([
    ['the same message, delivered twice', ['SM2', 'SM2']],
    ['two messages', ['SM2', 'SM3']],
  ])('gets its text once when %s, comes at once', async (_, sids) => {
    const sync = fakeSync();
    const { texts, told } = handled(sync);
    await texts('hi');
    sync.holds = ({ method }) => method === 'update';
    const replies = sids.map(async (MessageSid) => texts('STOP', { MessageSid }));
    await settle();
    sync.holds = () => false;
    for (const { goOn } of sync.waiting.splice(0)) goOn();
    expect(await elapse(Promise.all(replies))).toEqual([[OUT], []]);
    expect(told).toEqual(['out']);
  });

  it('wins over an answer that comes at once', async () => {
    const sync = fakeSync();
    const { texts } = handled(sync);
    await texts('hi');
    sync.holds = ({ method }) => method === 'update';
    const answer = texts('4');
    const stop = texts('STOP');
    await settle();
    sync.holds = () => false;
    const writes = sync.waiting.splice(0);
    const isOut = ({ request }: Waiting) => JSON.stringify(request.data).includes('"out"');
    for (const { goOn } of [...writes.filter(isOut), ...writes]) {
      goOn();
      await settle();
    }
    expect(await elapse(Promise.all([answer, stop]))).toEqual([[], [OUT]]);
    expect(await texts('Friday')).toEqual([]);
  });

  it('takes one request to read, as any message', async () => {
    const sync = fakeSync();
    const { texts } = handled(sync, { ownWords: () => false });
    await texts('hi');
    sync.requests.length = 0;
    await texts('4');
    await texts('STOP');
    expect(sync.requests.map(({ method }) => method)).toEqual(['fetch', 'update', 'fetch', 'update']);
  });

  it.each([
    ['cannot be read', 'fetch'],
    ['cannot be written', 'update'],
  ] as const)('that %s still gets its text and the hook, and is logged', async (_, method) => {
    const logged = loggedErrors();
    const sync = fakeSync();
    const { send, told } = handled(sync);
    await send('hi');
    sync.fault = (request) =>
      request.method === method ? { before: networkError('ECONNREFUSED') } : undefined;
    const { body } = await elapse(send('STOP'));
    expect(body).toContain('unsubscribed');
    expect(told).toEqual(['out']);
    expect(logged()).toContain('ECONNREFUSED');
    const help = await elapse(send('HELP'));
    expect(help.body).toContain('Help at');
  });

  it('keeps silent when the silence cannot be stored', async () => {
    loggedErrors();
    const sync = fakeSync();
    const { send } = handled(sync);
    for (const body of ['hi', 'STOP']) await send(body);
    sync.fault = ({ method }) => (method === 'update' ? { before: networkError('ECONNREFUSED') } : undefined);
    const { body } = await elapse(send('hi'));
    expect(body).not.toContain('Message>');
  });

  it('leaves the failure of an answer as it is', async () => {
    loggedErrors();
    const sync = fakeSync();
    const { send } = handled(sync);
    await send('hi');
    sync.fault = ({ method }) => (method === 'update' ? { before: networkError('ECONNREFUSED') } : undefined);
    const { body } = await elapse(send('4'));
    expect(body).toContain('Sorry, that did not work.');
  });
});

describe('an opt-out of a conversation that begin has begun', () => {
  const handling = optOuts({ ...PROGRAM, answeredBy: 'app' });
  const world = () => {
    const twilio = fakeTwilio();
    const answering = conversationFunction(appointment(), twilio.store, handling);
    return { twilio, ...jarSender(answering, twilio.context) };
  };

  it('cancels its reminders, and begin texts no more until START', async () => {
    const { twilio, texts } = world();
    await beginAppointment(twilio);
    expect(await texts('STOP')).toEqual([OUT]);
    expect(twilio.messages.map(({ status }) => status)).toEqual(['queued', 'canceled', 'canceled']);
    for (const replace of [false, true]) {
      await expect(beginAppointment(twilio, { replace })).rejects.toMatchObject({
        code: 'opted-out',
        message: 'This phone has opted out of "appointment", and must not be texted before it texts START.',
      });
    }
    expect(twilio.messages).toHaveLength(3);
    expect(await texts('START')).toEqual([IN]);
    await beginAppointment(twilio);
    expect(await texts('yes')).toEqual(['See you at 10:00.']);
  });

  it('cancels with the next message a reminder that could not be canceled', async () => {
    loggedErrors();
    const { twilio, texts } = world();
    await beginAppointment(twilio);
    twilio.interrupt((point) => {
      if (point === 'update') throw answeredWith(500);
    });
    expect(await elapse(texts('STOP'))).toEqual([OUT]);
    expect(twilio.state()).toMatchObject({ out: 'app', remind: ['SM2', 'SM3'] });
    expect(await elapse(texts('hi'))).toEqual([]);
    expect(twilio.state()).toMatchObject({ out: 'app', remind: ['SM2', 'SM3'] });
    twilio.interrupt(() => undefined);
    expect(await texts('hi')).toEqual([]);
    expect(twilio.state()).not.toHaveProperty('remind');
    expect(twilio.messages.map(({ status }) => status)).toEqual(['queued', 'canceled', 'canceled']);
  });

  it('leaves it to Twilio to refuse where Twilio has answered', async () => {
    const { twilio, texts } = world();
    await texts('arret', { OptOutType: 'STOP' });
    expect(twilio.state()).toMatchObject({ out: 'twilio' });
    twilio.interrupt((point) => {
      if (point === 'create') throw answeredWith(400);
    });
    await expect(beginAppointment(twilio)).rejects.toMatchObject({ status: 400 });
    expect(twilio.state()).toMatchObject({ out: 'twilio' });
  });
});

describe('an opt-out of a Function without a conversation', () => {
  const counter = (options: Partial<OptOutOptions> = {}) => {
    const told: string[] = [];
    const handling = optOuts({
      ...PROGRAM,
      onOptOut: ({ by }) => void told.push(`out by ${by}`),
      onOptIn: ({ by }) => void told.push(`in by ${by}`),
      ...options,
    });
    return { handling, told };
  };

  it('is kept in a cookie of its own', async () => {
    const { handling, told } = counter();
    const { texts, cookies } = jarSender(
      counterFunction(sessionCookie('counter', isCounter), handling),
      {},
      SHORT_CODE,
    );
    expect(await texts('hi')).toEqual(['Message 1']);
    expect(await texts('HELP')).toEqual([expect.stringContaining('Help at')]);
    expect(await texts('STOP')).toEqual([OUT]);
    expect(cookies()).toEqual(['opt-out']);
    for (const body of ['hi', 'STOP']) expect(await texts(body)).toEqual([]);
    jest.setSystemTime(Date.now() + 3 * HOUR);
    await texts('hi');
    jest.setSystemTime(Date.now() + 3 * HOUR);
    expect(await texts('hi')).toEqual([]);
    expect(await texts('START')).toEqual([IN]);
    expect(cookies()).toEqual([]);
    expect(await texts('START')).toEqual(['Message 1']);
    expect(told).toEqual(['out by keyword', 'in by keyword', 'in by keyword']);
  });

  it('gets no text where Twilio answers', async () => {
    const { handling, told } = counter({ language: 'es' });
    const { texts, cookies } = jarSender(counterFunction(sessionCookie('counter', isCounter), handling));
    await texts('hi');
    expect(await texts('STOP')).toEqual([]);
    expect(await texts('STOP')).toEqual([]);
    expect(cookies()).toEqual(['opt-out']);
    expect(await texts('hi')).toEqual(['Message 1']);
    expect(await texts('START')).toEqual([]);
    expect(await texts('bonjour', { OptOutType: 'START' })).toEqual([]);
    expect(await texts('aide', { OptOutType: 'HELP' })).toEqual([]);
    expect(told).toEqual(['out by keyword', 'in by keyword', 'in by OptOutType']);
  });

  it('is kept in Sync, and is answered once', async () => {
    const sync = fakeSync();
    const { handling, told } = counter({ store: syncStore({ ttl: '30d' }) });
    const { texts } = jarSender(
      counterFunction(sessionCookie('counter', isCounter), handling),
      sync.context(),
      SHORT_CODE,
    );
    await texts('hi');
    expect(await texts('STOP', { MessageSid: 'SM2' })).toEqual([OUT]);
    expect(await texts('STOP', { MessageSid: 'SM2' })).toEqual([]);
    jest.setSystemTime(Date.now() + 29 * 24 * HOUR);
    expect(await texts('hi')).toEqual([]);
    expect(await texts('START')).toEqual([IN]);
    expect(told).toEqual(['out by keyword', 'in by keyword']);
  });

  it('keeps silence when the silence cannot be stored', async () => {
    const logged = loggedErrors();
    const sync = fakeSync();
    const { handling } = counter({ store: syncStore() });
    const counting = counterFunction(sessionCookie('counter', isCounter), handling);
    const { send } = jarSender(counting, sync.context(), SHORT_CODE);
    await send('STOP');
    sync.fault = ({ method }) => (method === 'update' ? { before: networkError('ECONNREFUSED') } : undefined);
    expect((await elapse(send('hi'))).body).not.toContain('Message>');
    expect(logged()).toContain('ECONNREFUSED');
  });

  it('is kept when the session cannot be deleted', async () => {
    const logged = loggedErrors();
    const { handling, told } = counter();
    const session = { end: async () => Promise.reject(new Error('no such document')) };
    const { texts, cookies } = jarSender(
      smsFunction(session, () => reply(), handling),
      {},
      SHORT_CODE,
    );
    expect(await texts('STOP')).toEqual([OUT]);
    expect(cookies()).toEqual(['opt-out']);
    expect(told).toEqual(['out by keyword']);
    expect(logged()).toContain('no such document');
  });

  it.each(['fetch', 'create'] as const)('gets its text when Sync fails to %s', async (method) => {
    const logged = loggedErrors();
    const sync = fakeSync();
    sync.fault = (request) =>
      request.method === method ? { before: networkError('ECONNREFUSED') } : undefined;
    const { handling, told } = counter({ store: syncStore(), ownWords: (body) => body === 'bye' });
    const { send } = jarSender(
      counterFunction(sessionCookie('counter', isCounter), handling),
      sync.context(),
      SHORT_CODE,
    );
    expect((await elapse(send('bye'))).body).toContain('unsubscribed');
    expect(told).toEqual(['out by own-words']);
    expect((await elapse(send('hi'))).body).toContain('Message 1');
    expect(logged()).toContain('ECONNREFUSED');
  });
});
