import type { IncomingMessage } from 'node:http';
import { readBody, RESPONSE_TOO_LARGE } from './body';
import { hostedCookie, refuseLongCookie } from './cookies';
import { refuseHeaders, RESPONSE_HEADERS_TOO_LONG } from './header-limits';
import { type HeaderPair, headerPairs } from 'functions-runtime';
import { endToEnd, without } from './headers';
import type { Limits } from './limits';
import type { Refusal } from './refusal';

/** The complete answer of a Function, as the platform sends it. */
export type Answer = {
  readonly kind: 'answer';
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly HeaderPair[];
  readonly body: Buffer;
};

/**
 * Reads a Function's answer and applies the platform's rules to it.
 *
 * @param now - in milliseconds since 1970.
 * @throws Error when the connection ends before the answer does.
 */
export async function readAnswer(
  incoming: IncomingMessage,
  limits: Limits,
  now: number,
): Promise<Answer | Refusal> {
  const given = endToEnd(headerPairs(incoming.rawHeaders));
  const refusals = given
    .filter(isSetCookie)
    .map(([, setCookie]) => refuseLongCookie(setCookie, limits.cookieMs, now));
  const longCookie = refusals.find((refused) => refused !== undefined);
  if (longCookie !== undefined) return longCookie;

  const headers = given.map((header): HeaderPair => {
    const [name, value] = header;
    return isSetCookie(header) ? [name, hostedCookie(value)] : header;
  });
  const tooLong = refuseHeaders(headers, limits, RESPONSE_HEADERS_TOO_LONG);
  if (tooLong !== undefined) return tooLong;

  const body = await readBody(incoming, limits.responseBytes);
  if (body === undefined) return RESPONSE_TOO_LARGE;
  const { statusCode: status = 502, statusMessage: statusText = '' } = incoming;
  return { kind: 'answer', status, statusText, headers: withLength(headers, status, body), body };
}

const isSetCookie = ([name]: HeaderPair): boolean => name.toLowerCase() === 'set-cookie';

/** A 204 has no Content-Length, and that of a 304 is for a body that is not sent. Source: RFC 9110, section 8.6 */
const withLength = (headers: readonly HeaderPair[], status: number, body: Buffer): readonly HeaderPair[] =>
  status === 204 || status === 304
    ? headers
    : [...without(headers, 'content-length'), ['Content-Length', String(body.length)]];
