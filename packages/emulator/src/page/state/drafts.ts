import { isWebUrl } from '../../engine/addresses';
import { defined } from '../../engine/defined';
import type { Location, Media, RichContent } from '../../engine/types';
import type { OpenStorage as OpenReadable } from './stored-phones';

/** What is written in a conversation and not sent yet. `rich`: what the message had that is edited. */
export type Draft = {
  readonly text: string;
  readonly media: readonly Media[];
  readonly rich?: RichContent;
};

export const EMPTY_DRAFT: Draft = { text: '', media: [] };

/** A draft with what the message that is edited had beside text and pictures, if it had anything. */
export function withRich(draft: Draft, { buttonPayload, location }: RichContent = {}): Draft {
  const rich = defined({ buttonPayload, location });
  return Object.keys(rich).length === 0 ? draft : { ...draft, rich };
}

/** The drafts of this browser, by `conversationKey`. Every tab has the same. */
export type Drafts = {
  readonly read: (key: string) => Draft;
  readonly write: (key: string, draft: Draft) => void;
  /** The same for a draft that another one takes the place of: a text that was there is set aside. */
  readonly replace: (key: string, draft: Draft) => void;
  /** Puts back the text of a message that was not sent, and what is `rich` of it: where a text has been written since, it is set aside. */
  readonly restore: (key: string, unsent: Draft) => void;
  /** The texts that were set aside while this page is open, the newest first. */
  readonly setAside: (key: string) => readonly string[];
  /** Calls back when a draft has changed, here or in another tab. Returns the way to end that. */
  readonly subscribe: (listener: (key: string) => void) => () => void;
  /** To be called when another tab has changed what is stored; `null`: everything was removed. */
  readonly storedElsewhere: (name: string | null) => void;
};

type OpenStorage = () => ReturnType<OpenReadable> & Pick<Storage, 'removeItem' | 'key' | 'length'>;

/** Before the key of a conversation: each draft is stored alone, so that two tabs do not overwrite each other's. */
const PREFIX = 'sms-emulator draft ';

/** How many are stored, and how many texts of a conversation are set aside. For one more, any other one is removed. */
const MAX_DRAFTS = 200;
const MAX_SET_ASIDE = 5;

const openLocalStorage: OpenStorage = () => localStorage;

/** Reads and writes drafts in the browser's local storage. Where a browser refuses that, they are kept while the page is open. */
export function createDrafts(open: OpenStorage = openLocalStorage): Drafts {
  const known = new Map<string, Draft>();
  const aside = new Map<string, readonly string[]>();
  const listeners = new Set<(key: string) => void>();
  const tell = (key: string): void => {
    for (const listener of listeners) listener(key);
  };
  const read = (key: string): Draft => {
    const draft = known.get(key) ?? readStored(key, open);
    known.set(key, draft);
    return draft;
  };
  const write = (key: string, draft: Draft): void => {
    known.set(key, draft);
    store(key, draft, open);
    tell(key);
  };
  const putAside = (key: string, text: string): void => {
    if (text.trim() !== '') aside.set(key, [text, ...(aside.get(key) ?? [])].slice(0, MAX_SET_ASIDE));
  };
  return {
    read,
    write,
    replace(key, draft) {
      const { text } = read(key);
      if (text !== draft.text) putAside(key, text);
      write(key, draft);
    },
    restore(key, { text, rich }) {
      const draft = read(key);
      if (draft.text === '') write(key, withRich({ ...draft, text }, rich));
      else if (draft.text !== text) putAside(key, text);
    },
    setAside: (key) => aside.get(key) ?? [],
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    storedElsewhere(name) {
      if (name?.startsWith(PREFIX) === false) return;
      const changed = name === null ? [...known.keys()] : [name.slice(PREFIX.length)];
      for (const key of changed) {
        known.set(key, readStored(key, open));
        tell(key);
      }
    },
  };
}

function readStored(key: string, open: OpenStorage): Draft {
  try {
    const value: unknown = JSON.parse(open().getItem(PREFIX + key) ?? 'null');
    return isDraft(value) ? value : EMPTY_DRAFT;
  } catch {
    return EMPTY_DRAFT;
  }
}

function store(key: string, draft: Draft, open: OpenStorage): void {
  try {
    const storage = open();
    const isEmpty = draft.text === '' && draft.media.length === 0 && draft.rich === undefined;
    if (isEmpty) storage.removeItem(PREFIX + key);
    else {
      makeRoom(storage, PREFIX + key);
      storage.setItem(PREFIX + key, JSON.stringify(draft));
    }
  } catch {
    // Storage is blocked or full: the draft lives as long as the page.
  }
}

function makeRoom(storage: ReturnType<OpenStorage>, name: string): void {
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index)).filter(
    (other): other is string => other !== null && other !== name && other.startsWith(PREFIX),
  );
  for (const other of names.slice(0, Math.max(0, names.length - MAX_DRAFTS + 1))) storage.removeItem(other);
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false;
  const { text, media, rich } = value as Record<string, unknown>;
  return (
    typeof text === 'string' &&
    Array.isArray(media) &&
    media.every(isMedia) &&
    (rich === undefined || isRich(rich))
  );
}

function isMedia(value: unknown): value is Media {
  if (typeof value !== 'object' || value === null) return false;
  const { url, contentType } = value as Record<string, unknown>;
  return typeof url === 'string' && isWebUrl(url) && typeof contentType === 'string';
}

function isRich(value: unknown): value is RichContent {
  if (typeof value !== 'object' || value === null) return false;
  const { buttonPayload, location } = value as Record<string, unknown>;
  return isTextOrNone(buttonPayload) && (location === undefined || isLocation(location));
}

function isLocation(value: unknown): value is Location {
  if (typeof value !== 'object' || value === null) return false;
  const { latitude, longitude, label, address } = value as Record<string, unknown>;
  const isPlace = typeof latitude === 'number' && typeof longitude === 'number';
  return isPlace && isTextOrNone(label) && isTextOrNone(address);
}

const isTextOrNone = (value: unknown): value is string | undefined =>
  value === undefined || typeof value === 'string';
