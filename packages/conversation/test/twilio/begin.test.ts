import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { defineTwilioGlobals, SECRET } from 'test-support';
import { conversation, type DefinedConversation } from '../../src/conversation/conversation';
import { text } from '../../src/conversation/readers/text';
import { isState } from '../../src/conversation/replay/state';
import { ask, beginning, effect, first, say } from '../../src/conversation/steps';
import { switchboard } from '../../src/conversation/switchboard/switchboard';
import { cookieStore } from '../../src/session/cookie-store';
import { sessionCookie } from '../../src/session/session-cookie';
import { begin } from '../../src/twilio/begin';
import { conversationFunction } from '../../src/twilio/conversation-function';
import {
  appointment,
  beginAppointment,
  CLOSED,
  COMES,
  DAY,
  NONE,
  phoneOf,
  REMINDER,
} from '../support/appointment';
import { answeredWith, fakeTwilio, NUMBER, PHONE, SERVICE } from '../support/fake-twilio';
import { fakeTimers } from '../support/fake-timers';
import { loggedErrors } from '../support/logged-errors';
import { functionSender } from '../support/sender';

beforeAll(defineTwilioGlobals);
fakeTimers();

let twilio = fakeTwilio();
beforeEach(() => {
  twilio = fakeTwilio();
});

const env = { SESSION_SECRET: SECRET };
/** Begins a conversation without data. */
const beginCode = (code: DefinedConversation, other: object = {}) =>
  begin(code, { from: NUMBER, to: PHONE, client: twilio.client, store: twilio.store, env, ...other });

describe('begin', () => {
  it('texts the first question, and the next text is its answer', async () => {
    expect(await beginAppointment(twilio)).toEqual({ sids: ['SM1'] });
    expect(twilio.messages[0]).toEqual({
      sid: 'SM1',
      status: 'queued',
      from: NUMBER,
      to: PHONE,
      body: COMES,
    });
    const ann = phoneOf(twilio);
    expect(await ann.texts('no')).toEqual([DAY]);
    expect(await ann.texts('friday')).toEqual(['See you on Friday at 10:00.']);
  });

  it('asks again when the next text is no answer', async () => {
    await beginAppointment(twilio);
    expect(await phoneOf(twilio).texts('who is this?')).toEqual([expect.stringContaining(COMES)]);
  });

  it('stores the state before it texts', async () => {
    await beginAppointment(twilio);
    expect(twilio.points.indexOf('saved')).toBeLessThan(twilio.points.lastIndexOf('create'));
  });

  it('changes nothing for other pairs', async () => {
    await beginAppointment(twilio);
    expect(await phoneOf(twilio).texts('yes', { From: '+15551110001' })).toEqual([NONE]);
    expect(await phoneOf(twilio).texts('yes', { To: '+15552220001' })).toEqual([NONE]);
    expect(await phoneOf(twilio).texts('yes')).toEqual(['See you at 10:00.']);
  });

  it('gives the code who is texted, and effects the client, the settings and a key', async () => {
    const got: unknown[] = [];
    const code = conversation('tools', function* () {
      const { from, to, sid, channel } = yield* beginning();
      yield* effect('call', ({ context, idempotencyKey, signal }) => {
        got.push(context.getTwilioClient(), context.API_KEY, idempotencyKey, signal.aborted);
      });
      yield* ask('name', `${from} ${to} ${sid}${channel}`, text());
    });
    await beginCode(code, { env: { ...env, API_KEY: 'key' } });
    expect(twilio.sent()).toEqual([`${PHONE} ${NUMBER} sms`]);
    expect(got).toEqual([twilio.client, 'key', expect.stringMatching(/^[\da-f]{32}$/), false]);
  });

  it('reads nothing as a first message', async () => {
    const code = conversation('first', function* () {
      const named = yield* first('named', text());
      yield* ask('name', `Name? ${String(named)}`, text(), { first: text() });
    });
    await beginCode(code);
    expect(twilio.sent()).toEqual(['Name? undefined']);
  });

  it('texts all messages in order, with files', async () => {
    const code = conversation('several', function* () {
      yield* say('Hello.');
      yield* say('Our menu.', { media: ['https://example.com/a.jpg'] });
      yield* ask('name', 'Name?', text());
    });
    expect((await beginCode(code)).sids).toHaveLength(3);
    expect(twilio.messages).toMatchObject([
      { body: 'Hello.' },
      { body: 'Our menu.', mediaUrl: ['https://example.com/a.jpg'] },
      { body: 'Name?' },
    ]);
    expect(twilio.messages[0]).not.toHaveProperty('mediaUrl');
    expect(await functionSender(code, {}, conversationFunction(code, twilio.store)).texts('Ann')).toEqual([]);
  });

  it('takes its settings from process.env by default', async () => {
    const { client, store } = twilio;
    const options = { from: NUMBER, to: PHONE, client, store };
    const before = process.env.SESSION_SECRET;
    try {
      delete process.env.SESSION_SECRET;
      await expect(begin(appointment(), { ...options, data: { time: '9' } })).rejects.toMatchObject({
        code: 'secret-missing',
      });
      process.env.SESSION_SECRET = SECRET;
      process.env.MESSAGING_SERVICE_SID = SERVICE;
      await begin(appointment(), { ...options, data: { time: '9' } });
    } finally {
      delete process.env.MESSAGING_SERVICE_SID;
      if (before === undefined) delete process.env.SESSION_SECRET;
      else process.env.SESSION_SECRET = before;
    }
    expect(twilio.sent()).toEqual(['Will you come at 9?']);
    expect(twilio.scheduled()).toEqual([REMINDER, CLOSED]);
  });

  it('takes the store of a place by the name of the conversation', async () => {
    const names: string[] = [];
    const place = {
      for: (name: string) => {
        names.push(name);
        return twilio.store as never;
      },
    };
    await beginAppointment(twilio, { store: place });
    expect(names).toEqual(['appointment']);
    expect(twilio.state()?.asked).toBe('comes');
  });

  it('takes the time that it is given', async () => {
    await beginAppointment(twilio, { now: Date.UTC(2030, 0, 1) });
    expect(twilio.messages[1]?.sendAt).toEqual(new Date('2030-01-01T01:00:00Z'));
  });

  it('takes data as JSON has it: without fields that are undefined, and as it was then', async () => {
    const got: unknown[] = [];
    const code = conversation('got', function* (of?: { names: string[]; nick: undefined }) {
      got.push(Object.keys(of ?? {}));
      of?.names.push('Eve');
      yield* ask('name', `${of?.names.join()}?`, text());
    });
    const data = { names: ['Ann'], nick: undefined };
    const { client, store } = twilio;
    await begin(code, { from: NUMBER, to: PHONE, client, store, env, data });
    expect(got).toEqual([['names']]);
    expect(data.names).toEqual(['Ann']);
    expect(twilio.state()?.data).toEqual({ names: ['Ann'] });
  });

  it('leaves no timer', async () => {
    await beginAppointment(twilio);
    await expect(beginAppointment(twilio)).rejects.toThrow('under way');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('with a conversation that ends at once texts its last message, and tells the hook', async () => {
    const ended: unknown[] = [];
    const code = conversation(
      'notice',
      function* () {
        yield* say('Your parcel is here.');
        return 'Bye.';
      },
      {
        afterwards: { text: 'You are welcome.' },
        on: {
          ended: ({ from, to, answers, idempotencyKey }) => {
            ended.push({ from, to, answers, key: idempotencyKey.length, sent: twilio.sent() });
            throw new Error('the hook broke');
          },
        },
      },
    );
    const logged = loggedErrors();
    expect((await beginCode(code)).sids).toHaveLength(2);
    const sent = ['Your parcel is here.', 'Bye.'];
    expect(ended).toEqual([{ from: PHONE, to: NUMBER, answers: {}, key: 32, sent }]);
    expect(logged()).toContain('the hook broke');
    const ann = functionSender(code, {}, conversationFunction(code, twilio.store));
    expect(await ann.texts('Thanks!')).toEqual(['You are welcome.']);
    await beginCode(code); // it is not under way
  });

  it('with a conversation that says nothing texts nothing', async () => {
    const code = conversation('silent', function* () {
      yield* effect('log', () => null);
    });
    expect(await beginCode(code)).toEqual({ sids: [] });
  });

  it('with a switchboard asks which conversation', async () => {
    const front = switchboard(
      'front',
      {
        book: conversation('book', function* () {
          return 'Booked.';
        }),
        appointment: appointment(),
      },
      { prompt: 'Which?' },
    );
    await beginCode(front);
    expect(twilio.sent()).toEqual(['Which?']);
    const ann = functionSender(front, {}, conversationFunction(front, twilio.store));
    expect(await ann.texts('book')).toEqual(['Booked.']);
  });
});

describe('begin while a conversation is under way', () => {
  it('is an error, and nothing changes', async () => {
    await beginAppointment(twilio);
    const before = twilio.state();
    await expect(beginAppointment(twilio)).rejects.toMatchObject({
      code: 'under-way',
      message: expect.stringContaining('replace: true') as unknown,
    });
    expect(twilio.state()).toEqual(before);
    expect(twilio.sent()).toEqual([COMES]);
    expect(twilio.scheduled()).toEqual([REMINDER, CLOSED]);
    expect(await phoneOf(twilio).texts('yes')).toEqual(['See you at 10:00.']);
  });

  it('replaces it when told so, with its reminders and its data', async () => {
    await beginAppointment(twilio);
    const old = twilio.state();
    await beginAppointment(twilio, { replace: true, data: { time: '11:00' } });
    expect(twilio.sent()).toEqual([COMES, 'Will you come at 11:00?']);
    expect(twilio.scheduled()).toEqual([REMINDER, CLOSED]);
    expect(twilio.messages.slice(1, 3).map(({ status }) => status)).toEqual(['canceled', 'canceled']);
    expect(twilio.state()?.id).not.toBe(old?.id);
    expect(await phoneOf(twilio).texts('yes')).toEqual(['See you at 11:00.']);
    expect(twilio.scheduled()).toEqual([]);
  });

  it('needs no `replace` after its end', async () => {
    await beginAppointment(twilio);
    await phoneOf(twilio).texts('yes');
    await beginAppointment(twilio, { data: { time: '11:00' } });
    expect(twilio.sent()).toHaveLength(2);
  });

  it('needs no `replace` once the closing reminder was sent', async () => {
    await beginAppointment(twilio);
    twilio.sendScheduled(REMINDER);
    await expect(beginAppointment(twilio)).rejects.toMatchObject({ code: 'under-way' });
    twilio.sendScheduled(CLOSED);
    await beginAppointment(twilio, { data: { time: '11:00' } });
    expect(await phoneOf(twilio).texts('yes')).toEqual(['See you at 11:00.']);
  });

  it('is an error too when nobody knows whether the closing reminder was sent', async () => {
    const logged = loggedErrors();
    await beginAppointment(twilio);
    twilio.interrupt((point) => {
      if (point === 'fetch') throw answeredWith(401);
    });
    await expect(beginAppointment(twilio)).rejects.toMatchObject({ code: 'under-way' });
    expect(logged()).toContain('401');
  });

  it('without reminders asks Twilio nothing', async () => {
    await beginAppointment(twilio, {}, appointment({}, []));
    await expect(beginAppointment(twilio)).rejects.toMatchObject({ code: 'under-way' });
    expect(twilio.points).not.toContain('fetch');
  });

  it('still knows the messages that were answered before', async () => {
    const code = appointment();
    const ann = phoneOf(twilio, code);
    await ann.send('hi', { MessageSid: 'SM early' });
    await beginAppointment(twilio);
    expect(twilio.state()?.last).toHaveLength(12);
  });

  it('keeps it with its reminders when the code of the other fails', async () => {
    await beginAppointment(twilio);
    const broken = conversation('appointment', function* () {
      yield* effect('call', () => Promise.reject(new Error('no line')));
    });
    await expect(beginCode(broken, { replace: true })).rejects.toMatchObject({
      code: 'conversation-failed',
    });
    expect(twilio.scheduled()).toEqual([REMINDER, CLOSED]);
    expect(await phoneOf(twilio).texts('yes')).toEqual(['See you at 10:00.']);
  });
});

describe('begin, before anything is stored or sent,', () => {
  const cookies = cookieStore(sessionCookie('appointment', isState));
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;

  it.each<[what: string, code: string, other: object, message: string]>([
    ['a store of cookies', 'begin-store', { store: cookies }, 'a cookie is set by the answer'],
    ['no secret', 'secret-missing', { env: {} }, 'SESSION_SECRET'],
    ['a short secret', 'secret-too-short', { env: { SESSION_SECRET: 'short' } }, 'SESSION_SECRET'],
    ['no Messaging Service', 'messaging-service-missing', { env }, 'MESSAGING_SERVICE_SID'],
    ['a Date', 'step-not-json', { data: { at: new Date(0) } }, '.at is a Date'],
    ['NaN', 'step-not-json', { data: NaN }, 'it is NaN'],
    ['a function', 'step-not-json', { data: { time: () => 1 } }, '.time is function'],
    ['a cycle', 'step-not-json', { data: cyclic }, 'nested too deeply'],
    ['a list with a gap', 'step-not-json', { data: [undefined] }, '[0] is undefined'],
    ['a bigint', 'step-not-json', { data: { n: 1n } }, '.n is bigint'],
  ])('refuses %s', async (_, code, other, message) => {
    await expect(beginAppointment(twilio, other)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as unknown,
    });
    expect(twilio.points.filter((point) => /save|create/.test(point))).toEqual([]);
  });

  it.each([
    '',
    ' ',
    '15552220000',
    '+1 555 222 0000',
    '+1-555-222-0000',
    '5551110000',
    '+0123',
    'tel:15551110000',
    '+15551110000\n',
    'WHATSAPP:+15551110000',
    'whatsapp:15551110000',
    'whatsapp:owl',
    'rcs:15551110000',
    'rcs:',
    'rcs:owl air',
    'messenger:1 2',
    'messenger:',
    '+1555111000012345',
    '12',
  ])('refuses the number %j, and does not repeat it', async (number) => {
    for (const option of ['from', 'to']) {
      const error = await beginAppointment(twilio, { [option]: number }).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'phone-number' });
      expect((error as Error).message).toContain(`begin() needs ${option} in E.164`);
    }
    expect(twilio.points).toEqual([]);
  });

  it.each([
    ['12345', PHONE],
    ['whatsapp:+15552220000', 'whatsapp:+15551110000'],
    ['+447700900123', '+12'],
    ['rcs:Owl_air.agent-1', 'rcs:+15551110000'],
    ['messenger:104729', 'messenger:7001'],
  ])('takes the numbers %s and %s, and finds the answer', async (from, to) => {
    await beginAppointment(twilio, { from, to });
    const ann = phoneOf(twilio);
    expect(await ann.texts('yes', { From: to, To: from })).toEqual(['See you at 10:00.']);
  });
});

it('the log of begin has neither numbers nor secrets', async () => {
  const logged = loggedErrors();
  twilio.interrupt((point, message) => {
    if (point === 'create' && message?.sendAt !== undefined)
      throw new Error(`To ${PHONE} from ${NUMBER} with ${SECRET}`);
  });
  await beginAppointment(twilio);
  expect(logged()).toContain('To +*** from +*** with ***');
  expect(logged()).not.toMatch(/\d{7}/);
});
