import type { StartTimer } from 'functions-runtime';
import { type Answer, readAnswer } from './answer';
import { callTarget } from './call-target';
import type { Target } from './gateway';
import { RESPONSE_HEADERS_TOO_LONG } from './header-limits';
import type { Limits } from './limits';
import { refusal, type Refusal } from './refusal';
import type { ReceivedRequest } from './signature';

/**
 * For a call that takes longer than 10 s. The status is on one page, the text on the other.
 * Sources: https://www.twilio.com/docs/serverless/functions-assets/functions/request-flow and
 * https://www.twilio.com/docs/serverless/functions-assets/faq
 */
export const TOO_LATE = refusal(
  504,
  'runtime application timed out',
  'A call may take 10 s. Was the callback called?',
);

/** For a Function that does not answer, or not completely. The platform has no counterpart. */
export const NO_ANSWER = refusal(
  502,
  'No answer from the Functions. They may be starting anew, or have ended: see the terminal of npm start.',
);

const NOT_TAKEN: Refusal = { ...NO_ANSWER, isUndelivered: true };

export type CallOptions = {
  readonly limits: Limits;
  /** Ends the request: when it takes too long, when the caller has disconnected, or when it has been refused. */
  readonly end: AbortController;
  /** In milliseconds since 1970. */
  readonly now: () => number;
  readonly startTimer: StartTimer;
};

/** Calls a Function, and ends the call when it takes longer than `limits.callMs`. */
export const callFunction = (
  target: Target,
  request: ReceivedRequest,
  options: CallOptions,
): Promise<Answer | Refusal> =>
  inTime(options, async (signal) =>
    readAnswer(await callTarget(target, request, signal), options.limits, options.now()),
  );

/** What `call` resolves with, or the refusal when it takes longer than `limits.callMs`, or fails. */
export async function inTime<Result>(
  { limits, end, startTimer }: CallOptions,
  call: (signal: AbortSignal) => Promise<Result>,
): Promise<Result | Refusal> {
  const stopTimer = startTimer(() => {
    end.abort(TOO_LATE);
  }, limits.callMs);
  try {
    return await call(end.signal);
  } catch (error) {
    return end.signal.reason === TOO_LATE ? TOO_LATE : failureOf(error);
  } finally {
    stopTimer();
  }
}

/** The refusal for a failed call. Node.js does not read headers above 16 kB. */
export function failureOf(error: unknown): Refusal {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'HPE_HEADER_OVERFLOW') return RESPONSE_HEADERS_TOO_LONG;
  return code === 'ECONNREFUSED' ? NOT_TAKEN : NO_ANSWER;
}
