/** A header: its name as it was written, and its value. */
export type HeaderPair = readonly [name: string, value: string];

/** Node's `rawHeaders`, names and values in turn, as pairs. */
export const headerPairs = (raw: readonly string[]): HeaderPair[] =>
  raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : []));
