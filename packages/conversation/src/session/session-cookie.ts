import { ConversationError } from '../errors';
import { encodeJson, isObject, type Json } from '../json';
import type { NewReason, Opened, SessionContext, SetCookie } from './session-store';
import { sign, verify } from './signature';

/**
 * How long a session lasts after the last reply, in seconds: four hours, as long as Twilio keeps a cookie.
 * Source: Twilio's support article "How do Twilio cookies work?".
 */
export const SESSION_SECONDS = 4 * 60 * 60;

/**
 * Maximum length of the cookie's value, in characters. All headers of a reply must stay under 4 kB
 * (https://www.twilio.com/docs/api/errors/82008), including the cookie's name and attributes.
 */
export const MAX_VALUE_LENGTH = 3500;

/** How far ahead the clock of another server may be when it issues a cookie, in milliseconds. */
const CLOCK_SKEW = 5 * 60 * 1000;

/** `v1.<time of issue, ms>.<JSON in base64url>.<signature>`: no character that cookies or Twilio encode. */
const FORMAT = /^v1\.(\d{1,16})\.([\w-]+)\.([\w-]{43})$/;

const OTHER_VERSION = /^v(?!1\.)[1-9]\d{0,3}\./;

/** RFC 6265, section 4.1.1: a cookie-name is a token (RFC 2616, section 2.2). Short, because headers are limited. */
const TOKEN = /^[!#$%&'*+\-.^_`|~\w]{1,64}$/;

/** One signed cookie that carries a session of a given type. */
export type SessionCookie<Session extends Json> = {
  /** Reads the session from `event.request.cookies`. Never throws, whatever that is. */
  readonly open: (cookies: unknown, context: SessionContext) => Opened<Session>;
  /**
   * The cookie that carries this session to the conversation's next message.
   * @throws {ConversationError} `session-not-json`, `session-too-large` or `time`.
   */
  readonly seal: (session: Session, context: SessionContext) => SetCookie;
  /** The same, asynchronous, because `SessionStore` is. */
  readonly save: (session: Session, context: SessionContext) => Promise<readonly SetCookie[]>;
  /** The cookie that makes Twilio delete the session. Asynchronous, because `SessionStore` is. */
  readonly end: () => Promise<readonly SetCookie[]>;
};

/**
 * Defines a session cookie.
 *
 * @param name - the cookie's name, an RFC 6265 token of at most 64 characters.
 * @param accepts - whether a payload is a session. The payload was signed with one of the secrets, but possibly by an
 *   earlier version of the code.
 * @throws {ConversationError} `cookie-name`.
 */
export function sessionCookie<Session extends Json>(
  name: string,
  accepts: (payload: Json) => payload is Session,
): SessionCookie<Session> {
  if (!TOKEN.test(name)) {
    throw new ConversationError(
      'cookie-name',
      `${JSON.stringify(name)} is not a cookie name: use 1 to 64 letters.`,
    );
  }
  /** Everything that the signature covers. */
  const fields = ({ from, to }: SessionContext, issued: string, payload: string) =>
    ['v1', name, from, to, issued, payload] as const;

  const cookie: SessionCookie<Session> = {
    open(cookies, context) {
      const anew = (reason: NewReason) => ({ kind: 'new', reason }) as const;
      try {
        const value = isObject(cookies) && Object.hasOwn(cookies, name) ? cookies[name] : undefined;
        if (value === undefined) return anew('missing');
        if (typeof value !== 'string' || value.length > MAX_VALUE_LENGTH) return anew('malformed');

        const match = FORMAT.exec(value);
        if (match === null) return anew(OTHER_VERSION.test(value) ? 'unsupported' : 'malformed');
        const [, issued, payload, signature] = match as unknown as [string, string, string, string];
        if (!verify(signature, fields(context, issued, payload), context.secrets)) return anew('forged');

        const age = context.now - Number(issued);
        if (!(age < SESSION_SECONDS * 1000)) return anew('expired'); // also when age is NaN
        if (age < -CLOCK_SKEW) return anew('premature');

        const session = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Json;
        if (accepts(session)) return { kind: 'continued', session };
      } catch {
        // Cookies that throw when they are read, a payload that is no JSON, or `accepts` threw.
      }
      return anew('unreadable');
    },

    seal(session, context) {
      const json = encodeJson(session);
      if (json === undefined) {
        throw new ConversationError(
          'session-not-json',
          `JSON would change the session of cookie "${name}". ` +
            'Use plain JSON: no undefined, NaN, date or class.',
        );
      }
      if (!Number.isSafeInteger(context.now)) {
        throw new ConversationError('time', `${context.now} is not a time: pass Date.now().`);
      }
      const issued = String(context.now);
      const payload = Buffer.from(json).toString('base64url');
      const value = `v1.${issued}.${payload}.${sign(fields(context, issued, payload), context.secrets)}`;
      if (value.length > MAX_VALUE_LENGTH) {
        throw new ConversationError(
          'session-too-large',
          `The session of cookie "${name}" is too large: its ${Buffer.byteLength(json)} bytes of JSON make ` +
            `${value.length} characters; the limit is ${MAX_VALUE_LENGTH}. Store less.`,
        );
      }
      return [name, value, attributes(SESSION_SECONDS)];
    },

    save: (session, context) => Promise.resolve().then(() => [cookie.seal(session, context)]),

    end: () => Promise.resolve([[name, '', attributes(0)]]),
  };
  return cookie;
}

/** Always the same path: a cookie is only replaced by one with its path (RFC 6265, section 5.3). */
const attributes = (maxAge: number): string[] => [`Max-Age=${maxAge}`, 'Path=/'];
