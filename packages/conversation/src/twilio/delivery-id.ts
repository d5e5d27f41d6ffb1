import { randomUUID } from 'node:crypto';
import type { SmsEvent } from './sms-function';

/** Unique per message, stable across redeliveries. A request without a `MessageSid` counts as a message of its own. */
export const deliveryIdOf = ({ MessageSid, From, To }: SmsEvent): string =>
  JSON.stringify([typeof MessageSid === 'string' && MessageSid !== '' ? MessageSid : randomUUID(), From, To]);
