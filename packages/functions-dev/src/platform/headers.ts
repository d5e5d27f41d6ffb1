import type { HeaderPair } from 'functions-runtime';

/** The value of the first header with this name. `name` is in lower case. */
export const valueOf = (headers: readonly HeaderPair[], name: string): string | undefined =>
  headers.find(([other]) => other.toLowerCase() === name)?.[1];

/** The headers without those of these names, which are in lower case. */
export const without = (headers: readonly HeaderPair[], ...names: readonly string[]): HeaderPair[] =>
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

/** Headers that are kept although `Connection` names them: without them the request would mean something else. */
const ALWAYS = ['host', 'content-length', 'content-type', 'cookie', 'set-cookie'];

/** Without the headers of one connection, and without those that `Connection` names. */
export function endToEnd(headers: readonly HeaderPair[]): HeaderPair[] {
  const named = headers
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.toLowerCase().split(','))
    .map((name) => name.trim())
    .filter((name) => !ALWAYS.includes(name));
  return without(headers, ...HOP_BY_HOP, ...named);
}
