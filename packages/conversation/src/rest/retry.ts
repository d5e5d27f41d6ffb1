import { orAborted } from '../async/until-aborted';
import { isUnanswered, statusOf } from './client';

/** How often a request is made at most; with the pauses between them, that takes 3.5 s and the time of the answers. */
const MAX_REQUESTS = 8;

/** The longest pause between two requests, and the first one, in milliseconds. */
const [MAX_PAUSE, FIRST_PAUSE] = [1000, 50];

/**
 * Makes a request of the client again while it fails in a way that passes: no answer, too many requests (429, 54009), or a
 * failure of Twilio's (5xx). Rejects with the last error, or when the signal aborts.
 *
 * @param passes - whether an error passes, when not all of these may be tried again.
 */
export async function withRetries<Result>(
  signal: AbortSignal,
  request: () => Promise<Result>,
  passes = isPassing,
): Promise<Result> {
  for (let requests = 1; ; requests++) {
    signal.throwIfAborted();
    try {
      return await orAborted(signal, request());
    } catch (error) {
      if (requests === MAX_REQUESTS || !passes(error)) throw error;
    }
    await pause(Math.min(MAX_PAUSE, FIRST_PAUSE * 2 ** (requests - 1)), signal);
  }
}

function isPassing(error: unknown): boolean {
  const status = statusOf(error);
  return status === undefined ? isUnanswered(error) : status === 429 || status >= 500;
}

/** Waits between half of this time and all of it, in milliseconds. Rejects when the signal aborts. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  try {
    await orAborted(
      signal,
      new Promise<void>((resolve) => {
        timer = setTimeout(resolve, milliseconds * (1 - Math.random() / 2));
      }),
    );
  } finally {
    clearTimeout(timer);
  }
}
