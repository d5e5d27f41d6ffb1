import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { defineTwilioGlobals, invoke, SECRET } from 'test-support';
import type { Json } from '../../src/json';
import { sessionCookie } from '../../src/session/session-cookie';
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
