import twilio from 'twilio';
import { HOUR } from 'test-support';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/driver';
import type { OwnNumber } from '../../src/engine/types';
import { changeNumber } from './turns';
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
  client.sync.baseUrl = `${url}/sync`;
  return client;
}

export const ACCOUNT = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'token' };

/** Has messages sent by a Messaging Service, so many hours from now. */
export async function scheduleMessages(
  client: Client,
  emulator: Emulator,
  ...messages: readonly { to: string; body: string; hours: number }[]
) {
  const services = client.messaging.v1.services;
  const { sid: messagingServiceSid } = await services.create({ friendlyName: 'Reminders' });
  const [number] = await client.incomingPhoneNumbers.list();
  await services(messagingServiceSid).phoneNumbers.create({ phoneNumberSid: number?.sid ?? '' });
  for (const { to, body, hours } of messages) {
    const sendAt = new Date(emulator.clock.now() + hours * HOUR);
    await client.messages.create({ messagingServiceSid, to, body, scheduleType: 'fixed', sendAt });
  }
}

/** The path of the account. */
export const ACCOUNT_PATH = `/2010-04-01/Accounts/${ACCOUNT.accountSid}`;

/** The `Authorization` of a user, by default the account with its token. */
export const basic = (user = ACCOUNT.accountSid, password = ACCOUNT.authToken): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** The JSON of an answer, with the fields that tests read; each is there in some answers alone. */
export type RawBody = Record<string, unknown> & {
  readonly code: number;
  readonly sid: string;
  readonly uri: string;
  readonly next_page_uri: string;
  readonly previous_page_uri: string;
  readonly messages: readonly (Record<string, unknown> & { readonly body: string })[];
  readonly media_list: readonly Record<string, unknown>[];
};

/** What an answer is, without the client. */
export type RawAnswer = { readonly status: number; readonly headers: Headers; readonly body: RawBody };

/** An emulator that is served, with the real client, and a webhook that answers like this. Closes everything. */
export async function startWithClient(
  answers: Parameters<typeof serveWebhook>[0] = '<Response/>',
  options: EmulatorOptions = {},
) {
  const server: WebhookServer = await serveWebhook(answers);
  const emulator: Emulator = await startEmulator({ webhook: server.url, port: 0, ...ACCOUNT, ...options });
  const url = emulator.url ?? '';
  const client = clientOf(url, ACCOUNT.accountSid, ACCOUNT.authToken);
  return {
    server,
    url,
    twilio: emulator,
    client,
    /** Makes a request without the client, with the account's credentials. */
    async request(method: string, path: string, init: RequestInit = {}): Promise<RawAnswer> {
      const headers = { Authorization: basic(), ...(init.headers as Record<string, string>) };
      const response = await fetch(url + path, { method, redirect: 'manual', ...init, headers });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: JSON.parse(text === '' ? '{}' : text) as RawBody,
      };
    },
    /** Adds a number of the same webhook, or changes it. */
    addNumber(number: string, change: Partial<OwnNumber> = {}) {
      changeNumber(emulator, { number, name: number, ...change });
    },
    /** Creates a Messaging Service with these senders. Returns its SID. */
    async addService(
      numbers: readonly string[],
      settings: Partial<Parameters<Client['messaging']['v1']['services']['create']>[0]> = {},
    ): Promise<string> {
      const { services } = client.messaging.v1;
      const { sid } = await services.create({ friendlyName: 'Service', ...settings });
      const own = await client.incomingPhoneNumbers.list();
      for (const wanted of numbers) {
        const phoneNumberSid = own.find(({ phoneNumber }) => phoneNumber === wanted)?.sid ?? '';
        await services(sid).phoneNumbers.create({ phoneNumberSid });
      }
      return sid;
    },
    /** The status callbacks that have come to `/status`, with their message. */
    statuses: () =>
      server.requests
        .filter(({ path }) => path.startsWith('/status'))
        .map(({ parameters }) => parameters.get('MessageStatus')),
    async [Symbol.asyncDispose]() {
      await emulator.stop();
      await server[Symbol.asyncDispose]();
    },
  };
}

export type AtClient = Awaited<ReturnType<typeof startWithClient>>;
