import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secrets } from './secrets';

/** HMAC-SHA256 of several strings with the first secret, in base64url: 43 characters. */
export const sign = (fields: readonly string[], [secret]: Secrets): string => hmac(fields, secret);

/**
 * Whether one of the secrets made this signature of exactly these strings. Compares in constant time.
 *
 * @param signature - must have 43 ASCII characters.
 */
export const verify = (signature: string, fields: readonly string[], secrets: Secrets): boolean =>
  secrets
    .map((secret) => timingSafeEqual(Buffer.from(signature), Buffer.from(hmac(fields, secret))))
    .includes(true);

/** Signs the JSON of the array, which keeps fields apart: `["+1555","1999"]` is not `["+15551","999"]`. */
const hmac = (fields: readonly string[], secret: string): string =>
  createHmac('sha256', secret).update(JSON.stringify(fields)).digest('base64url');
