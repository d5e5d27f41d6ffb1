import type { Json } from '../json';
import type { SessionCookie } from './session-cookie';
import type { SessionStore } from './session-store';

/** A session store that keeps each session in a signed cookie, which Twilio stores. */
export const cookieStore = <Session extends Json>(cookie: SessionCookie<Session>): SessionStore<Session> =>
  cookie;
