import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { defineTwilioGlobals, NOON } from 'test-support';
import { conversation, type DefinedConversation } from '../../src/conversation/conversation';
import { integer } from '../../src/conversation/readers/integer';
import { text } from '../../src/conversation/readers/text';
import { ask, choose, effect, listen, scope, speak, type Steps } from '../../src/conversation/steps';
import { switchboard } from '../../src/conversation/switchboard/switchboard';
import { english } from '../../src/texts/english';
import { spanish } from '../../src/texts/spanish';
import { conversationFunction } from '../../src/twilio/conversation-function';
import { fakeTwilio, NUMBER, PHONE, SERVICE } from '../support/fake-twilio';
import { fakeTimers } from '../support/fake-timers';
import { loggedErrors } from '../support/logged-errors';
import { functionSender } from '../support/sender';

beforeAll(defineTwilioGlobals);
fakeTimers();

let twilio = fakeTwilio();
let logged = () => '';
beforeEach(() => {
  jest.setSystemTime(NOON);
  twilio = fakeTwilio();
  logged = loggedErrors();
});

const LATER = 'Are you still there?';
const LAST = 'We close this.';
const AGE = 'How old are you?';
const remind = [
  { after: '1h', text: LATER },
  { after: '3h', text: LAST, closes: true },
] as const;

/** Asks a name, with reminders, and an age, without. */
const survey = conversation(
  'survey',
  function* () {
    const name = yield* ask('name', 'Name?', text({ max: 5 }), { remind });
    const age = yield* ask('age', AGE, integer());
    return `${name}, ${age}.`;
  },
  {
    maxAttempts: 2,
    commands: {
      restart: { words: ['restart'] },
      back: { words: ['back'] },
      hours: { words: ['hours'], text: '9 to 5.' },
      order: {
        words: ['order'],
        code: function* () {
          yield* ask('what', 'What?', text(), { remind: { after: '2h', text: 'What do you order?' } });
        },
      },
    },
  },
);

/** Whether the state is on a server, or in a cookie. */
const stores = ['server', 'cookie'] as const;
type Store = (typeof stores)[number];
const phone = (store: Store, code: DefinedConversation = survey, context: object = twilio.context) =>
  functionSender(
    code,
    context,
    store === 'server' ? conversationFunction(code, twilio.store) : conversationFunction(code),
  );

describe.each(stores)('reminders, with the state in a %s', (place) => {
  it('are scheduled at Twilio when the question is asked', async () => {
    expect(await phone(place).texts('hi')).toEqual(['Name?']);
    const common = { from: NUMBER, to: PHONE, messagingServiceSid: SERVICE, scheduleType: 'fixed' };
    const status = 'scheduled';
    expect(twilio.messages).toEqual([
      { ...common, sid: 'SM1', status, body: LATER, sendAt: new Date(NOON + 3_600_000) },
      { ...common, sid: 'SM2', status, body: LAST, sendAt: new Date(NOON + 3 * 3_600_000) },
    ]);
  });

  it('are canceled when it is answered, and none are scheduled for a question without', async () => {
    const ann = phone(place);
    await ann.send('hi');
    expect(await ann.texts('Ann')).toEqual([AGE]);
    expect(twilio.messages.map(({ status }) => status)).toEqual(['canceled', 'canceled']);
    const requests = twilio.points.length;
    expect(await ann.texts('33')).toEqual(['Ann, 33.']);
    expect(twilio.points.slice(requests).filter((point) => /create|update|fetch/.test(point))).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['no answer', 'much too long', 'Name?'],
    ['a command with a text', 'hours', 'Name?'],
    ['the command `back`', 'back', 'Name?'],
    ['a restart', 'restart', 'Name?'],
    ['HELP, which Twilio answers', 'HELP', 'Name?'],
  ])('are scheduled anew when the question is asked again, after %s', async (_, body, last) => {
    const ann = phone(place);
    await ann.send('hi');
    jest.setSystemTime(NOON + 60_000);
    expect((await ann.texts(body)).at(-1)).toContain(last);
    expect(twilio.messages.map(({ status }) => status)).toEqual([
      ...['canceled', 'canceled'],
      ...['scheduled', 'scheduled'],
    ]);
    expect(twilio.messages[2]?.sendAt).toEqual(new Date(NOON + 60_000 + 3_600_000));
  });

  it('are those of the question that is open: of a command, and back', async () => {
    const ann = phone(place);
    await ann.send('hi');
    expect(await ann.texts('order')).toEqual(['What?']);
    expect(twilio.scheduled()).toEqual(['What do you order?']);
    expect(await ann.texts('Fish')).toEqual(['Name?']);
    expect(twilio.scheduled()).toEqual([LATER, LAST]);
    await ann.send('Ann');
    expect(twilio.scheduled()).toEqual([]);
    expect(await ann.texts('back')).toEqual(['Name?']);
    expect(twilio.scheduled()).toEqual([LATER, LAST]);
  });

  it('are canceled when the conversation is given up', async () => {
    const ann = phone(place);
    await ann.send('hi');
    await ann.send('much too long');
    expect(twilio.scheduled()).toEqual([LATER, LAST]);
    expect(await ann.texts('much too long')).toEqual([english.closing]);
    expect(twilio.scheduled()).toEqual([]);
  });

  it.each([
    ['STOP', {}],
    ['please no more', { OptOutType: 'STOP' }],
  ])('are canceled by %s %j', async (body, other) => {
    const ann = phone(place);
    await ann.send('hi');
    expect(await ann.texts(body, other)).toEqual([]);
    expect(twilio.scheduled()).toEqual([]);
    expect(await ann.texts('hi')).toEqual(['Name?']);
    expect(logged()).toBe('');
  });

  it('are none for STOP before anything else', async () => {
    expect(await phone(place).texts('STOP')).toEqual([]);
    expect(twilio.points.filter((point) => /update|fetch/.test(point))).toEqual([]);
    expect(logged()).toBe('');
  });

  it('that were sent a moment before are harmless: the answer counts', async () => {
    const ann = phone(place);
    await ann.send('hi');
    twilio.sendScheduled(LATER);
    expect(await ann.texts('Ann')).toEqual([AGE]);
    expect(twilio.scheduled()).toEqual([]);
    expect(logged()).toBe('');
  });

  it('that close the conversation do so once they are sent: the next text begins another', async () => {
    const ann = phone(place);
    await ann.send('hi');
    twilio.sendScheduled(LATER);
    twilio.sendScheduled(LAST);
    expect(await ann.texts('Ann')).toEqual(['Name?']);
    expect(twilio.scheduled()).toEqual([LATER, LAST]);
    expect(await ann.texts('Bob')).toEqual([AGE]);
  });

  it('that close it keep the language for what is said afterwards', async () => {
    let fails = false;
    const code = conversation('spanish', function* () {
      yield* speak('es');
      yield* effect('call', () => {
        if (fails) throw new Error('no line');
      });
      yield* ask('name', '¿Nombre?', text(), { remind });
    });
    const ann = phone(place, code);
    await ann.send('hi');
    twilio.sendScheduled(LAST);
    fails = true;
    expect(await ann.texts('Ann')).toEqual([spanish.failed]);
  });

  it.each(['failed', 'canceled', 'deleted'])('that close it and were %s do not', async (status) => {
    const ann = phone(place);
    await ann.send('hi');
    if (status === 'deleted') twilio.messages.splice(0);
    else for (const message of twilio.messages) message.status = status;
    expect(await ann.texts('Ann')).toEqual([AGE]);
    expect(logged()).toBe('');
  });

  it('work in choose(), in a scope and behind a switchboard', async () => {
    const pick = function* (): Steps<string> {
      return yield* choose('size', 'Which size?', ['Small', 'Large'], undefined, {
        remind: { after: '1h', text: LATER },
      });
    };
    const part = conversation('part', function* () {
      return `A ${yield* scope('inner', pick())} one.`;
    });
    const front = switchboard('front', { pizza: part }, { prompt: 'Which?' });
    const ann = phone(place, front);
    expect(await ann.texts('pizza')).toEqual(['Which size?\n1. Small\n2. Large']);
    expect(twilio.scheduled()).toEqual([LATER]);
    expect(await ann.texts('2')).toEqual(['A Large one.']);
    expect(twilio.scheduled()).toEqual([]);
  });

  it('are none while the conversation listens', async () => {
    const code = conversation('listening', function* () {
      yield* ask('name', 'Name?', text(), { remind });
      yield* listen('person', integer());
    });
    const ann = phone(place, code);
    await ann.send('hi');
    expect(await ann.texts('Ann')).toEqual([]);
    expect(twilio.scheduled()).toEqual([]);
  });

  it('of 5 minutes are asked for a little later: Twilio counts from the request', async () => {
    const code = conversation('soon', function* () {
      yield* ask('name', 'Name?', text(), {
        remind: [
          { after: '5m', text: LATER },
          { after: '6m', text: LAST },
        ],
      });
    });
    await phone(place, code).send('hi');
    expect(twilio.messages.map(({ sendAt }) => (Number(sendAt) - NOON) / 1000)).toEqual([320, 360]);
  });

  it('need a Messaging Service; without, the turn fails with advice', async () => {
    const context = { ...twilio.context, MESSAGING_SERVICE_SID: '' };
    const ann = phone(place, survey, context);
    expect(await ann.texts('hi')).toEqual([english.failed]);
    expect(logged()).toContain('set MESSAGING_SERVICE_SID in .env');
    expect(twilio.points.filter((point) => point === 'create')).toEqual([]);
  });

  it('take the Messaging Service by which the message came, when none is set', async () => {
    const context = { getTwilioClient: twilio.context.getTwilioClient };
    await phone(place, survey, context).send('hi', { MessagingServiceSid: 'MG of the webhook' });
    expect(twilio.messages[0]?.messagingServiceSid).toBe('MG of the webhook');
  });

  it.each([[undefined], [''], [['MG1', 'MG2']]])(
    'do not take %j of the webhook for a Messaging Service',
    async (MessagingServiceSid) => {
      const context = { getTwilioClient: twilio.context.getTwilioClient };
      expect(await phone(place, survey, context).texts('hi', { MessagingServiceSid })).toEqual([
        english.failed,
      ]);
    },
  );

  it('prefer the Messaging Service of the settings to the webhook’s', async () => {
    await phone(place).send('hi', { MessagingServiceSid: 'MG of somebody else' });
    expect(twilio.messages[0]?.messagingServiceSid).toBe(SERVICE);
  });

  it('need an account', async () => {
    const context = { MESSAGING_SERVICE_SID: SERVICE };
    expect(await phone(place, survey, context).texts('hi')).toEqual([english.failed]);
    expect(logged()).toContain('ACCOUNT_SID and AUTH_TOKEN must be in context');
  });
});

describe('a reminder after the end of the session', () => {
  const after = (time: '4h' | '5h' | '7d' | '8d') =>
    conversation('late', function* () {
      yield* ask('name', 'Name?', text(), { remind: { after: time, text: LATER } });
    });

  it.each<[Store, '4h' | '7d', '5h' | '8d', string]>([
    ['cookie', '4h', '5h', 'after 300 minutes, and the session lives for 240'],
    ['server', '7d', '8d', 'after 11520 minutes, and the session lives for 10080'],
  ])('is refused with a %s, and one at the end is not', async (place, last, late, advice) => {
    expect(await phone(place, after(last)).texts('hi')).toEqual(['Name?']);
    expect(twilio.scheduled()).toEqual([LATER]);
    twilio = fakeTwilio();
    expect(await phone(place, after(late)).texts('hi')).toEqual([english.failed]);
    expect(twilio.messages).toEqual([]);
    expect(logged()).toContain(advice);
    expect(logged()).toContain('syncStore({ ttl: "7d" })');
  });
});

it('a store that does not say how long it keeps a session counts as a cookie', async () => {
  const { open, save, end } = twilio.store;
  const code = conversation('late', function* () {
    yield* ask('name', 'Name?', text(), { remind: { after: '5h', text: LATER } });
  });
  const answering = conversationFunction(code, { open, save, end });
  expect(await functionSender(code, twilio.context, answering).texts('hi')).toEqual([english.failed]);
});

it('a message that is delivered again to a store on a server changes no reminder', async () => {
  const ann = phone('server');
  await ann.send('hi', { MessageSid: 'SM again' });
  const requests = twilio.points.filter((point) => /create|update/.test(point));
  expect(await ann.texts('hi', { MessageSid: 'SM again' })).toEqual(['Name?']);
  expect(twilio.points.filter((point) => /create|update/.test(point))).toEqual(requests);
});
