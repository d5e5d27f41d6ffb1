/** Times and sizes of one request, in milliseconds and bytes. */
export type Limits = {
  /** For one attempt to connect; there are at most two. */
  readonly connectMs: number;
  /** For the whole request: connecting, and the whole response. */
  readonly totalMs: number;
  /** For the body of the response. */
  readonly bodyBytes: number;
};

/** Twilio's own limits. Sources: https://www.twilio.com/docs/api/errors/11205 and /11750 */
export const TWILIO_LIMITS: Limits = { connectMs: 5000, totalMs: 15_000, bodyBytes: 64 * 1024 };
