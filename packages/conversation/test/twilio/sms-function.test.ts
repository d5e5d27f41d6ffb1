import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { defineTwilioGlobals, invoke, SECRET } from 'test-support';
import type { Json } from '../../src/json';
import { sessionCookie } from '../../src/session/session-cookie';
import type { SetCookie } from '../../src/session/session-store';
import { reply } from '../../src/twilio/reply';
import { smsFunction } from '../../src/twilio/sms-function';

beforeAll(defineTwilioGlobals);

const noSession = { end: () => Promise.resolve([]) };

const event = {
  From: '+15551110000',
  To: '+15552220000',
  Body: 'hi',
  request: { cookies: { a: 'b' } },
};

const FROM_TO = { From: '+15551110042', To: '+15552220017' };
const JUST_TWIML = { statusCode: 200, headers: { 'Content-Type': 'text/xml' }, body: '<Response/>' };
const HELP =
  '\n\nThis address is the webhook for incoming SMS messages: it takes From, To and Body as a form.\n';

describe('a Function', () => {
  const XML = '<?xml version="1.0" encoding="UTF-8"?>';

  it.each<[string, object, object, object]>([
    [
      'a message',
      { ...FROM_TO, Body: 'hi' },
      { ...JUST_TWIML, cookies: [], body: 'answered' },
      { outcome: 'message', from: '42', to: '17', added: 'by the answer' },
    ],
    [
      'an opt-out, and ends the session',
      { ...FROM_TO, Body: 'STOP' },
      { ...JUST_TWIML, cookies: [expect.stringMatching(/^ended=x;/)], body: `${XML}<Response/>` },
      { outcome: 'opt-out', from: '42', to: '17' },
    ],
    [
      'what Twilio has answered',
      { ...FROM_TO, Body: 'HELP', OptOutType: 'HELP' },
      { ...JUST_TWIML, cookies: [], body: `${XML}<Response/>` },
      { outcome: 'answered', from: '42', to: '17' },
    ],
    [
      'what is no message, with advice',
      { Body: 'hi' },
      {
        statusCode: 400,
        headers: { 'Content-Type': 'text/plain' },
        cookies: [],
        body: `Missing: From and To.${HELP}`,
      },
      { outcome: 'unusable' },
    ],
  ])('replies to %s, and logs one line', async (_, parameters, expected, line) => {
    const logged = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    const end = () => Promise.resolve<SetCookie[]>([['ended', 'x', ['Path=/']]]);
    const answering = smsFunction({ end }, (_event, _session, log) => {
      log.added = 'by the answer';
      return reply([], { toString: () => 'answered' });
    });
    expect(await invoke(answering, { SESSION_SECRET: SECRET }, parameters)).toEqual(expected);
    expect(logged.mock.calls.map(([text]) => JSON.parse(String(text)) as unknown)).toEqual([line]);
    logged.mockRestore();
  });

  it('that fails logs a line too', async () => {
    const logged = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    const errors = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    await expect(
      invoke(
        smsFunction(noSession, () => reply()),
        {},
        event,
      ),
    ).rejects.toThrow('SESSION_SECRET is missing');
    expect(logged.mock.calls).toEqual([['{"outcome":"failed"}']]);
    logged.mockRestore();
    errors.mockRestore();
  });
});

describe('the callback', () => {
  it.each([new TypeError('broken'), 'broken'])('gets what a Function throws: %p', async (thrown) => {
    const broken = smsFunction(noSession, () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- what foreign code may throw
      throw thrown;
    });
    await expect(invoke(broken, { SESSION_SECRET: SECRET }, event)).rejects.toThrow('broken');
  });

  it('is not called again when it throws; what it threw is logged', async () => {
    const gone = new Error('the connection is gone');
    const logged = new Promise((resolve) => {
      jest.spyOn(console, 'error').mockImplementationOnce(resolve);
    });
    const callback = jest.fn(() => {
      throw gone;
    });
    smsFunction(noSession, () => reply())({ SESSION_SECRET: SECRET }, event, callback);
    expect(await logged).toBe(gone);
    expect(callback).toHaveBeenCalledTimes(1);
  });
});

it('passes the whole message to a Function, and keeps the largest reply’s headers under 4 kB', async () => {
  const longest = sessionCookie(
    'x'.repeat(64),
    (payload: Json): payload is string => typeof payload === 'string',
  );
  const echo = smsFunction(longest, (message, context) =>
    new Twilio.Response()
      .setCookie(...longest.seal('x'.repeat(2577), context))
      .appendHeader('Content-Type', 'text/xml')
      .setBody(JSON.stringify(message)),
  );
  const answer = await invoke(echo, { SESSION_SECRET: SECRET }, event);
  expect(JSON.parse(String(answer.body))).toEqual(event);
  const headers = [
    'Content-Type: text/xml',
    ...answer.cookies.map((cookie) => `Set-Cookie: ${cookie};HttpOnly;Secure`),
  ];
  expect(answer.cookies[0]?.length).toBeGreaterThan(3500);
  expect(headers.join('\r\n').length).toBeLessThan(4000);
});
