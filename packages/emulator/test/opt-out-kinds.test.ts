import { describe, expect, it } from '@jest/globals';
import type { NumberSettings } from '../src/engine/types';
import { ANN, BEN, changeNumber, NUMBER, startWithWebhook } from './support/turns';
import { says } from './support/webhook-server';

type Settings = Pick<NumberSettings, 'kind' | 'advancedOptOut'>;

const STOPPED = expect.stringContaining('You have successfully been unsubscribed.');
const STARTED = expect.stringContaining('You have successfully been re-subscribed');
const HELPED = 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.';
const NETWORK_STOPPED =
  'NETWORK MSG: You replied with the word "stop" which blocks all texts sent from this number. Text back "unstop" to receive messages again.';
const networkStarted = (word: string): string =>
  `NETWORK MSG: You have replied "${word}" and will begin receiving messages again from this number.`;

/** An emulator whose webhook answers `app`, and whose number is like this. */
async function start(settings: Settings) {
  const at = await startWithWebhook(says('app'));
  at.twilio.configure(NUMBER, settings);
  return {
    ...at,
    /** Texts from Ann: the answers, the debugger's codes, and the webhook's `OptOutType`. */
    async text(body: string, from = ANN) {
      const { replies, errors } = await at.twilio.phone(from).send(body);
      return {
        texts: replies.map((reply) => reply.body),
        codes: errors.map(({ code }) => code),
        type: at.server.requests.at(-1)?.parameters.get('OptOutType') ?? null,
      };
    },
    isOptedOut: () => at.twilio.engine.conversation(ANN, NUMBER)?.optedOut,
  };
}

/** The number answers `texts` itself; the webhook's answer follows, or is blocked. */
const answered = (...texts: unknown[]) => ({ texts: [...texts, 'app'], codes: [] });
const blocked = (...texts: unknown[]) => ({ texts, codes: [21610] });

describe.each<[name: string, settings: Settings]>([
  ['a toll-free number', { kind: 'tollFree' }],
  ['a toll-free number with Advanced Opt-Out', { kind: 'tollFree', advancedOptOut: true }],
])('%s', (_, settings) => {
  const isAdvanced = settings.advancedOptOut === true;
  const type = (value: string) => (isAdvanced ? value : null);

  it('has STOP answered by the network, and only by it', async () => {
    await using at = await start(settings);
    expect(await at.text('Stop')).toEqual({ ...blocked(NETWORK_STOPPED), type: type('STOP') });
    expect(await at.text('hi')).toEqual({ ...blocked(), type: null });
    expect(await at.text('hi', BEN)).toEqual({ ...answered(), type: null });
  });

  it.each(['START', 'unstop'])('has %s answered by the network after STOP', async (word) => {
    await using at = await start(settings);
    await at.text('STOP');
    const own = isAdvanced ? [STARTED] : [];
    expect(await at.text(word)).toEqual({
      ...answered(networkStarted(word.toLowerCase()), ...own),
      type: type('START'),
    });
    expect(at.isOptedOut()).toBe(false);
  });

  it('does not let YES undo STOP', async () => {
    await using at = await start(settings);
    await at.text('STOP');
    expect(await at.text('YES')).toEqual({ ...blocked(), type: type('START') });
    expect(at.isOptedOut()).toBe(true);
  });

  it('has the other words answered by Twilio', async () => {
    await using at = await start(settings);
    expect(await at.text('CANCEL')).toEqual({ ...blocked(STOPPED), type: type('STOP') });
    await at.text('START');
    expect(await at.text('HELP')).toEqual({ ...answered(HELPED), type: type('HELP') });
  });

  it('answers no HELP to who has opted out', async () => {
    await using at = await start(settings);
    await at.text('STOP');
    expect(await at.text('HELP')).toEqual({ ...blocked(), type: type('HELP') });
  });
});

describe('a short code', () => {
  it.each(['STOP', 'UNSUBSCRIBE', 'START', 'HELP'])('on its own leaves %s to the app', async (word) => {
    await using at = await start({ kind: 'shortCode' });
    expect(await at.text(word)).toEqual({ ...answered(), type: null });
    expect(at.isOptedOut()).toBe(false);
    expect(await at.text('hi')).toEqual({ ...answered(), type: null });
  });

  it('answers and blocks with Advanced Opt-Out', async () => {
    await using at = await start({ kind: 'shortCode', advancedOptOut: true });
    expect(await at.text('HELP')).toEqual({ ...answered(HELPED), type: 'HELP' });
    expect(await at.text('STOP')).toEqual({ ...blocked(STOPPED), type: 'STOP' });
    expect(await at.text('START')).toEqual({ ...answered(STARTED), type: 'START' });
  });

  it('blocks nothing that was blocked when it was a long code, and this shows', async () => {
    await using at = await start({});
    await at.text('STOP');
    const events: unknown[] = [];
    at.twilio.engine.subscribe((event) => event.type === 'optOut' && events.push(event.optedOut));
    at.twilio.configure(NUMBER, { kind: 'shortCode' });
    expect(at.isOptedOut()).toBe(false);
    expect(await at.text('hi')).toEqual({ ...answered(), type: null });
    at.twilio.configure(NUMBER, { kind: 'byNumber' });
    expect(await at.text('hi')).toEqual({ ...blocked(), type: null });
    expect(events).toEqual([false, true]);
  });
});

it.each([
  ['whatsapp:+15552220000', `whatsapp:${ANN}`],
  ['messenger:1234', 'messenger:5678'],
])('%s leaves STOP to the app', async (number, from) => {
  await using at = await start({});
  const { engine } = at.twilio;
  const stop = async (advancedOptOut: boolean) => {
    changeNumber(at.twilio, { number, name: number, advancedOptOut });
    await engine.send({ from, to: number, body: 'STOP' });
    return engine.conversation(from, number)?.optedOut;
  };
  expect([await stop(false), await stop(true)]).toEqual([false, true]);
});

it('a phone that has opted out by RCS has opted out of SMS too', async () => {
  await using at = await start({});
  await at.twilio.engine.send({ from: `rcs:${ANN}`, to: `rcs:${NUMBER}`, body: 'STOP' });
  expect(await at.text('hi')).toEqual({ ...blocked(), type: null });
});

describe('Advanced Opt-Out', () => {
  const SPANISH = {
    language: 'es',
    stop: { keywords: ['baja', 'no más'], reply: 'Adiós.' },
    start: { keywords: ['Alta'], reply: 'Hola de nuevo.' },
    help: { keywords: ['AYUDA'], reply: 'Escriba BAJA para salir.' },
  };
  const settings: Settings = {
    advancedOptOut: {
      stop: { keywords: ['stop', 'opt out', 'Genug'], reply: 'Bye.' },
      start: { reply: 'Hello again.' },
      languages: [SPANISH, { language: 'fr', stop: { keywords: ['arrêt'], reply: 'Au revoir.' } }],
    },
  };

  it.each(['STOP', 'stopall', 'Unsubscribe', 'CANCEL', 'end', 'Quit', 'REVOKE', 'optout', ' stop\n'])(
    'has Twilio’s own words when none are given: %j is told as STOP, after the SmsSid',
    async (word) => {
      await using at = await start({ advancedOptOut: true });
      expect(await at.text(word)).toEqual({ ...blocked(STOPPED), type: 'STOP' });
      expect(at.server.requests.at(-1)?.body).toMatch(/&SmsSid=SM\w{32}&OptOutType=STOP&FromState=&/);
    },
  );

  it.each([
    ['STOP', 'Bye.'],
    ['OPT OUT', 'Bye.'],
    ['genug', 'Bye.'],
    ['Baja', 'Adiós.'],
    ['NO MÁS', 'Adiós.'],
    ['ARRÊT', 'Au revoir.'],
  ])('%s opts out, and is answered: %s', async (word, reply) => {
    await using at = await start(settings);
    expect(await at.text(word)).toEqual({ ...blocked(reply), type: 'STOP' });
    expect(await at.text('hi')).toEqual({ ...blocked(), type: null });
  });

  it.each([
    ['START', 'Hello again.'],
    ['yes', 'Hello again.'],
    ['alta', 'Hola de nuevo.'],
  ])('%s opts in, and is answered whether or not the phone had opted out: %s', async (word, reply) => {
    await using at = await start(settings);
    expect(await at.text(word)).toEqual({ ...answered(reply), type: 'START' });
    await at.text('baja');
    expect(await at.text(word)).toEqual({ ...answered(reply), type: 'START' });
    expect(await at.text('hi')).toEqual({ ...answered(), type: null });
  });

  it.each([
    ['help', HELPED],
    ['ayuda', 'Escriba BAJA para salir.'],
  ])('%s is answered, but not to who has opted out: %s', async (word, reply) => {
    await using at = await start(settings);
    expect(await at.text(word)).toEqual({ ...answered(reply), type: 'HELP' });
    await at.text('STOP');
    expect(await at.text(word)).toEqual({ ...blocked(), type: 'HELP' });
  });

  it.each(['unsubscribe', 'opt  out', 'baja ya', 'arret', 'no mas', ''])(
    '%j, which is no whole keyword, is a message like any other',
    async (word) => {
      await using at = await start(settings);
      expect(await at.text(word)).toEqual({ ...answered(), type: null });
    },
  );

  it('is told to the fallback and after a redirect too', async () => {
    await using at = await startWithWebhook({
      '/sms': { status: 500 },
      '/fallback': '<Response><Redirect>/last</Redirect></Response>',
      '/last': '<Response/>',
    });
    at.twilio.configure(NUMBER, { advancedOptOut: true, smsFallbackUrl: `${at.server.origin}/fallback` });
    await at.ann.send('HELP');
    expect(at.server.requests.map(({ path, parameters }) => [path, parameters.get('OptOutType')])).toEqual([
      ['/sms', 'HELP'],
      ['/fallback', 'HELP'],
      ['/last', 'HELP'],
    ]);
  });
});
