import { refusal } from './refusal';

/**
 * The status is documented, the text is not.
 * Source: https://www.twilio.com/docs/serverless/functions-assets/functions/request-flow
 */
export const TOO_MANY_CALLS = refusal(
  429,
  'Too many requests',
  'An account may have 30 calls of Functions at once.',
);

/** Counts the calls in progress. */
export type CallsAtOnce = {
  /** Begins a call and returns the function that ends it, or `undefined` when the limit is reached. */
  readonly begin: () => (() => void) | undefined;
};

/** @param most - how many calls may be in progress. */
export function callsAtOnce(most: number): CallsAtOnce {
  let going = 0;
  return {
    begin() {
      if (going >= most) return undefined;
      going++;
      return () => {
        going--;
      };
    },
  };
}
