import iconv from 'iconv-lite';

/** XML's own declaration of its encoding, in what is like ASCII. Source: https://www.w3.org/TR/xml/#NT-EncodingDecl */
const DECLARATION = /^<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']/;

/** No declaration is longer, by far; in bytes. */
const MAX_DECLARATION = 200;

/** Source: https://encoding.spec.whatwg.org/#bom-sniff */
const BYTE_ORDER_MARKS = [
  ['utf-8', Buffer.from([0xef, 0xbb, 0xbf])],
  ['utf-16be', Buffer.from([0xfe, 0xff])],
  ['utf-16le', Buffer.from([0xff, 0xfe])],
] as const;

/**
 * Decodes the body of an answer: in the encoding of its byte order mark, else in the charset of its `Content-Type`, else in the one
 * that XML declares; in UTF-8 when there is none, or one that is unknown. Never throws.
 * Source of this order: https://www.rfc-editor.org/rfc/rfc7303#section-3
 */
export function decodeText(body: Buffer, charset: string | undefined): string {
  const label = markedEncoding(body) ?? charset ?? declaredEncoding(body) ?? 'utf-8';
  const name = encodingNamed(label) ?? 'utf-8';
  // Node.js 20 reads windows-1252 as latin1, and every Node.js some of others, as euc-kr, in part; these are the ones that only it knows.
  return iconv.encodingExists(name) ? iconv.decode(body, name) : new TextDecoder(name).decode(body);
}

const markedEncoding = (body: Buffer): string | undefined =>
  BYTE_ORDER_MARKS.find(([, mark]) => body.subarray(0, mark.length).equals(mark))?.[0];

/** A declaration that can be read in bytes of ASCII is not in UTF-16, though .NET writes so. */
function declaredEncoding(body: Buffer): string | undefined {
  const declared = DECLARATION.exec(body.toString('latin1', 0, MAX_DECLARATION))?.[1];
  return declared?.toLowerCase().startsWith('utf-16') === true ? undefined : declared;
}

/** The name that browsers have for an encoding, such as `windows-1252` for `iso-8859-1`. Source: https://encoding.spec.whatwg.org/#names-and-labels */
function encodingNamed(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return label.toLowerCase() === 'iso-8859-16' ? 'iso-8859-16' : undefined; // Node.js does not have it
  }
}
