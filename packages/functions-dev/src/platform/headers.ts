/** A header: its name as it was written, and its value. */
export type Pair = readonly [name: string, value: string];

/** Node's `rawHeaders`, names and values in turn, as pairs. */
export const pairs = (raw: readonly string[]): Pair[] =>
  raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : []));

/** The value of the first header with this name, which is given in lower case. */
export const valueOf = (headers: readonly Pair[], name: string): string | undefined =>
  headers.find(([other]) => other.toLowerCase() === name)?.[1];

export const without = (headers: readonly Pair[], ...names: readonly string[]): Pair[] =>
  headers.filter(([name]) => !names.includes(name.toLowerCase()));

/** Headers that belong to one connection. Source: RFC 9110, section 7.6.1, and RFC 2616, section 13.5.1 */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** Headers that `Connection` may not take away: without them it would be another request. */
const ALWAYS = ['host', 'content-length', 'content-type', 'cookie', 'set-cookie'];

/** The headers that are meant for the other end, without those of this connection and those that it names. */
export function endToEnd(headers: readonly Pair[]): Pair[] {
  const named = headers
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.toLowerCase().split(','))
    .map((name) => name.trim())
    .filter((name) => !ALWAYS.includes(name));
  return without(headers, ...HOP_BY_HOP, ...named);
}
