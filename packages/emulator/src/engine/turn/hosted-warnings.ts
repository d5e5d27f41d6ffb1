import { Cookie } from 'tough-cookie';
import { canParseUrl } from '../addresses';
import type { Problem } from '../debugger';
import type { OwnNumber, Pair } from '../types';

/** Source: https://www.twilio.com/docs/api/errors/82008 */
const MAX_HEADER_BYTES = 4 * 1024;

/** In milliseconds. Source: https://www.twilio.com/docs/serverless/functions-assets/functions */
const MAX_LIFE = 24 * 60 * 60 * 1000;

/** Whether an address is of the server that the Functions of some numbers are on. That of any other webhook is not. */
export function isOfFunctions(url: string, numbers: ReadonlyMap<string, OwnNumber>): boolean {
  const origin = originOf(url);
  return [...numbers.values()].some((own) => {
    const functionUrl = functionUrlOf(own);
    return functionUrl !== undefined && originOf(functionUrl) === origin;
  });
}

/** The address of a number's Function; `undefined` for a number of any other webhook. A number of a Function is named by its path. */
const functionUrlOf = ({ number, name, smsUrl, functionUrl = smsUrl }: OwnNumber): string | undefined =>
  name === number ? undefined : functionUrl;

const originOf = (url: string): string | undefined => (canParseUrl(url) ? new URL(url).origin : undefined);

/**
 * Warnings of what a Function would meet on Twilio alone: limits of the platform for headers and cookies.
 *
 * @param now - this machine's time, by which a Function writes `Expires`, in milliseconds since 1970.
 */
export const hostedWarnings = (
  request: readonly Pair[],
  response: readonly Pair[],
  now: number,
): Problem[] => [
  ...headerWarning('request', request),
  ...headerWarning('answer', response),
  ...response.flatMap(([name, value]) =>
    name.toLowerCase() === 'set-cookie' ? lifeWarning(value, now) : [],
  ),
];

function headerWarning(what: string, headers: readonly Pair[]): Problem[] {
  const bytes = headers.reduce((sum, [name, value]) => sum + Buffer.byteLength(`${name}: ${value}\r\n`), 0);
  if (bytes < MAX_HEADER_BYTES) return [];
  const detail = `The headers of the ${what} have ${bytes} bytes; a hosted Function may refuse 4 kB and more with 431.`;
  return [{ code: 82008, level: 'warning', detail }];
}

function lifeWarning(setCookie: string, now: number): Problem[] {
  const cookie = Cookie.parse(setCookie);
  if (cookie === undefined || lifeOf(cookie, now) <= MAX_LIFE) return [];
  const attribute = cookie.maxAge === null ? 'Expires' : `Max-Age=${cookie.maxAge}`;
  const detail = `${attribute} is over 24 hours; a hosted Function would answer with HTTP 400.`;
  return [{ code: 11200, level: 'warning', detail }];
}

/** How long a cookie says that it lives, in milliseconds; 0 when it does not say. `Max-Age` counts more than `Expires`: RFC 6265. */
function lifeOf({ maxAge, expires }: Cookie, now: number): number {
  if (maxAge !== null) return Number(maxAge) * 1000;
  return expires instanceof Date ? expires.getTime() - now : 0;
}
