import type { Json } from '../json';
import type { Opened, SessionContext, SessionCookie, SetCookie } from './session-cookie';

/**
 * Where sessions live between two messages. Each call is given whose session it is. What `save` and `end` return are
 * the cookies that the reply must set; a store on a server has none.
 */
export type SessionStore<Session extends Json> = {
  /** The session of this conversation, or why there is none. `cookies` came with the message. */
  readonly open: (cookies: unknown, context: SessionContext) => Promise<Opened<Session>>;
  /** Keeps a session for the next message. Rejects when it cannot, and then keeps what was there before. */
  readonly save: (session: Session, context: SessionContext) => Promise<readonly SetCookie[]>;
  /** Forgets the session. */
  readonly end: (context: SessionContext) => Promise<readonly SetCookie[]>;
};

/** Sessions that live in a signed cookie, which Twilio keeps. */
export const cookieStore = <Session extends Json>({
  open,
  seal,
  end,
}: SessionCookie<Session>): SessionStore<Session> => ({
  open: (cookies, context) => Promise.resolve(open(cookies, context)),
  save: (session, context) => Promise.resolve().then(() => [seal(session, context)]), // rejects when it throws
  end,
});
