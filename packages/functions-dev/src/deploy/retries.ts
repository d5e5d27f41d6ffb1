import type { RequestTrouble } from './request-failure';

/** How often a request is tried, with pauses of 1, 2, 4, 8 and 16 s between. */
export const MAX_TRIES = 6;
/** The longest pause that Twilio may ask for, in seconds. */
const MAX_RETRY_AFTER = 60;

/**
 * @param tries - how often it has been tried.
 * @param connected - whether any request of this deploy has been answered.
 * @returns how long to wait before the next try, in milliseconds; `undefined` when there should be none.
 */
export function pauseBeforeRetry(
  trouble: RequestTrouble,
  tries: number,
  connected: boolean,
): number | undefined {
  if (tries >= MAX_TRIES || !mayPass(trouble, connected)) return undefined;
  const growing = 1000 * 2 ** (tries - 1);
  if (trouble.kind !== 'status' || trouble.retryAfter === undefined) return growing;
  return trouble.retryAfter > MAX_RETRY_AFTER ? undefined : Math.max(growing, trouble.retryAfter * 1000);
}

function mayPass(trouble: RequestTrouble, connected: boolean): boolean {
  switch (trouble.kind) {
    case 'status':
      return trouble.status === 429 || trouble.status >= 500;
    case 'cut':
      // Nothing has been heard of Twilio, for a minute: nor will it be in six.
      return connected || trouble.errno !== 'ETIMEDOUT';
    case 'unreachable':
    case 'untrusted':
      // A machine without a network hears so at once.
      return connected;
    case 'not-twilio':
      return false;
  }
}

/** Whether what was asked for may have been done all the same. */
export const mayHaveTakenEffect = (trouble: RequestTrouble): boolean =>
  trouble.kind === 'cut' || (trouble.kind === 'status' && trouble.status >= 500);
