import type { DebuggerEntry } from '../../engine/types';

/** What happened in the case of an entry of the debugger, and where, when it is about a place in an answer. */
export function entryWords({ detail, position }: Pick<DebuggerEntry, 'detail' | 'position'>): string {
  if (position === undefined) return detail;
  const sentence = /[.!?]$/.test(detail) ? detail : `${detail}.`;
  return `${sentence} Line ${position.line}, column ${position.column} of the answer.`;
}
