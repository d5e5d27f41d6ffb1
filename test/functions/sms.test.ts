import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { CookieJar } from 'tough-cookie';
import { type Json, readSecrets, sessionCookie, smsFunction } from 'sms-conversation';
import { handler } from '../../src/functions/sms.protected';
import { invoke, type Reply, defineTwilioGlobals, HOUR, NOON, OTHER_SECRET, SECRET } from 'test-support';

const URL = 'https://example.com/sms';
const FIRST = 'Hello, thanks for the new message.';

/** A phone whose messages reach the handler, with the cookies that Twilio would keep for it. */
function phone({ from = '+15551110000', to = '+15552220000', secret = SECRET } = {}) {
  const jar = new CookieJar();
  const send = async (parameters: object = {}): Promise<Reply> => {
    const sent = jar.getCookiesSync(URL).map(({ key, value }) => [key, value]);
    const event = {
      request: { headers: {}, cookies: Object.fromEntries(sent) as object },
      ...{ From: from, To: to, Body: 'hi', ...parameters },
    };
    const reply = await invoke(handler, { SESSION_SECRET: secret }, event);
    for (const cookie of reply.cookies) jar.setCookieSync(cookie, URL);
    return reply;
  };
  return { jar, send };
}

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
      { outcome: 'answered' },
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

const eventWith = (request: unknown, parameters: object = {}) => ({
  From: '+15551110000',
  To: '+15552220000',
  Body: 'hi',
  ...parameters,
  request,
});

describe('bad requests', () => {
  it.each<[string, unknown, string]>([
    ['nothing', {}, 'Missing: From and To.'],
    ['no To', { From: '+15551110000' }, 'Missing: To.'],
    ['From twice', eventWith({}, { From: ['a', 'b'] }), 'Not a single text value: From.'],
    ['no event', undefined, 'Missing: From and To.'],
  ])('with %s get a 400 that says what is missing and what this is', async (_, event, problem) => {
    const reply = await invoke(handler, { SESSION_SECRET: SECRET }, event);
    expect(reply.statusCode).toBe(400);
    expect(reply.headers['Content-Type']).toBe('text/plain');
    expect(reply.body).toContain(problem);
    expect(reply.body).toContain('This address is the webhook for incoming SMS messages');
    expect(reply.cookies).toEqual([]);
  });

  it.each([[undefined], [null], ['text'], [{}], [{ cookies: null }], [{ cookies: 'counter=1' }]])(
    'in which a parameter hides the request behind %p begin a new conversation',
    async (request) => {
      const reply = await invoke(handler, { SESSION_SECRET: SECRET }, eventWith(request));
      expect(reply.body).toContain(FIRST);
    },
  );

  it('of any kind call back once and never throw', async () => {
    const text = fc.option(fc.string(), { nil: undefined });
    const events = fc.oneof(
      fc.anything(),
      fc.record({ From: text, To: text, Body: text, OptOutType: text, request: fc.anything() }),
      fc.record({
        From: fc.string(),
        To: fc.string(),
        request: fc.record({ cookies: fc.record({ counter: fc.oneof(fc.string(), fc.anything()) }) }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(events, async (event) => {
        expect([200, 400]).toContain((await invoke(handler, { SESSION_SECRET: SECRET }, event)).statusCode);
      }),
    );
  });
});

describe('without a usable SESSION_SECRET', () => {
  it.each<[string, object]>([
    ['none', {}],
    ['an empty one', { SESSION_SECRET: '' }],
    ['a short one', { SESSION_SECRET: 'short' }],
    ['a short one among others', { SESSION_SECRET: `${SECRET},short` }],
  ])('(%s) the callback gets an error that says what to do, and no cookie is set', async (_, context) => {
    for (const event of [eventWith({}), eventWith({}, { Body: 'STOP' }), {}]) {
      const error = await invoke(handler, context, event).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: 'ConversationError' });
      const { message } = error as Error;
      expect(message).toContain('SESSION_SECRET');
      expect(message).toContain('openssl rand -hex 32');
      expect(message).not.toContain(SECRET);
      expect(message).not.toContain('short"');
    }
  });
});

describe('the callback', () => {
  it.each([new TypeError('broken'), 'broken'])('gets what a Function throws: %p', async (thrown) => {
    const broken = smsFunction({ end: () => Promise.resolve([]) }, () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- what foreign code may throw
      throw thrown;
    });
    await expect(invoke(broken, { SESSION_SECRET: SECRET }, eventWith({}))).rejects.toThrow('broken');
  });

  it('is not called again when it throws; what it threw is logged', async () => {
    const gone = new Error('the connection is gone');
    const logged = new Promise((resolve) => {
      jest.spyOn(console, 'error').mockImplementationOnce(resolve);
    });
    const callback = jest.fn(() => {
      throw gone;
    });
    handler({ SESSION_SECRET: SECRET }, eventWith({}), callback);
    expect(await logged).toBe(gone);
    expect(callback).toHaveBeenCalledTimes(1);
  });
});

it('gives the whole message to a Function, and keeps the largest reply’s headers under 4 kB', async () => {
  const longest = sessionCookie(
    'x'.repeat(64),
    (payload: Json): payload is string => typeof payload === 'string',
  );
  const echo = smsFunction(longest, (event, context) =>
    new Twilio.Response()
      .setCookie(...longest.seal('x'.repeat(2577), context))
      .appendHeader('Content-Type', 'text/xml')
      .setBody(JSON.stringify(event)),
  );
  const reply = await invoke(echo, { SESSION_SECRET: SECRET }, eventWith({ cookies: { a: 'b' } }));
  expect(JSON.parse(String(reply.body))).toEqual(eventWith({ cookies: { a: 'b' } }));
  const headers = [
    'Content-Type: text/xml',
    ...reply.cookies.map((cookie) => `Set-Cookie: ${cookie};HttpOnly;Secure`),
  ];
  expect(reply.cookies[0]?.length).toBeGreaterThan(3500);
  expect(headers.join('\r\n').length).toBeLessThan(4000);
});
