/** What the platform allows. Sizes in bytes, times in milliseconds. */
export type Limits = {
  /** All headers of a request, or of an answer, have fewer bytes than this ... */
  readonly headerBytes: number;
  /** ... and are fewer than this, each cookie that is set being one. */
  readonly headerCount: number;
  /** A request has at most so many, with its headers. */
  readonly requestBytes: number;
  /** The body of an answer has at most so many. */
  readonly responseBytes: number;
  /** A call takes at most so long. */
  readonly callMs: number;
  /** So many calls go on at once at the most. */
  readonly callsAtOnce: number;
  /** A cookie lives at most so long. */
  readonly cookieMs: number;
};

/**
 * The hosted platform's limits.
 *
 * Headers: one page says 15 kB and 90, the page of error 82008 says less than 4 kB and less than 75. What stays under
 * the smaller ones is right by both. Sources:
 * https://www.twilio.com/docs/serverless/functions-assets/functions/headers-and-cookies/limitations
 * https://www.twilio.com/docs/api/errors/82008
 *
 * The rest: https://www.twilio.com/docs/serverless/functions-assets/functions/request-flow
 * Cookies: https://www.twilio.com/docs/runtime/functions/headers-and-cookies/limitations
 */
export const PLATFORM_LIMITS: Limits = {
  headerBytes: 4 * 1024,
  headerCount: 75,
  requestBytes: 1024 * 1024,
  responseBytes: 4 * 1024 * 1024,
  callMs: 10_000,
  callsAtOnce: 30,
  cookieMs: 24 * 60 * 60 * 1000,
};
