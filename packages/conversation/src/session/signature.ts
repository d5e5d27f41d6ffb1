import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secrets } from './secrets';

/** Length of a signature: 32 bytes of HMAC-SHA256 in unpadded base64url. */
export const SIGNATURE_LENGTH = 43;

/** HMAC-SHA256 over several texts with the first secret, in base64url. */
export const sign = (fields: readonly string[], [secret]: Secrets): string => hmac(fields, secret);

/**
 * Whether a signature was made over exactly these texts with one of the secrets. Takes constant time.
 *
 * @param signature - of {@link SIGNATURE_LENGTH} ASCII characters.
 */
export const verify = (signature: string, fields: readonly string[], secrets: Secrets): boolean =>
  secrets
    .map((secret) => timingSafeEqual(Buffer.from(signature), Buffer.from(hmac(fields, secret))))
    .includes(true);

/** A JSON array keeps the border between two texts: `["+1555","1999"]` is not `["+15551","999"]`. */
const hmac = (fields: readonly string[], secret: string): string =>
  createHmac('sha256', secret).update(JSON.stringify(fields)).digest('base64url');
