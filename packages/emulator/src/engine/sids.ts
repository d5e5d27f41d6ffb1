import { createHash, randomUUID } from 'node:crypto';
import type { Media } from './types';

/** A new random SID: its prefix and 32 hexadecimal digits. A UUID, because Node.js gets its random bytes for many at once. */
export const newSid = (prefix: 'SM' | 'MM' | 'AC' | 'MG' | 'IS' | 'ET'): string =>
  prefix + randomUUID().replaceAll('-', '');

/** The SID of what is always the same thing: of a number of yours, a short code or a channel, or of the file at this place of a message. */
export const fixedSid = (prefix: 'PN' | 'ME' | 'SC' | 'XE', ...of: readonly (string | number)[]): string =>
  prefix + createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 32);

/** The SID of the file at this place of a message. */
export const mediaSid = (messageSid: string, index: number): string => fixedSid('ME', messageSid, index);

/** A new SID for a message: `MM...` with media, `SM...` without. */
export const newMessageSid = (media: readonly Media[]): string => newSid(media.length > 0 ? 'MM' : 'SM');
