import { Cookie, CookieJar, getPublicSuffix, MemoryCookieStore } from 'tough-cookie';
import { canParseUrl } from '../addresses';
import type { EmulatorClock } from '../clock';
import type { JarCookie } from '../types';

/** The longest that Twilio keeps a cookie: four hours. Source: support article "How do Twilio cookies work?". */
const MAX_AGE_MS = 4 * 60 * 60 * 1000;

/** RFC 6265, section 6.1: at least 50 for each domain. Twilio's own limits are not known. */
const MAX_COOKIES = { ofDomain: 50, ofJar: 200 };

/** Matches a `Set-Cookie` that has one of these characters, or no name. */
const VIOLATION = /[\t\r\n\v\f]|^\s*(?:=|[^=]*(?:;|$))/;

/** Whether a `Set-Cookie` breaks Twilio's rules. Source: https://www.twilio.com/docs/api/errors/11206 */
export const violatesCookieRules = (setCookie: string): boolean => VIOLATION.test(setCookie);

/** Cookies that can be sent. */
export type CookieSource = {
  /** The `Cookie` header for a request to this URL; empty when there is none to send. */
  readonly header: (url: string) => string;
};

/** Cookies that can be sent, and kept in a file. */
export type KeptCookies = CookieSource & {
  /** Them as they are, those that have ended too. The one that was set or sent longest ago is the first. */
  readonly save: () => SavedCookie[];
};

/** A cookie as a file has it. Times in milliseconds since 1970. */
export type SavedCookie = {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly path: string;
  /** It is sent to its domain alone, and to none below. */
  readonly hostOnly: boolean;
  readonly httpOnly: boolean;
  readonly secure: boolean;
  /** When it was first set, by this machine's time. */
  readonly createdAt: number;
  /** Its place among those that were created in the same millisecond. */
  readonly order: number;
  /** When it ends, in the emulator's time. */
  readonly endsAt: number;
};

/** The cookies that Twilio keeps for one From/To pair. */
export type Jar = KeptCookies & {
  /**
   * Stores the `Set-Cookie` headers of a response from this URL. Cookies that RFC 6265 refuses are not kept; returns why, a text of
   * each.
   */
  readonly store: (url: string, setCookies: readonly string[]) => string[];
  /** The live cookies. */
  readonly list: () => JarCookie[];
  /** The cookies as they are now, which go on ending. */
  readonly snapshot: () => KeptCookies;
  /** Adds cookies of an earlier time. One that has been set since stays as it is. */
  readonly restore: (saved: readonly SavedCookie[]) => void;
};

/** What a jar needs of the clock. */
type JarClock = Pick<EmulatorClock, 'read' | 'movedBack'>;

/** The emulator's time with all that it was moved back by: a cookie keeps the time that it has left when the clock goes back. */
const lastingTime = (clock: JarClock): number => clock.read().now + clock.movedBack();

/**
 * By their `identity`: each stored cookie, and when it ends, in the lasting time, in milliseconds since 1970. The one that
 * was set or sent longest ago is the first.
 */
type Ends = Map<string, { readonly cookie: Cookie; readonly at: number }>;

/** @param clock - a `Set-Cookie` is read by this machine's time, by which a Function writes `Expires`. */
export function createJar(clock: JarClock): Jar {
  const memory = new MemoryCookieStore();
  const cookies = jarOn(memory);
  const ends: Ends = new Map();
  const remove = (id: string, { domain, path, key }: Cookie): void => {
    ends.delete(id);
    memory.removeCookie(domain ?? '', path ?? '', key, () => undefined);
  };
  /** RFC 6265, section 5.3: of too many cookies, the one that was set or sent longest ago is removed; first of its domain. */
  const removeTooMany = ({ domain }: Cookie): void => {
    const all = [...ends];
    const ofDomain = all.filter(([, { cookie }]) => cookie.domain === domain);
    const tooMany = ofDomain.length > MAX_COOKIES.ofDomain ? ofDomain : all;
    if (tooMany === all && all.length <= MAX_COOKIES.ofJar) return;
    const [oldest] = tooMany;
    if (oldest !== undefined) remove(oldest[0], oldest[1].cookie);
  };
  /** RFC 6265, section 5.3: a cookie that has ended is removed, so that a new one of its name is no older than it is. */
  const removeEnded = (): void => {
    const now = lastingTime(clock);
    for (const [id, { cookie, at }] of ends) {
      if (at <= now) remove(id, cookie);
    }
  };
  return {
    header: (url) => headerFrom(cookies, ends, clock, url),

    store(url, setCookies) {
      removeEnded();
      const refused: string[] = [];
      for (const setCookie of setCookies) {
        const cookie = storeOne(cookies, url, setCookie);
        if (typeof cookie === 'string') {
          refused.push(`Not kept: ${setCookie}. ${cookie}`);
          continue;
        }
        const { now, offset } = clock.read();
        const wanted = (cookie.expiryTime(new Date(now - offset)) ?? Infinity) + offset;
        moveToEnd(ends, identity(cookie), {
          cookie,
          at: Math.min(wanted, now + MAX_AGE_MS) + clock.movedBack(),
        });
        removeEnded();
        removeTooMany(cookie);
      }
      return refused;
    },

    list() {
      const now = lastingTime(clock);
      return [...ends.values()]
        .filter(({ at }) => at > now)
        .sort((one, other) => one.cookie.creationIndex - other.cookie.creationIndex)
        .map(({ cookie, at }) => ({
          name: cookie.key,
          value: cookie.value,
          domain: String(cookie.domain),
          path: String(cookie.path),
          expiresAt: at - clock.movedBack(),
        }));
    },

    save: () => savedOf(ends, clock),

    snapshot() {
      const endsThen = new Map(ends);
      return {
        header(url) {
          const memoryThen = new MemoryCookieStore();
          for (const { cookie } of endsThen.values()) memoryThen.putCookie(cookie, () => undefined);
          return headerFrom(jarOn(memoryThen), endsThen, clock, url);
        },
        save: () => savedOf(endsThen, clock),
      };
    },

    restore(saved) {
      const newer = [...ends];
      ends.clear();
      for (const [cookie, endsAt] of cookiesOf(saved)) {
        const id = identity(cookie);
        if (newer.some(([other]) => other === id)) continue;
        memory.putCookie(cookie, () => undefined);
        ends.set(id, { cookie, at: endsAt + clock.movedBack() });
        removeTooMany(cookie);
      }
      for (const [id, end] of newer) ends.set(id, end);
      removeEnded();
    },
  };
}

const jarOn = (memory: MemoryCookieStore): CookieJar =>
  new CookieJar(memory, {
    rejectPublicSuffixes: false,
    allowSpecialUseDomain: true,
    // On Twilio every cookie is `Secure`, and every Function is called over HTTPS. Here they are called over HTTP.
    enforceSecureOriginOnStorage: false,
  });

const savedOf = (ends: Ends, clock: JarClock): SavedCookie[] =>
  [...ends.values()].map(({ cookie, at }) => ({
    name: cookie.key,
    value: cookie.value,
    domain: cookie.domain ?? '',
    path: cookie.path ?? '/',
    hostOnly: cookie.hostOnly === true,
    httpOnly: cookie.httpOnly,
    secure: cookie.secure,
    createdAt: createdAt(cookie),
    order: cookie.creationIndex,
    endsAt: at - clock.movedBack(),
  }));

const createdAt = ({ creation }: Cookie): number => (creation instanceof Date ? creation.getTime() : 0);

/** In their order. They are made in the order in which they were made before: of those of one millisecond it decides which is sent first. */
function cookiesOf(saved: readonly SavedCookie[]): [Cookie, endsAt: number][] {
  const made = new Map(
    [...saved]
      .sort((one, other) => one.order - other.order)
      .map((one) => [
        one,
        new Cookie({
          key: one.name,
          value: one.value,
          domain: one.domain,
          path: one.path,
          hostOnly: one.hostOnly,
          httpOnly: one.httpOnly,
          secure: one.secure,
          creation: new Date(one.createdAt),
        }),
      ]),
  );
  return saved.flatMap((one) => {
    const cookie = made.get(one);
    return cookie === undefined ? [] : [[cookie, one.endsAt]];
  });
}

/** The cookies as they were saved, which go on ending. */
export function keptCookies(saved: readonly SavedCookie[], clock: JarClock): KeptCookies {
  const jar = createJar(clock);
  jar.restore(saved);
  return jar;
}

/** Every live cookie that belongs to a URL; `https:` so that `Secure` ones are among them. */
function headerFrom(cookies: CookieJar, ends: Ends, clock: JarClock, url: string): string {
  if (!canParseUrl(url)) return '';
  const now = lastingTime(clock);
  const sent = cookies
    .getCookiesSync(url.replace(/^http:/, 'https:'), { expire: false, sort: true })
    .filter((cookie) => (ends.get(identity(cookie))?.at ?? 0) > now);
  const ids = new Set(sent.map(identity));
  for (const [id, end] of [...ends]) if (ids.has(id)) moveToEnd(ends, id, end);
  return sent.map((cookie) => cookie.cookieString()).join('; ');
}

function moveToEnd<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
}

/** RFC 6265, section 5.3, step 11: name, domain and path make a cookie the same. */
const identity = ({ key, domain, path }: Cookie): string => `${domain ?? ''} ${path ?? ''} ${key}`;

/** Returns the stored cookie, or why RFC 6265 and its successor (RFC 6265bis) refuse it. */
function storeOne(cookies: CookieJar, url: string, setCookie: string): Cookie | string {
  // RFC 6265bis, section 5.6, step 1; tough-cookie lets U+007F in.
  const parsed = Cookie.parse(setCookie);
  if (setCookie.includes('\u007F') || parsed === undefined) return 'It has a control character.';
  const { hostname } = new URL(url);
  const { domain } = parsed;
  // RFC 6265, section 5.3, step 5. It would be stored, but not sent.
  if (domain !== null && hostname.endsWith(`.${domain}`) && isPublicSuffix(domain)) {
    return `Its Domain, ${domain}, is one that everybody shares (a public suffix).`;
  }
  try {
    return (
      cookies.setCookieSync(setCookie, url) ??
      'Its prefix needs Secure, and __Host- also Path=/ and no Domain.'
    );
  } catch {
    return `Its Domain is not that of ${hostname}, which has set it.`;
  }
}

const isPublicSuffix = (domain: string): boolean =>
  getPublicSuffix(domain, { allowSpecialUseDomain: true, ignoreError: true }) === undefined;
