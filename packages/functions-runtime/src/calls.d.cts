/** A call of a Function. */
export type Call = {
  /** Of the built Functions. */
  readonly folder: string;
  /**
   * Gets an error that the call has thrown where nobody catches it: in a timer, a listener, or a promise that nobody awaits.
   * Returns whether it has dealt with it. If not, the error is for the process, as every error of other code is.
   */
  readonly onUncaught: (error: unknown) => boolean;
  /** What it finds in `process.env` beside the variables of the process. It may change them. */
  readonly env: Record<string, string>;
  /** What `Runtime` is to it. */
  readonly runtime: object;
};

/** The call that this code runs in, also when it was put off: to a timer, a promise, an event. */
export function currentCall(): Call | undefined;

/** Runs a call. What it puts off belongs to it too. */
export function runCall(call: Call, run: () => void): void;

/** Tells that a call has ended. Errors that it throws later are still found, but not by their stack alone. */
export function endCall(call: Call): void;
