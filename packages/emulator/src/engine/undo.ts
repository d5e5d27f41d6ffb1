import { randomUUID } from 'node:crypto';
import type { Undoable } from './types';

/** How to put back what was taken out, or to drop it for good. */
export type TakenBack = { readonly putBack: () => void; readonly discard: () => void };

/** What was forgotten, removed or imported and can be taken back, until the engine stops or it is older than twenty others. */
export type Undo = {
  /** Returns the token of what is taken back. */
  readonly add: (what: Omit<Undoable, 'token'>, taken: TakenBack) => string;
  /** Takes back what this token names, or the latest. `undefined` when there is no such thing any more. */
  readonly undo: (token?: string) => Undoable | undefined;
  /** The latest last. */
  readonly all: () => Undoable[];
};

/** How much can be taken back. */
const MAX_UNDO = 20;

/** @param max - how much can be taken back; the oldest is dropped when there is more. */
export function createUndo(max = MAX_UNDO): Undo {
  const entries = new Map<string, { readonly what: Undoable; readonly taken: TakenBack }>();
  return {
    add(of, taken) {
      const token = randomUUID();
      entries.set(token, { what: { token, ...of }, taken });
      const [oldest] = entries.entries();
      if (entries.size > max && oldest !== undefined) {
        entries.delete(oldest[0]);
        oldest[1].taken.discard();
      }
      return token;
    },
    undo(token = [...entries.keys()].at(-1)) {
      const entry = entries.get(token ?? '');
      if (entry === undefined) return undefined;
      entries.delete(entry.what.token);
      entry.taken.putBack();
      return entry.what;
    },
    all: () => [...entries.values()].map(({ what }) => what),
  };
}
