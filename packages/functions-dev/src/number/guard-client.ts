import type { RequestClient } from 'twilio';
import { NotTwilio } from './not-twilio';

/**
 * Guards the client that sends the requests: the credentials go to Twilio only, wherever an answer leads.
 *
 * @param client - is changed.
 * @throws NotTwilio from its `request`, for an address that is not https at twilio.com; nothing is sent then.
 */
export function guardClient(client: RequestClient): RequestClient {
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
