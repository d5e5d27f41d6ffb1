import type { DocumentChange } from '../engine/sync/sync';
import type { Form } from './form';
import { mistake, RestError } from './rest-error';

/** Of `Data`, in bytes of UTF-8. Source: https://www.twilio.com/docs/api/errors/54006 */
const MAX_DATA = 16 * 1024;

/** In seconds, a year. Source: https://www.twilio.com/docs/api/errors/54011 */
const MAX_TTL = 31_536_000;

/** In UTF-16 units. Source: https://www.twilio.com/docs/sync/api/document-resource; the page of 54302 says 256. */
const MAX_NAME = 320;

/** The emulator's own limit: objects and arrays in each other. Twilio's is not known. */
const MAX_DEPTH = 100;

/** `Data` and `Ttl` of a request. @throws RestError when one cannot be. */
export const readChange = (form: Form): DocumentChange => ({ data: readData(form), ttl: readTtl(form) });

/** @throws RestError 54302. Source: https://www.twilio.com/docs/api/errors/54302 */
export function readUniqueName(form: Form): string | null {
  const name = form.text('UniqueName');
  if (name === undefined) return null;
  if (name === '' || name.length > MAX_NAME || /^[A-Z]{2}[a-f0-9]{32}$/.test(name)) throw mistake(54302);
  return JSON.parse(JSON.stringify(name)) as string; // a copy, which does not keep the whole form in memory
}

/**
 * The revision that a document must still have: as in its `revision`, or quoted as in its `ETag`.
 * Source: https://www.twilio.com/docs/sync/mutation-and-conflict-resolution
 *
 * @throws RestError 54003 when it is none. Source: https://www.twilio.com/docs/api/errors/54003
 */
export function readIfMatch(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const revision = /^(?:"([\da-f]{1,64})"|([\da-f]{1,64}))$/i.exec(header.trim());
  if (revision === null) throw mistake(54003);
  return revision[1] ?? revision[2];
}

/**
 * JSON text of an object.
 *
 * @throws RestError 54006, 54008 or 54101. Sources: the pages of these codes below https://www.twilio.com/docs/api/errors
 */
function readData(form: Form): string | undefined {
  const text = form.text('Data');
  if (text === undefined) return undefined;
  if (Buffer.byteLength(text) > MAX_DATA) throw tooLarge();
  const data = parse(text);
  if (data === null) throw mistake(54101, "The 'Data' parameter cannot be null");
  if (typeof data !== 'object' || Array.isArray(data) || isDeeper(data, MAX_DEPTH)) throw noJson();
  return JSON.stringify(data);
}

export const tooLarge = (): RestError => new RestError(413, 54006, 'Request entity too large');

const noJson = (): RestError =>
  mistake(54008, 'Invalid request body: the type of one of the attributes is invalid');

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw noJson();
  }
}

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));

/** Seconds. An empty one is none. @throws RestError 54011. */
function readTtl(form: Form): number | undefined {
  const text = form.text('Ttl') ?? '';
  if (text === '') return undefined;
  const ttl = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (ttl <= MAX_TTL) return ttl;
  throw mistake(54011, `The TTL value in seconds must be an integer between 0 and ${MAX_TTL}`);
}
