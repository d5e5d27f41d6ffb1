import type { DocumentState, TurnDocument } from '../../engine/types';

/** What a turn did to a Sync document. */
export type DocumentChange = 'new' | 'changed' | 'the same' | 'gone' | 'not there';

/** What a turn did to a Sync document; `not there` when it looked for one that there is not. */
export function documentChange({ before, after }: Pick<TurnDocument, 'before' | 'after'>): DocumentChange {
  if (before === null) return after === null ? 'not there' : 'new';
  if (after === null) return 'gone';
  return JSON.stringify(before) === JSON.stringify(after) ? 'the same' : 'changed';
}

/** More lines than these would take long to compare; `MAX_LINES` squared are the steps of it. */
const MAX_LINES = 1000;

/** The data before and after as lines of JSON; none where there is no document, `null` when they are too many to compare. */
export function comparedLines({
  before,
  after,
}: Pick<TurnDocument, 'before' | 'after'>): { before: string[]; after: string[] } | null {
  const lines = { before: linesOf(before), after: linesOf(after) };
  return lines.before.length > MAX_LINES || lines.after.length > MAX_LINES ? null : lines;
}

const linesOf = (state: DocumentState | null): string[] =>
  state === null ? [] : JSON.stringify(state.data, null, 2).split('\n');
