import { join } from 'node:path';
import { createRequire } from 'node:module';
import type { SmsFunction } from 'sms-conversation';
import { defineTwilioGlobals, invoke, NOON, type Reply, SECRET } from 'test-support';
import { PEOPLE } from '../test/support/reservation';

/** The pair whose conversation is attacked. */
export const PAIR = { from: '+15551110000', to: '+15552220000' };

/** A Function that keeps its sessions in a cookie. */
export type CookieFunction = {
  readonly path: '/sms' | '/reservation';
  /** The cookie's name. */
  readonly cookie: string;
  /** Calls its handler, which must call back once and not throw. */
  readonly call: (event: unknown, secret?: string) => Promise<Reply>;
  /** Texts it from the pair with these cookies. `isContinued`: whether a session was read from them. */
  readonly text: (cookies: unknown, event?: object, secret?: string) => Promise<{ isContinued: boolean }>;
  /** Cookies that it has set for the pair, one after each of several texts. */
  readonly genuine: readonly string[];
};

/** What is texted to each, and what it answers when no session was read. */
const TEXTS = { '/sms': ['hi', 'hi', 'hi'], '/reservation': ['hi', '4', 'Friday', 'Ann'] } as const;
const FIRST = { '/sms': 'Hello, thanks for the new message.', '/reservation': PEOPLE } as const;
const COOKIES = { '/sms': 'counter', '/reservation': 'reservation' } as const;

const load = createRequire(__filename);

/** The counter and the reservation, built, in this process. */
export async function cookieFunctions(folder: string): Promise<CookieFunction[]> {
  defineTwilioGlobals();
  const all: CookieFunction[] = [];
  for (const path of ['/sms', '/reservation'] as const) all.push(await cookieFunction(folder, path));
  return all;
}

async function cookieFunction(folder: string, path: keyof typeof TEXTS): Promise<CookieFunction> {
  const { handler } = load(join(folder, `${path}.protected.js`)) as { handler: SmsFunction };
  const call: CookieFunction['call'] = (event, secret = SECRET) =>
    invoke(handler, { SESSION_SECRET: secret }, event);
  const cookie = COOKIES[path];
  const genuine: string[] = [];
  for (const [index, Body] of TEXTS[path].entries()) {
    // With a SID, by which its conversation gets an id that is not random.
    const MessageSid = `SM${String(index).padStart(32, '0')}`;
    const reply = await call(eventOf({ [cookie]: genuine.at(-1) }, { Body, MessageSid }));
    genuine.push(valueOf(reply.cookies[0]));
  }
  return {
    path,
    cookie,
    call,
    async text(cookies, event = {}, secret) {
      const { statusCode, body } = await call(eventOf(cookies, event), secret);
      if (statusCode !== 200) throw new Error(`It answered with ${statusCode}.`);
      return { isContinued: !String(body).includes(`<Message>${FIRST[path]}</Message>`) };
    },
    // With the first cookie of a reservation, "hi" gets its first question again.
    genuine: path === '/sms' ? genuine : genuine.slice(1),
  };
}

/** An event of the pair, with untrusted cookies. */
const eventOf = (cookies: unknown, parameters: object): object => ({
  From: PAIR.from,
  To: PAIR.to,
  Body: 'hi',
  ...parameters,
  request: { headers: {}, cookies },
});

const valueOf = (setCookie = ''): string =>
  setCookie.slice(setCookie.indexOf('=') + 1, setCookie.indexOf(';'));

/** Runs something while it is always noon for this process, so that a seed makes the same cookies again. */
export async function atNoon<Result>(run: () => Promise<Result>): Promise<Result> {
  const { now } = Date;
  Date.now = () => NOON;
  try {
    return await run();
  } finally {
    Date.now = now;
  }
}
