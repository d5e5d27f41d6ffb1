import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { defineTwilioGlobals, HOUR } from 'test-support';
import { conversation, type ConversationOptions } from '../../src/conversation/conversation';
import { oneOf } from '../../src/conversation/readers/one-of';
import { ask, speak } from '../../src/conversation/steps';
import { inOwnWords } from '../../src/message/own-words/own-words';
import { conversationFunction } from '../../src/twilio/conversation-function';
import { optOuts } from '../../src/twilio/opt-out-handler';
import type { OptOutEvent, OptOutOptions } from '../../src/twilio/opt-outs';
import { DAY, PARTY, booking } from '../support/booking';
import { fakeTimers } from '../support/fake-timers';
import { jarSender } from '../support/jar-sender';
import { loggedErrors } from '../support/logged-errors';

beforeAll(defineTwilioGlobals);
fakeTimers();

const PROGRAM = { program: 'Owl Air', contact: 'help@owlair.com' };
const OUT =
  'Owl Air: You are unsubscribed and will get no more messages. Reply START to resubscribe, or HELP for help.';
const IN = 'Owl Air: You are subscribed again. Reply HELP for help, or STOP to unsubscribe.';
const HELP = 'Owl Air: Help at help@owlair.com. Msg &amp; data rates may apply. Reply STOP to unsubscribe.';

const SHORT_CODE = { To: '12345' };
const LONG_CODE = { To: '+15552220000' };

/** A sender of the booking, whose opt-outs are handled, and what the hooks were told. */
function handled(
  options: Partial<OptOutOptions> = {},
  numbers: object = SHORT_CODE,
  code: ConversationOptions = {},
) {
  const events: [name: string, event: OptOutEvent][] = [];
  const handling = optOuts({
    ...PROGRAM,
    onOptOut: (event) => void events.push(['out', event]),
    onOptIn: (event) => void events.push(['in', event]),
    ...options,
  });
  const ann = jarSender(conversationFunction(booking(code), undefined, handling), {}, numbers);
  return { ...ann, events, told: () => events.map(([name, { by }]) => `${name} by ${by}`) };
}

describe('on a short code', () => {
  it.each([
    'STOP',
    ' stop ',
    'Stop!',
    '“Stop”',
    'stop all',
    'opt out',
    'Opt-Out.',
    'QUIT',
    'end',
    'cancel',
    'unsubscribe',
    'revoke',
    'optout',
    'stopall',
  ])('%j is answered with one text, and ends the conversation', async (body) => {
    const { texts, told, cookies } = handled();
    expect(await texts('hi')).toEqual([PARTY]);
    expect(await texts(body)).toEqual([OUT]);
    expect(told()).toEqual(['out by keyword']);
    expect(cookies()).toEqual(['booking']);
  });

  it('is answered as the first message too', async () => {
    const { texts } = handled();
    expect(await texts('STOP')).toEqual([OUT]);
  });

  it('gets no second text, and tells the hook no second time', async () => {
    const { texts, told } = handled();
    for (const body of ['hi', 'STOP']) await texts(body);
    for (const body of ['STOP', 'stop', 'unsubscribe']) expect(await texts(body)).toEqual([]);
    expect(await texts('STOP', { MessageSid: 'SM2' })).toEqual([]);
    expect(told()).toEqual(['out by keyword']);
  });

  it('gets the text again when the message is delivered again with the cookie of before', async () => {
    const { texts, remember, events } = handled();
    await texts('hi');
    const restore = remember();
    expect(await texts('STOP', { MessageSid: 'SM2' })).toEqual([OUT]);
    restore();
    expect(await texts('STOP', { MessageSid: 'SM2' })).toEqual([OUT]);
    const keys = events.map(([, { idempotencyKey }]) => idempotencyKey);
    expect(keys).toEqual([keys[0], keys[0]]);
  });

  it.each(['hi', '4', 'restart', 'thanks', 'no', ''])('then says nothing to %j', async (body) => {
    const { texts, send, told } = handled();
    for (const text of ['hi', 'STOP']) await texts(text);
    const logged = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    expect(await texts(body)).toEqual([]);
    expect(logged.mock.calls.join()).toContain('"outcome":"opted-out"');
    jest.setSystemTime(Date.now() + 3 * HOUR);
    await send(body);
    jest.setSystemTime(Date.now() + 3 * HOUR);
    expect(await texts(body)).toEqual([]); // each message renews the cookie
    expect(told()).toEqual(['out by keyword']);
  });

  it('forgets it with the cookie, after four hours', async () => {
    const { texts } = handled();
    for (const text of ['hi', 'STOP']) await texts(text);
    jest.setSystemTime(Date.now() + 4 * HOUR);
    expect(await texts('hi')).toEqual([PARTY]);
  });

  it.each(['START', 'unstop', 'Yes', 'start!'])('says welcome to %j, and then begins anew', async (body) => {
    const { texts, told } = handled();
    for (const text of ['hi', '4', 'STOP']) await texts(text);
    expect(await texts(body)).toEqual([IN]);
    expect(told()).toEqual(['out by keyword', 'in by keyword']);
    expect(await texts('hi')).toEqual([PARTY]);
    expect(await texts('STOP')).toEqual([OUT]);
  });

  it('begins with START when nobody has opted out, and tells the hook', async () => {
    const { texts, told } = handled();
    expect(await texts('START')).toEqual([PARTY]);
    expect(await texts('4')).toEqual([DAY]);
    expect(await texts('START')).toEqual([DAY]);
    expect(told()).toEqual(['in by keyword', 'in by keyword']);
  });

  it('says nothing to START that is delivered again', async () => {
    const { texts } = handled();
    for (const text of ['hi', 'STOP']) await texts(text);
    expect(await texts('START', { MessageSid: 'SM3' })).toEqual([IN]);
    expect(await texts('START', { MessageSid: 'SM3' })).toEqual([]);
  });

  it('takes yes for an answer when nobody has opted out', async () => {
    const { texts, told } = handled();
    await texts('hi');
    expect(await texts('yes')).toEqual([expect.stringContaining(PARTY)]);
    expect(told()).toEqual([]);
  });

  it.each(['HELP', 'info', 'help.'])('answers %j at any time, and changes nothing', async (body) => {
    const { texts } = handled();
    expect(await texts(body)).toEqual([HELP]);
    await texts('hi');
    expect(await texts(body)).toEqual([HELP]);
    expect(await texts('4')).toEqual([DAY]);
    await texts('STOP');
    expect(await texts(body)).toEqual([HELP]);
    expect(await texts('hi')).toEqual([]);
  });

  it.each(['whatsapp:+15552220000', 'messenger:104729'])('answers STOP to %s in the same way', async (To) => {
    const { texts } = handled({}, { From: 'whatsapp:+15551110000', To });
    expect(await texts('STOP')).toEqual([OUT]);
    expect(await texts('hi')).toEqual([]);
  });

  it('without handling says nothing to STOP, and that nobody has answered it', async () => {
    const logged = loggedErrors();
    const { texts } = jarSender(conversationFunction(booking()), {}, SHORT_CODE);
    expect(await texts('hi')).toEqual([PARTY]);
    expect(await texts('STOP')).toEqual([]);
    expect(logged()).toContain('STOP was answered by nobody');
    expect(await texts('STOP', { OptOutType: 'STOP' })).toEqual([]);
    expect(await texts('STOP', LONG_CODE)).toEqual([]);
    expect(logged().match(/answered by nobody/g)).toHaveLength(1);
  });
});

describe('where Twilio answers', () => {
  it.each([
    ['a long code', LONG_CODE, {}],
    ['RCS', { From: 'rcs:+15551110000', To: 'rcs:owl_agent' }, {}],
    ['a short code that says so', SHORT_CODE, { answeredBy: 'twilio' } as const],
    ['a short code that a function says so of', SHORT_CODE, { answeredBy: () => 'twilio' } as const],
  ])('%s, the app texts nothing, and tells the hook once', async (_, numbers, options) => {
    const { texts, told } = handled(options, numbers);
    await texts('hi');
    expect(await texts('STOP')).toEqual([]);
    expect(await texts('STOP')).toEqual([]);
    expect(told()).toEqual(['out by keyword']);
    expect(await texts('START')).toEqual([PARTY]);
    expect(told()).toEqual(['out by keyword', 'in by keyword']);
  });

  it('goes on as ever, because Twilio blocks what is sent', async () => {
    const { texts, told } = handled({}, LONG_CODE);
    for (const body of ['hi', '4', 'STOP']) await texts(body);
    expect(await texts('hi')).toEqual([PARTY]);
    expect(await texts('HELP')).toEqual([PARTY]);
    expect(told()).toEqual(['out by keyword']);
  });

  it.each(['Stop!', 'opt out'])('takes %j for an answer, as Twilio does not know it', async (body) => {
    const { texts, told } = handled({}, LONG_CODE);
    await texts('hi');
    expect(await texts(body)).toEqual([expect.stringContaining(PARTY)]);
    expect(told()).toEqual([]);
  });

  it('and the app is to, it texts', async () => {
    const { texts } = handled(
      { answeredBy: (number) => (number === LONG_CODE.To ? 'app' : 'twilio') },
      LONG_CODE,
    );
    expect(await texts('STOP')).toEqual([OUT]);
  });
});

describe('with Advanced Opt-Out', () => {
  it.each([
    ['arret', 'STOP', ['out by OptOutType']],
    ['bonjour', 'START', ['in by OptOutType']],
    ['STOP', 'START', ['in by OptOutType']],
    ['aide', 'HELP', []],
    ['quelque chose', 'LATER', []],
    ['STOP', 'LATER', ['out by keyword']],
  ])('%j with OptOutType %s gets no text on a short code', async (body, OptOutType, told) => {
    const ann = handled({ ownWords: () => true });
    await ann.texts('START', { OptOutType: 'START' });
    ann.events.length = 0;
    expect(await ann.texts(body, { OptOutType })).toEqual([]);
    expect(ann.told()).toEqual(told);
  });

  it('STOP ends the conversation once, and START lets it begin', async () => {
    const { texts, told } = handled();
    for (const body of ['hi', '4']) await texts(body);
    expect(await texts('arret', { OptOutType: 'STOP' })).toEqual([]);
    expect(await texts('arret', { OptOutType: 'STOP' })).toEqual([]);
    expect(await texts('bonjour', { OptOutType: 'START' })).toEqual([]);
    expect(told()).toEqual(['out by OptOutType', 'in by OptOutType']);
    expect(await texts('hi')).toEqual([PARTY]);
  });

  it('START and HELP leave a conversation as it is', async () => {
    const { texts } = handled();
    await texts('hi');
    await texts('bonjour', { OptOutType: 'START' });
    await texts('aide', { OptOutType: 'HELP' });
    expect(await texts('4')).toEqual([DAY]);
  });

  it('turned off later, the app answers STOP itself', async () => {
    const { texts, told } = handled();
    await texts('arret', { OptOutType: 'STOP' });
    expect(await texts('STOP')).toEqual([OUT]);
    expect(told()).toEqual(['out by OptOutType', 'out by keyword']);
  });
});

describe('in own words', () => {
  it('is off', async () => {
    const { texts, told } = handled({}, LONG_CODE);
    await texts('hi');
    expect(await texts('please stop texting me')).toEqual([expect.stringContaining(PARTY)]);
    expect(told()).toEqual([]);
  });

  it('ends the conversation on a long code with one text; then the app says nothing until START', async () => {
    const { texts, told, events } = handled({ ownWords: inOwnWords() }, LONG_CODE);
    for (const body of ['hi', '4']) await texts(body);
    expect(await texts('Please stop texting me.')).toEqual([OUT]);
    expect(events[0]?.[1]).toMatchObject({
      by: 'own-words',
      body: 'Please stop texting me.',
      from: '+15551110000',
      to: '+15552220000',
      answers: { party: 4 },
      idempotencyKey: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
      signal: expect.any(AbortSignal) as unknown,
    });
    for (const body of ['ok', 'stop texting me', 'STOP', 'HELP', 'Friday'])
      expect(await texts(body)).toEqual([]);
    expect(await texts('START')).toEqual([PARTY]); // Twilio has answered START
    expect(told()).toEqual(['out by own-words', 'in by keyword']);
    expect(await texts('4')).toEqual([DAY]);
  });

  it('comes after keywords, commands and buttons, which are never asked about', async () => {
    const asked: string[] = [];
    const ownWords = (body: string) => void asked.push(body) as unknown as boolean;
    const { texts } = handled({ ownWords });
    for (const body of ['START', 'HELP', 'hi', '4']) await texts(body);
    expect(asked).toEqual(['hi', '4']);
  });

  it('is read in the language that the conversation has taken', async () => {
    const code = conversation('lang', function* () {
      yield* speak('es');
      yield* ask('day', '¿Qué día?', oneOf('lunes', 'martes'));
    });
    const handling = optOuts({ ...PROGRAM, ownWords: inOwnWords() });
    const { texts } = jarSender(conversationFunction(code, undefined, handling));
    await texts('hola');
    expect(await texts('No me escriban más')).toEqual([
      'Owl Air: Su suscripción está cancelada y no recibirá más mensajes. Responda START para volver, o HELP para ayuda.',
    ]);
  });

  it('that throws is logged, and is nobody’s', async () => {
    const logged = loggedErrors();
    const ownWords = async () => Promise.reject(new Error('the model is down'));
    const { texts } = handled({ ownWords }, LONG_CODE);
    expect(await texts('hi')).toEqual([PARTY]);
    expect(logged()).toContain('the model is down');
  });
});

describe('the hooks', () => {
  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('the CRM is down');
      },
    ],
    ['rejects', async () => Promise.reject(new Error('the CRM is down'))],
  ])('that one %s costs neither the opt-out nor the text, and is logged', async (_, hook) => {
    const logged = loggedErrors();
    const { texts } = handled({ onOptOut: hook, onOptIn: hook });
    await texts('hi');
    expect(await texts('STOP')).toEqual([OUT]);
    expect(await texts('hi')).toEqual([]);
    expect(await texts('START')).toEqual([IN]);
    expect(logged().match(/the CRM is down/g)).toHaveLength(2);
  });

  it('that hangs costs neither: the text goes out after 9 s', async () => {
    loggedErrors();
    const { send, texts } = handled({ onOptOut: async () => new Promise(() => undefined) });
    await texts('hi');
    const reply = send('STOP');
    await jest.advanceTimersByTimeAsync(9000);
    expect((await reply).body).toContain('unsubscribed');
    expect(jest.getTimerCount()).toBe(0);
    expect(await texts('hi')).toEqual([]);
  });

  it('are not needed', async () => {
    const { texts } = jarSender(conversationFunction(booking(), undefined, optOuts(PROGRAM)), {}, SHORT_CODE);
    expect(await texts('STOP')).toEqual([OUT]);
    expect(await texts('START')).toEqual([IN]);
  });
});

describe('the texts', () => {
  it('are in the language of the conversation', async () => {
    const { texts } = handled({}, SHORT_CODE, { language: 'es' });
    expect(await texts('HELP')).toEqual([expect.stringContaining('Ayuda en help@owlair.com')]);
    expect(await texts('STOP')).toEqual([expect.stringContaining('no recibirá más mensajes')]);
    expect(await texts('START')).toEqual([expect.stringContaining('activa otra vez')]);
  });

  it('can be replaced, for all languages or for each', async () => {
    const all = handled({ texts: { optedOut: 'Bye.' } });
    expect(await all.texts('STOP')).toEqual(['Bye.']);
    expect(await all.texts('START')).toEqual([IN]);
    const each = handled({ texts: (language) => ({ optedOut: `Bye ${language}.` }) }, SHORT_CODE, {
      language: 'es',
    });
    expect(await each.texts('STOP')).toEqual(['Bye es.']);
  });

  it.each<[string, Partial<OptOutOptions>, string, string]>([
    ['no program', { program: ' ' }, 'opt-out-definition', 'optOuts() needs program'],
    ['no contact', { contact: undefined as never }, 'opt-out-definition', 'optOuts() needs contact'],
    ['a blank text', { texts: { help: ' ' } }, 'message-text', 'no text'],
    [
      'a text that is too long in Spanish',
      { texts: (l) => (l === 'es' ? { help: 'x'.repeat(1601) } : {}) },
      'message-text',
      '1601',
    ],
  ])('are refused with %s', (_, other, code, message) => {
    expect(() => optOuts({ ...PROGRAM, ...other })).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) as unknown }),
    );
  });
});

it('leaves conversations as they are whose sender has not opted out', async () => {
  const { texts } = handled({ ownWords: inOwnWords() });
  expect(await texts('hi')).toEqual([PARTY]);
  expect(await texts('4')).toEqual([DAY]);
  expect(await texts('Friday')).toEqual(['Friday for 4.']);
});
