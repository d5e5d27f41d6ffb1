import twilio from 'twilio';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/driver';
import { serveWebhook, type WebhookServer } from './webhook-server';

export type Client = ReturnType<typeof twilio>;

/** The real client, whose requests go to an emulator at this address. */
export function clientOf(
  url: string,
  accountSid: string,
  authToken: string,
  options: Parameters<typeof twilio>[2] = {},
): Client {
  const client = twilio(accountSid, authToken, options);
  client.api.baseUrl = url;
  client.messaging.baseUrl = `${url}/messaging`;
  return client;
}

export const ACCOUNT = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'token' };

/** An emulator that is served, with the real client, and a webhook that answers like this. Closes everything. */
export async function startWithClient(
  answers: Parameters<typeof serveWebhook>[0] = '<Response/>',
  options: EmulatorOptions = {},
) {
  const server: WebhookServer = await serveWebhook(answers);
  const emulator: Emulator = await startEmulator({ webhook: server.url, port: 0, ...ACCOUNT, ...options });
  const url = emulator.url ?? '';
  return {
    server,
    url,
    twilio: emulator,
    client: clientOf(url, ACCOUNT.accountSid, ACCOUNT.authToken),
    async [Symbol.asyncDispose]() {
      await emulator.stop();
      await server[Symbol.asyncDispose]();
    },
  };
}
