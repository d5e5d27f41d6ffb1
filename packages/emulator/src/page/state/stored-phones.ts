import type { State } from './state';

/** The part of the state that outlives the page, in the browser's local storage. */
export type StoredPhones = Pick<State, 'phone' | 'chosenNumbers'>;

/** As much of local storage as is used. Opening it may throw, as where a browser blocks it. */
export type OpenStorage = () => Pick<Storage, 'getItem' | 'setItem'>;

const KEY = 'sms-emulator';
const NONE: StoredPhones = { phone: null, chosenNumbers: {} };
const openLocalStorage: OpenStorage = () => localStorage;

/** What an earlier visit stored in this browser; nothing when that is not readable. The phones themselves are the engine's. */
export function readStoredPhones(open: OpenStorage = openLocalStorage): StoredPhones {
  try {
    const value: unknown = JSON.parse(open().getItem(KEY) ?? 'null');
    return isStored(value) ? { phone: value.phone, chosenNumbers: value.texts } : NONE;
  } catch {
    return NONE;
  }
}

/** Stores them for the next visit. Where a browser refuses that, they are lost with the page. */
export function storePhones(
  { phone, chosenNumbers }: StoredPhones,
  open: OpenStorage = openLocalStorage,
): void {
  const stored: Stored = { phone, texts: chosenNumbers };
  try {
    open().setItem(KEY, JSON.stringify(stored));
  } catch {
    // Storage is blocked or full: the page works without it.
  }
}

/** The stored JSON. Earlier versions have stored the phones too, as `mine`. */
type Stored = {
  readonly phone: StoredPhones['phone'];
  readonly texts: StoredPhones['chosenNumbers'];
};

function isStored(value: unknown): value is Stored {
  if (typeof value !== 'object' || value === null) return false;
  const { phone, texts } = value as Record<string, unknown>;
  return (
    (phone === null || typeof phone === 'string') &&
    typeof texts === 'object' &&
    texts !== null &&
    Object.values(texts).every((item) => typeof item === 'string')
  );
}
