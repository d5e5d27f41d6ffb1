import type { HeaderPair } from 'functions-runtime';
import type { Limits } from './limits';
import { refusal, type Refusal } from './refusal';

const ADVICE =
  'Twilio error 82008: all headers and cookies together must stay under 4 kB, and be fewer than 75.';

/** For a request. For the sources see `PLATFORM_LIMITS`. */
export const REQUEST_HEADERS_TOO_LONG = refusal(431, 'Request headers or cookies too long', ADVICE);

/** For an answer. */
export const RESPONSE_HEADERS_TOO_LONG = refusal(431, 'Response headers or cookies too long', ADVICE);

/** The bytes of headers as they are written, with separators and line ends. */
export const headerBytes = (headers: readonly HeaderPair[]): number =>
  headers.reduce((sum, [name, value]) => sum + name.length + value.length + ': \r\n'.length, 0);

/**
 * Refuses headers that are too many or too long. Which ones the platform counts is not documented; here all are, also
 * those that a Function never sees.
 *
 * @param refused - `REQUEST_HEADERS_TOO_LONG` or `RESPONSE_HEADERS_TOO_LONG`.
 */
export function refuseHeaders(
  headers: readonly HeaderPair[],
  limits: Limits,
  refused: Refusal,
): Refusal | undefined {
  return headers.length >= limits.headerCount || headerBytes(headers) >= limits.headerBytes
    ? refused
    : undefined;
}
