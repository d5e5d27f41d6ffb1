import type { Pair } from '../../engine/types';

/** What one looks for first in a request about a message. */
const FIRST = ['From', 'To', 'Body', 'MessageStatus', 'ErrorCode', 'NumMedia'];

/**
 * The parameters of a request in an order for reading: sender, number, text, status and media first, then the others as they were sent. Of
 * those that are empty only the names, but for the text.
 */
export function orderForReading(parameters: readonly Pair[]): { filled: Pair[]; empty: string[] } {
  const isEmpty = ([name, value]: Pair) => value === '' && name !== 'Body';
  return {
    filled: parameters.filter((pair) => !isEmpty(pair)).sort(([a], [b]) => rankOf(a) - rankOf(b)), // a stable sort
    empty: parameters.filter(isEmpty).map(([name]) => name),
  };
}

function rankOf(name: string): number {
  const rank = FIRST.indexOf(name);
  if (rank !== -1) return rank;
  return /^Media(?:Url|ContentType)\d+$/.test(name) ? FIRST.length : FIRST.length + 1;
}
