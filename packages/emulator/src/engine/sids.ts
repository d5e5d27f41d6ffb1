import { randomBytes } from 'node:crypto';

/** A fresh sid: its prefix and 32 hexadecimal digits. */
export const newSid = (prefix: 'SM' | 'MM' | 'AC'): string => prefix + randomBytes(16).toString('hex');
