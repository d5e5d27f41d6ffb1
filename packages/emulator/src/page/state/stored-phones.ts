import type { Kept } from './state';

const KEY = 'sms-emulator';
const NOTHING: Kept = { mine: [], phone: null, texts: {} };

/** What an earlier visit has kept in this browser; nothing when it is not readable. */
export function readKept(): Kept {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return isKept(value) ? value : NOTHING;
  } catch {
    return NOTHING;
  }
}

/** Keeps the phones for the next visit; a browser that refuses loses them with the page. */
export function writeKept({ mine, phone, texts }: Kept): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ mine, phone, texts }));
  } catch {
    // Private windows and full disks: the page works without.
  }
}

function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null) return false;
  const { mine, phone, texts } = value as Record<string, unknown>;
  return (
    Array.isArray(mine) &&
    mine.every((item) => typeof item === 'string') &&
    (phone === null || typeof phone === 'string') &&
    typeof texts === 'object' &&
    texts !== null &&
    Object.values(texts).every((item) => typeof item === 'string')
  );
}
