import { printable } from '../printable';
import { NotTwilio } from './not-twilio';

/** What Twilio's API did not do, with what to do about it; no secret is in the message. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';

  constructor(
    message: string,
    /** The HTTP status; `undefined` when there was no answer, or none that could be read. */
    readonly status: number | undefined,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** Whether Twilio has refused the request. Otherwise it may have carried it out. */
  get refused(): boolean {
    return this.status !== undefined && this.status >= 400 && this.status < 500;
  }
}

/**
 * Sends requests with the `twilio` client, and reads the answers.
 *
 * @param doing - what for, as it follows "while".
 * @throws ApiFailure for every error of the client and of the reading.
 */
export async function ask<T>(doing: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    const { what, advice, status } = explain(error);
    throw new ApiFailure(`${what} while ${doing}. ${advice}`, status, { cause: error });
  }
}

type Explanation = { readonly what: string; readonly advice: string; readonly status?: number };

/** What the client throws: its `RestException` has a `status`, axios's errors have a `code`; all else is an odd answer. */
function explain(error: unknown): Explanation {
  const { status, code, message } = error as { status?: unknown; code?: unknown; message?: unknown };
  const said = typeof message === 'string' ? printable(message) : '';
  if (typeof status === 'number' && status >= 300) {
    return { ...explainStatus(status, `HTTP ${status}${codeOf(code)}`, said), status };
  }
  if (code === CANCELED) {
    return { what: 'An answer had not ended when the time was up', advice: NETWORK };
  }
  // ERR_INVALID_URL is one: the address of a next page that is none.
  if (typeof code === 'string' && !code.startsWith('ERR_INVALID_')) {
    return { what: `Twilio could not be reached (${printable(code)}: ${said})`, advice: NETWORK };
  }
  return {
    what: error instanceof NotTwilio ? error.message : new NotTwilio().message,
    advice: 'Is there a proxy, or a network that wants you to sign in? Then run the command again.',
  };
}

/** The code of axios for a request whose signal was aborted. */
const CANCELED = 'ERR_CANCELED';
const NETWORK = 'Check the network, and the proxy if there is one. Then run the command again.';

const codeOf = (code: unknown): string => (typeof code === 'number' ? `, error ${code}` : '');

function explainStatus(status: number, label: string, said: string): Omit<Explanation, 'status'> {
  if (status === 401) {
    return {
      what: `Twilio refused the credentials (${label})`,
      advice: 'Compare them with https://console.twilio.com, Account Info. A token ends when it is rotated.',
    };
  }
  if (status === 403) {
    return {
      what: `These credentials may not do that (${label}: ${said})`,
      advice:
        'Use the account’s own, or a standard API key; test credentials and restricted keys do not reach it.',
    };
  }
  if (status === 429) {
    return {
      what: `Twilio takes no more requests at the moment (${label})`,
      advice: 'Wait a minute and run the command again.',
    };
  }
  if (status === 404) {
    return {
      what: `Twilio did not find it (${label})`,
      advice: 'Somebody may have removed it. Run the command again.',
    };
  }
  if (status < 500) {
    return {
      what: `Twilio refused the request (${label}: ${said})`,
      advice: 'Error pages: https://www.twilio.com/docs/api/errors',
    };
  }
  return {
    what: `Twilio failed (${label})`,
    advice: 'Look at https://status.twilio.com and run the command again.',
  };
}
