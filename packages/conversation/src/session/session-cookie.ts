import { ConversationError } from '../errors';
import { decodeJson, encodeJson, isObject, type Json } from '../json';
import type { Secrets } from './secrets';
import { sign, SIGNATURE_LENGTH, verify } from './signature';

/**
 * How long a conversation may rest, in seconds: four hours, as long as Twilio keeps a cookie.
 * Source: support article "How do Twilio cookies work?". Counted from the last reply, which sets the cookie anew.
 */
const SESSION_SECONDS = 4 * 60 * 60;

/**
 * Longest value of a session cookie, in characters. All headers of a reply must stay under 4 kB
 * (https://www.twilio.com/docs/api/errors/82008), and name, attributes and other headers need room too.
 */
export const MAX_VALUE_LENGTH = 3500;

/** How far ahead of this machine's clock another one may be when it sets a cookie, in milliseconds. */
const CLOCK_SKEW = 5 * 60 * 1000;

/** `v1.<time of issue, ms>.<payload, base64url JSON>.<signature>`: nothing that a cookie or Twilio could alter. */
const FORMAT = new RegExp(
  `^(?<version>v1)\\.(?<issued>\\d{1,16})\\.(?<payload>[\\w-]+)\\.(?<signature>[\\w-]{${SIGNATURE_LENGTH}})$`,
);

/** RFC 6265, section 4.1.1: a cookie-name is a token (RFC 2616, section 2.2). Short, because it counts as a header. */
const TOKEN = /^[!#$%&'*+\-.^_`|~\w]{1,64}$/;

/** Whose session it is, and what opening or sealing its cookie needs. */
export type SessionContext = {
  /** `From` of the incoming message: the sender. */
  readonly from: string;
  /** `To` of the incoming message: the number. */
  readonly to: string;
  readonly secrets: Secrets;
  /** The present time in milliseconds since 1970, as `Date.now()` gives it. */
  readonly now: number;
};

/**
 * Why a conversation began anew:
 * - `missing`: no cookie came; the ordinary beginning.
 * - `malformed`: not a value that any version of this project has made.
 * - `unsupported`: in a format that this version does not read.
 * - `forged`: the signature fails: edited, of another conversation, or signed with a secret that is gone.
 * - `expired`: four hours or older by its own time of issue.
 * - `premature`: issued more than five minutes later than now.
 * - `unreadable`: genuine, but its payload is not what this code accepts, as after a deploy.
 */
export type NewReason =
  'missing' | 'malformed' | 'unsupported' | 'forged' | 'expired' | 'premature' | 'unreadable';

/** The session that a cookie carried, or the reason why there is none. */
export type Opened<Session> =
  | { readonly kind: 'continued'; readonly session: Session }
  | { readonly kind: 'new'; readonly reason: NewReason };

/** The arguments of `Twilio.Response.setCookie`: name, value, attributes. */
export type SetCookie = [name: string, value: string, attributes: string[]];

/** One signed cookie that carries a session of a given shape. */
export type SessionCookie<Session extends Json> = {
  /** Reads the session from `event.request.cookies`. Never throws, whatever stands in there. */
  readonly open: (cookies: unknown, context: SessionContext) => Opened<Session>;
  /**
   * The cookie that carries this session to the conversation's next message.
   * @throws {ConversationError} `session-not-json`, `session-too-large` or `time`.
   */
  readonly seal: (session: Session, context: SessionContext) => SetCookie;
  /** The cookie that makes Twilio forget the session; asynchronous as every `SessionStore`'s `end`. */
  readonly end: () => Promise<readonly SetCookie[]>;
};

/**
 * Defines a session cookie.
 *
 * @param name - the cookie's name, an RFC 6265 token.
 * @param accepts - whether a payload has the shape of a session. It has been signed by this service, but perhaps
 *   by an earlier deploy of it.
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
  const signed = (version: string, { from, to }: SessionContext, issued: string, payload: string) =>
    [version, name, from, to, issued, payload] as const;

  return {
    open(cookies, context) {
      const value = isObject(cookies) ? cookies[name] : undefined;
      if (value === undefined) return { kind: 'new', reason: 'missing' };

      const parts = parse(value);
      if (typeof parts === 'string') return { kind: 'new', reason: parts };

      const { version, issued, payload, signature } = parts;
      if (!verify(signature, signed(version, context, issued, payload), context.secrets)) {
        return { kind: 'new', reason: 'forged' };
      }
      const age = context.now - Number(issued);
      if (!(age < SESSION_SECONDS * 1000)) return { kind: 'new', reason: 'expired' };
      if (age < -CLOCK_SKEW) return { kind: 'new', reason: 'premature' };

      const session = decodeJson(Buffer.from(payload, 'base64url').toString());
      return session !== undefined && accepts(session)
        ? { kind: 'continued', session }
        : { kind: 'new', reason: 'unreadable' };
    },

    seal(session, context) {
      const json = encodeJson(session);
      if (json === undefined) {
        throw new ConversationError(
          'session-not-json',
          `The session of cookie "${name}" would change on its way through JSON. ` +
            'Use plain JSON: no undefined, NaN, -0, dates or classes.',
        );
      }
      const { now } = context;
      if (!Number.isSafeInteger(now)) {
        throw new ConversationError('time', `${now} is not a time: pass Date.now().`);
      }
      const issued = String(now);
      const payload = Buffer.from(json).toString('base64url');
      const signature = sign(signed('v1', context, issued, payload), context.secrets);
      const value = `v1.${issued}.${payload}.${signature}`;
      if (value.length > MAX_VALUE_LENGTH) {
        throw new ConversationError(
          'session-too-large',
          `The session of cookie "${name}" does not fit: its ${Buffer.byteLength(json)} bytes of JSON make ` +
            `${value.length} characters, and ${MAX_VALUE_LENGTH} are the limit. Keep less in it.`,
        );
      }
      return [name, value, attributes(SESSION_SECONDS)];
    },

    end: () => Promise.resolve([[name, '', attributes(0)]]),
  };
}

/** The same path for setting and removing: a cookie is only replaced by one of its own path (RFC 6265, 5.3). */
const attributes = (maxAge: number): string[] => [`Max-Age=${maxAge}`, 'Path=/'];

type Parts = Record<'version' | 'issued' | 'payload' | 'signature', string>;

function parse(value: unknown): Parts | 'malformed' | 'unsupported' {
  if (typeof value !== 'string' || value.length > MAX_VALUE_LENGTH) return 'malformed';
  const groups = FORMAT.exec(value)?.groups;
  if (groups !== undefined) return groups as Parts;
  return /^v(?!1\.)[1-9]\d{0,3}\./.test(value) ? 'unsupported' : 'malformed';
}
