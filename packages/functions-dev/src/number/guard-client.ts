import type { RequestClient } from 'twilio';
import { NotTwilio } from './not-twilio';

/** Makes the signal that ends one request, and the reading of its answer. */
export type Deadline = () => AbortSignal;

/** How long one request may take in all, in milliseconds. The client's own limit, 30 s, is for silence only. */
const REQUEST_MS = 2 * 60_000;

export const twoMinutes: Deadline = () => AbortSignal.timeout(REQUEST_MS);

/**
 * Guards the client that sends the requests: the credentials go to Twilio only, wherever an answer leads, and no request
 * lasts for ever.
 *
 * @param client - is changed.
 * @throws NotTwilio from its `request`, for an address that is not https at twilio.com; nothing is sent then.
 */
export function guardClient(client: RequestClient, deadline: Deadline): RequestClient {
  client.axios.interceptors.request.use((config) => ({ ...config, signal: deadline() }));
  const send = client.request.bind(client);
  client.request = async (options) => {
    assertTwilio(new URL(options.uri));
    return send(options);
  };
  return client;
}

function assertTwilio({ protocol, hostname }: URL): void {
  if (protocol === 'https:' && hostname.endsWith('.twilio.com')) return;
  throw new NotTwilio(
    `it led to ${protocol}//${hostname}, which is not https at twilio.com, so nothing was sent there`,
  );
}
