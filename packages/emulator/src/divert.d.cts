/** What is known of a request to Twilio before it is sent. */
export type DivertedRequest = {
  /** In lower case: `api.twilio.com`. */
  readonly host: string;
  /** The user name of the request's Basic `Authorization`: an account's SID, or an API key's. */
  readonly accountSid: string | undefined;
};

/**
 * Sends this process's requests to `twilio.com` and all hosts below it to an emulator. What cannot be sent there fails with the
 * code `ESMSEMULATOR`, and nothing leaves this machine.
 *
 * @param resolve - the emulator's base URL, such as `http://127.0.0.1:1337`, or `undefined` for the account of another emulator.
 *   Of several functions, the one installed last is asked first. When none knows the account, they are asked in the same order
 *   for a request without one.
 * @param options.isServedPlainly - whether `https` requests to this host, such as `localhost:3000`, are for a server in this process
 *   that speaks HTTP: they are sent there without TLS.
 * @param options.applies - whether the code that asks is to be diverted; all of the process by default.
 * @returns a function that takes this one away. Node.js's own functions are back when the last one is taken away.
 */
export function divert(
  resolve: (request: DivertedRequest) => string | undefined,
  options?: {
    readonly isServedPlainly?: (host: string) => boolean;
    readonly applies?: () => boolean;
  },
): () => void;
