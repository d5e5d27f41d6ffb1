import type { Problem } from '../debugger';
import type { Pair } from '../types';

/** Source: https://www.twilio.com/docs/api/errors/82008 */
const MAX_HEADER_BYTES = 4 * 1024;

/** Source: https://www.twilio.com/docs/serverless/functions-assets/functions */
const MAX_AGE_SECONDS = 24 * 60 * 60;

/** Warnings of what a Function would meet on Twilio alone: limits of the platform for headers and cookies. */
export const hostedWarnings = (request: readonly Pair[], response: readonly Pair[]): Problem[] => [
  ...headerWarning('request', request),
  ...headerWarning('answer', response),
  ...response.flatMap(([name, value]) => (name.toLowerCase() === 'set-cookie' ? maxAgeWarning(value) : [])),
];

function headerWarning(what: string, headers: readonly Pair[]): Problem[] {
  const bytes = headers.reduce((sum, [name, value]) => sum + Buffer.byteLength(`${name}: ${value}\r\n`), 0);
  if (bytes < MAX_HEADER_BYTES) return [];
  const detail = `The headers of the ${what} have ${bytes} bytes; a hosted Function may refuse 4 kB and more with 431.`;
  return [{ code: 82008, level: 'warning', detail }];
}

function maxAgeWarning(setCookie: string): Problem[] {
  const maxAge = /;\s*max-age=(\d+)/i.exec(setCookie)?.[1] ?? '0';
  if (Number(maxAge) <= MAX_AGE_SECONDS) return [];
  const detail = `Max-Age=${maxAge} is over 24 hours; a hosted Function would answer with HTTP 400.`;
  return [{ code: 11200, level: 'warning', detail }];
}
