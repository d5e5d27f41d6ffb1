import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { isObject } from '../json';

/** Data that only the secret opens. AES-256-GCM; the initialization vector, the tag and the ciphertext, in base64url. */
export type Encrypted = { readonly conversation: string; readonly encrypted: string };

/** Lengths in bytes. NIST SP 800-38D, section 8.2. */
const [IV, TAG] = [12, 16];

export const isEncrypted = (data: unknown): data is Encrypted =>
  isObject(data) && typeof data.encrypted === 'string';

/**
 * Encrypts a text.
 * @param name - of the document: another one cannot be opened in its place.
 */
export function encrypt(text: string, name: string, secret: string): string {
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), iv).setAAD(Buffer.from(name));
  const ciphertext = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), ciphertext]).toString('base64url');
}

/** Decrypts a text; `undefined` when this secret did not encrypt it, or it was edited. */
export function decrypt(encrypted: string, name: string, secret: string): string | undefined {
  const bytes = Buffer.from(encrypted, 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), bytes.subarray(0, IV), {
      authTagLength: TAG,
    })
      .setAAD(Buffer.from(name))
      .setAuthTag(bytes.subarray(IV, IV + TAG));
    return Buffer.concat([decipher.update(bytes.subarray(IV + TAG)), decipher.final()]).toString();
  } catch {
    return undefined;
  }
}

/** RFC 5869. A key of its own, because the secret also signs. */
const keyOf = (secret: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', 'sms-conversation: documents', 32));
