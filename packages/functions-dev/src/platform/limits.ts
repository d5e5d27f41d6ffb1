/** What the platform allows. Sizes in bytes, times in milliseconds. */
export type Limits = {
  /** All headers of a request, or of an answer, must have fewer bytes than this. */
  readonly headerBytes: number;
  /** They must be fewer than this. Each `Set-Cookie` counts as one. */
  readonly headerCount: number;
  /** The most for a request, headers included. */
  readonly requestBytes: number;
  /** The most for the body of an answer. */
  readonly responseBytes: number;
  /** The longest that a call may take. */
  readonly callMs: number;
  /** The most calls in progress. */
  readonly callsAtOnce: number;
  /** The longest lifetime of a cookie. */
  readonly cookieMs: number;
};

/**
 * The hosted platform's limits.
 *
 * Headers: one page says 15 kB and 90, the page of error 82008 says less than 4 kB and less than 75. The smaller limits
 * satisfy both. Sources:
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
