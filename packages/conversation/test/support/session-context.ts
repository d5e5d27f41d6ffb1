import { NOON, SECRET } from 'test-support';
import { readSecrets } from '../../src/session/secrets';
import type { SessionContext } from '../../src/session/session-store';

/** The session context of a message between two numbers at noon; `other` replaces parts of it. */
export const sessionContext = (other: Partial<SessionContext> = {}): SessionContext => ({
  from: '+15551110000',
  to: '+15552220000',
  secrets: readSecrets(SECRET),
  now: NOON,
  ...other,
});
