import type { Json } from '../json';
import type { SessionCookie } from './session-cookie';
import type { SessionStore } from './session-store';

/** A session store that keeps each session in a signed cookie, which Twilio stores. */
export const cookieStore = <Session extends Json>({
  open,
  seal,
  end,
}: SessionCookie<Session>): SessionStore<Session> => ({
  open: (cookies, context) => Promise.resolve(open(cookies, context)),
  save: (session, context) => Promise.resolve().then(() => [seal(session, context)]), // rejects when seal throws
  end,
});
