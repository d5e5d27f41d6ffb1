import { randomUUID } from 'node:crypto';
import { defined } from './defined';
import type { Undoable, Undone } from './types';

/** How to take something back, or to drop it for good. `takeBack` may return the token by which that is taken back in turn. */
export type Entry = { readonly takeBack: () => string | undefined; readonly discard: () => void };

/** What was forgotten, removed or imported and can be taken back, until the engine stops or it is older than twenty others. */
export type Undo = {
  /** Returns the token of what is taken back. */
  readonly add: (what: Omit<Undoable, 'token'>, entry: Entry) => string;
  /** Takes back what this token names, or the latest. `undefined` when there is no such thing any more. */
  readonly undo: (token?: string) => Undone | undefined;
  /** The latest last. */
  readonly all: () => Undoable[];
};

/** How much can be taken back. */
const MAX_UNDO = 20;

/** @param max - how much can be taken back; the oldest is dropped when there is more. */
export function createUndo(max = MAX_UNDO): Undo {
  const entries = new Map<string, Entry & { readonly what: Undoable }>();
  return {
    add(of, entry) {
      const token = randomUUID();
      entries.set(token, { ...entry, what: { token, ...of } });
      const [oldest] = entries.entries();
      if (entries.size > max && oldest !== undefined) {
        entries.delete(oldest[0]);
        oldest[1].discard();
      }
      return token;
    },
    undo(token = [...entries.keys()].at(-1)) {
      const entry = entries.get(token ?? '');
      if (entry === undefined) return undefined;
      entries.delete(entry.what.token);
      const undo = entry.takeBack();
      return { ...entry.what, ...defined({ undo }) };
    },
    all: () => [...entries.values()].map(({ what }) => what),
  };
}
