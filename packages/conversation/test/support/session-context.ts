import { NOON, SECRET } from 'test-support';
import { readSecrets } from '../../src/session/secrets';
import type { SessionContext } from '../../src/session/session-cookie';

/** A conversation between two numbers at noon, with what a test wants otherwise. */
export const conversationAt = (other: Partial<SessionContext> = {}): SessionContext => ({
  from: '+15551110000',
  to: '+15552220000',
  secrets: readSecrets(SECRET),
  now: NOON,
  ...other,
});
