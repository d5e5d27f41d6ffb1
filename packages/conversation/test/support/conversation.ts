import { readSecrets } from '../../src/conversation/secrets';
import type { SessionContext } from '../../src/conversation/session-cookie';

export const SECRET = 'a secret of at least 32 characters';
export const OTHER_SECRET = 'another secret that has 32 characters';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** 23 November 2026, 12:00 UTC, in milliseconds. */
export const NOON = Date.UTC(2026, 10, 23, 12);

/** A conversation between two numbers at noon, with what a test wants otherwise. */
export const conversationAt = (other: Partial<SessionContext> = {}): SessionContext => ({
  from: '+15551110000',
  to: '+15552220000',
  secrets: readSecrets(SECRET),
  now: NOON,
  ...other,
});
