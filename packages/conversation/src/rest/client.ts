import { ConversationError } from '../errors';
import type { FunctionContext } from '../function-context';
import { isObject } from '../json';

/** How long a request may take, in milliseconds: several must fit into the ten seconds of a Function. */
const REQUEST_TIMEOUT = 2500;

let known: { readonly account: string; readonly client: unknown } | undefined;

/**
 * Twilio's client for the Function's account: one for all calls, so that its connections stay open.
 * @throws {ConversationError} `account-missing`.
 */
export function clientOf(platform: Partial<FunctionContext> = {}): unknown {
  const { ACCOUNT_SID, AUTH_TOKEN } = platform;
  const account = ACCOUNT_SID === undefined ? undefined : JSON.stringify([ACCOUNT_SID, AUTH_TOKEN]);
  if (known !== undefined && known.account === account) return known.client;
  try {
    const client = platform.getTwilioClient?.({ timeout: REQUEST_TIMEOUT });
    if (client === undefined) throw new Error('context has no getTwilioClient().');
    if (account !== undefined) known = { account, client };
    return client;
  } catch (cause) {
    throw new ConversationError(
      'account-missing',
      'There is no account: ACCOUNT_SID and AUTH_TOKEN must be in context. A deploy puts them there, and so does npm start.',
      { cause },
    );
  }
}

/** The HTTP status of an error of the client; `undefined` when no answer came. */
export const statusOf = (error: unknown): number | undefined =>
  isObject(error) && typeof error.status === 'number' ? error.status : undefined;

/** Whether no answer came: what Node.js and the client's HTTP library throw then has a code such as `ECONNRESET`. */
export const isUnanswered = (error: unknown): boolean => isObject(error) && typeof error.code === 'string';
