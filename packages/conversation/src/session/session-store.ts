import type { FunctionContext } from '../function-context';
import type { Json } from '../json';
import type { Secrets } from './secrets';

/** Whose session it is, the secrets that protect it, and the time. */
export type SessionContext = {
  /** `From` of the incoming message: the sender. */
  readonly from: string;
  /** `To` of the incoming message: the number. */
  readonly to: string;
  /** Sign and verify what leaves the server; made by `readSecrets`. */
  readonly secrets: Secrets;
  /** The current time in milliseconds since 1970, as `Date.now()` returns it. */
  readonly now: number;
  /** The webhook's parameters, untrusted: a store on a server recognizes by `MessageSid` a message that is delivered again. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** The Function's `context`, for a store that needs settings or `getTwilioClient()`. */
  readonly platform?: Partial<FunctionContext>;
  /** Aborts when the turn must end. */
  readonly signal?: AbortSignal;
};

/**
 * Why a conversation starts anew:
 * - `missing`: there is no session, as before the first message.
 * - `malformed`: the cookie is not a value that any version of this library makes.
 * - `unsupported`: the cookie has a format that this version does not read.
 * - `forged`: the signature is wrong: the cookie was edited, belongs to another conversation, or was signed with a
 *   secret that is no longer in use.
 * - `expired`: the cookie was issued four hours ago or earlier.
 * - `premature`: the cookie was issued more than five minutes in the future.
 * - `unreadable`: the session is genuine, but this code does not accept its shape, as after a deploy.
 */
export type NewReason =
  'missing' | 'malformed' | 'unsupported' | 'forged' | 'expired' | 'premature' | 'unreadable';

/** The stored session, or the reason why there is none. */
export type Opened<Session> =
  | { readonly kind: 'continued'; readonly session: Session }
  | { readonly kind: 'new'; readonly reason: NewReason };

/** The arguments of `Twilio.Response.setCookie`: name, value, attributes. */
export type SetCookie = [name: string, value: string, attributes: string[]];

/**
 * Where sessions are stored between two messages. `save` and `end` return the cookies that the reply must set; a store
 * on a server returns none.
 */
export type SessionStore<Session extends Json> = {
  /**
   * Reads the session of this conversation.
   * @param cookies - `event.request.cookies`; untrusted.
   */
  readonly open: (cookies: unknown, context: SessionContext) => Opened<Session> | Promise<Opened<Session>>;
  /**
   * Stores the session. Rejects when it cannot; the previous session then stays stored.
   * @param reply - the TwiML of the turn's reply, or its text, for a store that repeats it when the message is delivered again.
   *   Without it, the turn counts as not done.
   */
  readonly save: (
    session: Session,
    context: SessionContext,
    reply?: { readonly toString: () => string },
  ) => Promise<readonly SetCookie[]>;
  /** Deletes the session. */
  readonly end: (context: SessionContext) => Promise<readonly SetCookie[]>;
  /**
   * Of a store on a server: runs a turn, which opens and saves. It runs again, on the newest session, when another turn has saved
   * meanwhile, and not at all when its message was answered before.
   * @param repeat - makes the result of the stored reply.
   */
  readonly turn?: <Result>(
    run: () => Promise<Result>,
    repeat: (reply: string) => Result,
    context: SessionContext,
  ) => Promise<Result>;
  /** How long a session lives after `save`, in seconds. Default: four hours. */
  readonly lifetime?: number;
};

/** Makes the stores of a place: one for each name and type of session. */
export type SessionStorage = {
  /**
   * @param name - keeps the sessions of several Functions apart.
   * @param accepts - whether a payload is a session. It was stored by this code, but possibly by an earlier version of it.
   */
  readonly for: <Session extends Json>(
    name: string,
    accepts: (payload: Json) => payload is Session,
  ) => SessionStore<Session>;
};
