import { randomBytes } from 'node:crypto';
import type { Media } from './types';

/** A new random SID: its prefix and 32 hexadecimal digits. */
export const newSid = (prefix: 'SM' | 'MM' | 'AC'): string => prefix + randomBytes(16).toString('hex');

/** A new SID for a message: `MM...` with media, `SM...` without. */
export const newMessageSid = (media: readonly Media[]): string => newSid(media.length > 0 ? 'MM' : 'SM');
