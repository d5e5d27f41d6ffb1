import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Json, readSecrets, sessionCookie } from 'sms-conversation';
import { defineTwilioGlobals, HOUR, invoke, NOON, OTHER_SECRET, SECRET } from 'test-support';
import { handler } from '../../src/functions/sms.protected';
import { eventWith, phoneFor, URL } from '../support/phone';

const FIRST = 'Hello, thanks for the new message.';

const phone = (options?: { from?: string; to?: string; secret?: string }) => phoneFor(handler, options);

const withMessage = (text: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><Response><Message>${text}</Message></Response>`;
const SILENCE = '<?xml version="1.0" encoding="UTF-8"?><Response/>';

beforeAll(() => {
  defineTwilioGlobals();
  jest.useFakeTimers({ now: NOON, doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
});

const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
afterEach(() => {
  log.mockClear();
  jest.setSystemTime(NOON);
});

describe('the counter', () => {
  it('greets, then counts', async () => {
    const { send } = phone();
    expect([await send(), await send(), await send()].map(({ body }) => body)).toEqual([
      withMessage(FIRST),
      withMessage('Hello, thanks for message number 2'),
      withMessage('Hello, thanks for message number 3'),
    ]);
  });

  it('answers TwiML with one cookie that lasts four hours', async () => {
    const reply = await phone().send();
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['Content-Type']).toBe('text/xml');
    expect(reply.cookies).toEqual([expect.stringMatching(/^counter=[\w.-]+;Max-Age=14400;Path=\/$/)]);
  });

  it('counts an MMS without text', async () => {
    const { send } = phone();
    await send({ Body: '', NumMedia: '1', MediaUrl0: 'https://example.com/a.jpg' });
    expect((await send({ Body: '' })).body).toContain('number 2');
  });

  it('gives a retried webhook the same answer', async () => {
    const { jar, send } = phone();
    await send();
    const before = jar.serializeSync();
    const first = await send();
    const retry = phone();
    retry.jar.removeAllCookiesSync();
    for (const cookie of before?.cookies ?? []) {
      retry.jar.setCookieSync(`${String(cookie.key)}=${String(cookie.value)}`, URL);
    }
    expect(await retry.send()).toEqual(first);
  });

  it('begins again four hours after the last message', async () => {
    const { send } = phone();
    await send();
    jest.setSystemTime(NOON + 3 * HOUR);
    expect((await send()).body).toContain('number 2');
    jest.setSystemTime(NOON + 7 * HOUR - 1);
    expect((await send()).body).toContain('number 3');
    jest.setSystemTime(NOON + 11 * HOUR);
    expect((await send()).body).toContain(FIRST);
  });

  it('logs a line of JSON for each turn: its outcome, and why a conversation began anew', async () => {
    const { send } = phone();
    await send();
    const { cookies } = await send();
    const counter = /^counter=([^;]*)/.exec(cookies[0] ?? '')?.[1];
    await invoke(handler, { SESSION_SECRET: OTHER_SECRET }, eventWith({ cookies: { counter } }));
    await invoke(handler, { SESSION_SECRET: SECRET }, eventWith({ cookies: { counter: 'x' } }));
    await send({ Body: 'STOP' });
    await send({ OptOutType: 'HELP' });
    await invoke(handler, { SESSION_SECRET: SECRET }, {});
    await invoke(handler, {}, {}).catch(() => undefined);
    const numbers = { from: '00', to: '00' };
    expect(log.mock.calls.map(([line]) => JSON.parse(String(line)) as unknown)).toEqual([
      { outcome: 'message', ...numbers, began: 'missing' },
      { outcome: 'message', ...numbers },
      { outcome: 'message', ...numbers, began: 'forged' },
      { outcome: 'message', ...numbers, began: 'malformed' },
      { outcome: 'opt-out', ...numbers },
      { outcome: 'answered', ...numbers },
      { outcome: 'unusable' },
      { outcome: 'failed' },
    ]);
  });

  it('logs nothing of what was said, nor by whom, nor a secret', async () => {
    await phone().send({ Body: 'the body' });
    const { send } = phone({ from: '+15551234567', to: '+15557654321' });
    await send({ Body: 'the body' });
    const lines = log.mock.calls.join();
    for (const secret of ['the body', '5551234567', '5557654321', SECRET])
      expect(lines).not.toContain(secret);
  });
});

describe('a counter of another shape, as another version of this code may have signed', () => {
  it.each<[unknown]>([
    [{}],
    [{ count: '2' }],
    [{ count: 1.5 }],
    [{ count: -1 }],
    [{ count: 0 }],
    [[]],
    [null],
  ])('%j begins anew', async (session) => {
    const any = sessionCookie('counter', (payload: Json): payload is Json => JSON.stringify(payload) !== '');
    const [, counter] = any.seal(session as Json, {
      from: '+15551110000',
      to: '+15552220000',
      secrets: readSecrets(SECRET),
      now: NOON,
    });
    const reply = await invoke(handler, { SESSION_SECRET: SECRET }, eventWith({ cookies: { counter } }));
    expect(reply.body).toContain(FIRST);
  });
});

describe('a sender who opts out', () => {
  it.each([{ Body: 'STOP' }, { Body: ' unsubscribe\n' }, { Body: 'arret', OptOutType: 'STOP' }])(
    '%j ends the conversation without a message',
    async (parameters) => {
      const { jar, send } = phone();
      await send();
      const reply = await send(parameters);
      expect(reply.body).toBe(SILENCE);
      expect(reply.headers['Content-Type']).toBe('text/xml');
      expect(jar.getCookiesSync(URL)).toEqual([]);
      expect((await send()).body).toContain(FIRST);
    },
  );

  it.each(['START', 'HELP'])('OptOutType %s sends no message and leaves the conversation', async (type) => {
    const { send } = phone();
    await send();
    const reply = await send({ OptOutType: type });
    expect(reply.body).toBe(SILENCE);
    expect(reply.cookies).toEqual([]);
    expect((await send()).body).toContain('number 2');
  });
});
