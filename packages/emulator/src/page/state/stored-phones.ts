import type { State } from './state';

/** The part of the state that outlives the page, in the browser's local storage. */
export type StoredPhones = Pick<State, 'addedPhones' | 'phone' | 'chosenNumbers'>;

/** As much of local storage as is used. Opening it may throw, as where a browser blocks it. */
export type OpenStorage = () => Pick<Storage, 'getItem' | 'setItem'>;

const KEY = 'sms-emulator';
const NONE: StoredPhones = { addedPhones: [], phone: null, chosenNumbers: {} };
const openLocalStorage: OpenStorage = () => localStorage;

/** The phones that an earlier visit stored in this browser; none when there is nothing readable. */
export function readStoredPhones(open: OpenStorage = openLocalStorage): StoredPhones {
  try {
    const value: unknown = JSON.parse(open().getItem(KEY) ?? 'null');
    return isStored(value)
      ? { addedPhones: value.mine, phone: value.phone, chosenNumbers: value.texts }
      : NONE;
  } catch {
    return NONE;
  }
}

/** Stores the phones for the next visit. Where a browser refuses that, they are lost with the page. */
export function storePhones(
  { addedPhones, phone, chosenNumbers }: StoredPhones,
  open: OpenStorage = openLocalStorage,
): void {
  const stored: Stored = { mine: addedPhones, phone, texts: chosenNumbers };
  try {
    open().setItem(KEY, JSON.stringify(stored));
  } catch {
    // Storage is blocked or full: the page works without it.
  }
}

/** The stored JSON. */
type Stored = {
  readonly mine: StoredPhones['addedPhones'];
  readonly phone: StoredPhones['phone'];
  readonly texts: StoredPhones['chosenNumbers'];
};

function isStored(value: unknown): value is Stored {
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
