import { type Cookie, CookieJar } from 'tough-cookie';
import type { JarCookie } from './types';

/** The longest that Twilio keeps a cookie: four hours. Source: support article "How do Twilio cookies work?". */
const MAX_AGE_MS = 4 * 60 * 60 * 1000;

/** Matches a `Set-Cookie` that has one of these characters, or no name. */
const VIOLATION = /[\t\r\n\v\f]|^\s*(?:=|[^=]*(?:;|$))/;

/** Whether a `Set-Cookie` breaks Twilio's rules. Source: https://www.twilio.com/docs/api/errors/11206 */
export const violatesCookieRules = (setCookie: string): boolean => VIOLATION.test(setCookie);

/** The cookies that Twilio keeps for one From/To pair. */
export type Jar = {
  /** The `Cookie` header for a request to this URL; empty when there is none to send. */
  readonly header: (url: string) => string;
  /** Stores the `Set-Cookie` headers of a response from this URL. A cookie that RFC 6265 refuses is ignored. */
  readonly store: (url: string, setCookies: readonly string[]) => void;
  /** The live cookies. `offset`: how far the emulator's clock is ahead of this machine's, in milliseconds. */
  readonly list: (offset: number) => JarCookie[];
  /** Makes every cookie older, in milliseconds. */
  readonly age: (ms: number) => void;
};

/**
 * @param realNow - this machine's time, in milliseconds since 1970. Cookies expire by it, because a Function writes
 *   `Expires` by its own clock. When the emulator's clock moves ahead, `age` makes them older.
 */
export function createJar(realNow: () => number): Jar {
  const cookies = new CookieJar(undefined, {
    rejectPublicSuffixes: false,
    allowSpecialUseDomain: true,
    // On Twilio every cookie is `Secure`, and every Function is called over HTTPS. Here they are called over HTTP.
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
        expiries.set(identity(cookie), Math.min(wanted, now + MAX_AGE_MS));
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
