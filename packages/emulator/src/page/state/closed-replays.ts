import type { OpenStorage } from './stored-phones';

/** The replays whose outcome was closed in this browser. */
export type ClosedReplays = {
  readonly has: (id: string) => boolean;
  readonly add: (id: string) => void;
};

/** The emulator keeps fewer. */
const MAX_CLOSED = 20;

const KEY = 'sms-emulator closed replays';
const openLocalStorage: OpenStorage = () => localStorage;

/** Keeps them in local storage. Where a browser refuses that, they are lost with the page. */
export function createClosedReplays(open: OpenStorage = openLocalStorage): ClosedReplays {
  let closed: readonly string[] = [];
  const read = (): readonly string[] => {
    try {
      const value: unknown = JSON.parse(open().getItem(KEY) ?? '[]');
      return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];
    } catch {
      return [];
    }
  };
  return {
    has: (id) => closed.includes(id) || read().includes(id),
    add(id) {
      closed = [...new Set([...closed, ...read(), id])].slice(-MAX_CLOSED);
      try {
        open().setItem(KEY, JSON.stringify(closed));
      } catch {
        // Storage is blocked or full: they are known as long as the page lives.
      }
    },
  };
}
