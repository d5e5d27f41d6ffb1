import { CookieJar } from 'tough-cookie';
import type { SmsFunction } from 'sms-conversation';
import { invoke, type Reply, SECRET } from 'test-support';

/** Where the cookie jar believes the handler to be. */
export const URL = 'https://example.com/sms';

export type HandlerPhone = {
  readonly jar: CookieJar;
  /** Sends a message with these webhook parameters; `Body` is `hi` by default. */
  readonly send: (parameters?: object) => Promise<Reply>;
};

/** A phone whose messages call the handler directly, with the cookies that Twilio would keep for it. */
export function phoneFor(
  handler: SmsFunction,
  { from = '+15551110000', to = '+15552220000', secret = SECRET } = {},
): HandlerPhone {
  const jar = new CookieJar();
  return {
    jar,
    async send(parameters = {}) {
      const sent = jar.getCookiesSync(URL).map(({ key, value }) => [key, value]);
      const event = {
        request: { headers: {}, cookies: Object.fromEntries(sent) as object },
        ...{ From: from, To: to, Body: 'hi', ...parameters },
      };
      const reply = await invoke(handler, { SESSION_SECRET: secret }, event);
      for (const cookie of reply.cookies) jar.setCookieSync(cookie, URL);
      return reply;
    },
  };
}

/** An event of the runtime handler for a message; `request` is untrusted. */
export const eventWith = (request: unknown, parameters: object = {}): object => ({
  From: '+15551110000',
  To: '+15552220000',
  Body: 'hi',
  ...parameters,
  request,
});
