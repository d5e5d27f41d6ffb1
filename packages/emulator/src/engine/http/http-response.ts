import { legacyHookDecode, normalizeEncoding } from '@exodus/bytes/encoding.js';
import type { Pair } from '../types';

/** The response to an HTTP request, its body as bytes. */
export type HttpResponse = {
  readonly status: number;
  /** In the order and the spelling in which they came. */
  readonly headers: readonly Pair[];
  readonly body: Buffer;
};

/** The value of the first header with this name, given in lower case. */
export const headerOf = ({ headers }: HttpResponse, wanted: string): string | undefined =>
  headers.find(([name]) => name.toLowerCase() === wanted)?.[1];

/** The values of all `Set-Cookie` headers. */
export const setCookiesOf = ({ headers }: HttpResponse): string[] =>
  headers.filter(([name]) => name.toLowerCase() === 'set-cookie').map(([, value]) => value);

/** The media type of the body in lower case, without its parameters; empty when there is none. */
export const mediaTypeOf = (response: HttpResponse): string =>
  headerOf(response, 'content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';

/** XML's own declaration of its encoding, in what is like ASCII. Source: https://www.w3.org/TR/xml/#NT-EncodingDecl */
const DECLARATION = /^<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']/;

/** No declaration is longer, by far; in bytes. */
const MAX_DECLARATION = 200;

/**
 * The body as text, in the encoding of its byte order mark, else in the charset of its `Content-Type`, else in the one that XML
 * declares; in UTF-8 when there is none, or one that is unknown. Charsets are those of https://encoding.spec.whatwg.org,
 * which Node.js reads wrongly in part: windows-1252 (`iso-8859-1` too) on Node.js 20.
 * Source of the order: https://www.rfc-editor.org/rfc/rfc7303#section-3
 */
export function textOf(response: HttpResponse): string {
  const charset = /charset="?([\w.:-]+)/i.exec(headerOf(response, 'content-type') ?? '')?.[1];
  const name = normalizeEncoding(charset ?? declaredEncoding(response.body) ?? 'utf-8');
  return legacyHookDecode(response.body, name ?? 'utf-8');
}

/** A declaration that can be read in bytes of ASCII is not in UTF-16, though .NET writes so. */
function declaredEncoding(body: Buffer): string | undefined {
  const declared = DECLARATION.exec(body.toString('latin1', 0, MAX_DECLARATION))?.[1];
  return declared?.toLowerCase().startsWith('utf-16') === true ? undefined : declared;
}
