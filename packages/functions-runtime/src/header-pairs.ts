/**
 * The headers of a message by Node.js's HTTP, in the order and the spelling in which they came.
 *
 * @param rawHeaders - names and values in turn, as in `IncomingMessage.rawHeaders`.
 */
export const headerPairs = (rawHeaders: readonly string[]): [name: string, value: string][] =>
  rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? '']] : []));
