import type { RequestClient } from 'twilio';
import { cleanAnswer } from './clean-answer';
import { NotTwilio } from './not-twilio';

/** Makes the signal that ends one request, and the reading of its answer. */
export type Deadline = () => AbortSignal;

/** How long one request may take in all, in milliseconds. The client's own limit, 30 s, is for silence only. */
const REQUEST_MS = 2 * 60_000;

export const twoMinutes: Deadline = () => AbortSignal.timeout(REQUEST_MS);

/** Twilio's secrets have 32 characters. What is much shorter would be found in ordinary words. */
const SHORTEST_SECRET = 16;

/**
 * Guards the client that sends the requests: the credentials go to Twilio only, wherever an answer leads; no request
 * lasts for ever; and what comes can be printed.
 *
 * @param client - is changed.
 * @throws NotTwilio from its `request`, for an address that is not https at twilio.com; nothing is sent then.
 */
export function guardClient(client: RequestClient, deadline: Deadline): RequestClient {
  client.axios.interceptors.request.use((config) => ({ ...config, signal: deadline() }));
  const send = client.request.bind(client);
  client.request = async (options) => {
    assertTwilio(new URL(options.uri));
    const answer = await send(options);
    // The client would decode a text once more. Only what is no JSON comes as one, and Twilio sends none.
    const json = typeof answer.body === 'object' ? cleanAnswer(answer.body, secretsOf(options)) : '';
    answer.body = json as typeof answer.body;
    return answer;
  };
  return client;
}

function assertTwilio({ protocol, hostname }: URL): void {
  if (protocol === 'https:' && hostname.endsWith('.twilio.com')) return;
  throw new NotTwilio(
    `it led to ${protocol}//${hostname}, which is not https at twilio.com, so nothing was sent there`,
  );
}

type Sender = { readonly username?: string; readonly password?: string };

/** The password, and what stands in the header with it (RFC 7617), without the padding. */
function secretsOf({ username = '', password = '' }: Sender): string[] {
  const header = Buffer.from(`${username}:${password}`).toString('base64').replace(/=+$/, '');
  return [header, password].filter(({ length }) => length >= SHORTEST_SECRET);
}
