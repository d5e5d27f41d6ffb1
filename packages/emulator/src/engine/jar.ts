import { type Cookie, CookieJar } from 'tough-cookie';
import type { JarCookie } from './types';

/** Twilio keeps a cookie for four hours at the most. Source: support article "How do Twilio cookies work?". */
const LONGEST_MS = 4 * 60 * 60 * 1000;

/** A `Set-Cookie` that Twilio refuses with 11206: with one of these characters, or without a name. */
const VIOLATION = /[\t\r\n\v\f]|^\s*(?:=|[^=]*(?:;|$))/;

/** Whether a `Set-Cookie` breaks Twilio's rules. Source: https://www.twilio.com/docs/api/errors/11206 */
export const violatesCookieRules = (setCookie: string): boolean => VIOLATION.test(setCookie);

/** The cookies that Twilio keeps for one From/To pair. */
export type Jar = {
  /** The `Cookie` header for a request to this URL; empty when there is none to send. */
  readonly header: (url: string) => string;
  /** Stores what the answer to a request to this URL set. A cookie that RFC 6265 refuses is ignored. */
  readonly store: (url: string, setCookies: readonly string[]) => void;
  /** What is in the jar. `offset`: how far the emulator's clock is ahead of this machine's, in milliseconds. */
  readonly list: (offset: number) => JarCookie[];
  /** Lets so many milliseconds pass. */
  readonly age: (ms: number) => void;
};

/**
 * @param realNow - this machine's time, in milliseconds since 1970. Cookies expire by it, because a Function gives
 *   `Expires` in its own time; a clock that is moved ahead makes them older instead.
 */
export function createJar(realNow: () => number): Jar {
  const cookies = new CookieJar(undefined, {
    rejectPublicSuffixes: false,
    allowSpecialUseDomain: true,
    // The platform makes every cookie `Secure`, and HTTPS of it; here the same cookie comes back over HTTP.
    enforceSecureOriginOnStorage: false,
  });
  const expiries = new Map<string, number>();
  const isLive = (cookie: Cookie) => (expiries.get(identity(cookie)) ?? 0) > realNow();

  /** Every live cookie that belongs to a URL; `https:` so that `Secure` ones are among them. */
  const matching = (url: string): Cookie[] =>
    URL.canParse(url)
      ? cookies.getCookiesSync(url.replace(/^http:/, 'https:'), { expire: false, sort: true }).filter(isLive)
      : [];

  return {
    header: (url) =>
      matching(url)
        .map((cookie) => cookie.cookieString())
        .join('; '),

    store(url, setCookies) {
      for (const setCookie of setCookies) {
        const cookie = storeOne(cookies, url, setCookie);
        if (cookie === undefined) continue;
        const now = realNow();
        const wanted = cookie.expiryTime(new Date(now)) ?? Infinity;
        expiries.set(identity(cookie), Math.min(wanted, now + LONGEST_MS));
      }
    },

    list: (offset) =>
      (cookies.serializeSync()?.cookies ?? [])
        .map(({ key = '', value = '', domain, path }) => ({
          name: key,
          value,
          domain: String(domain),
          path: String(path),
          expiresAt: (expiries.get(`${String(domain)} ${String(path)} ${key}`) ?? 0) + offset,
        }))
        .filter(({ expiresAt }) => expiresAt > realNow() + offset),

    age(ms) {
      for (const [cookie, expiry] of expiries) expiries.set(cookie, expiry - ms);
    },
  };
}

/** RFC 6265, section 5.3, step 11: name, domain and path make a cookie the same. */
const identity = ({ key, domain, path }: Cookie): string => `${domain ?? ''} ${path ?? ''} ${key}`;

function storeOne(cookies: CookieJar, url: string, setCookie: string): Cookie | undefined {
  if (setCookie.includes('\u007F')) return undefined; // RFC 6265bis, section 5.6, step 1; tough-cookie lets it in
  try {
    return cookies.setCookieSync(setCookie, url);
  } catch {
    return undefined; // of another domain
  }
}
