import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import twilio from 'twilio';
import { ACCOUNT, type Client } from './rest-client';
import { says } from './webhook-server';

export type Documents = ReturnType<Client['sync']['v1']['services']>['documents'];

/** What a webhook does with Sync for a message, by the message's text. */
export type Steps = Readonly<Record<string, (documents: Documents, client: Client) => Promise<unknown>>>;

/**
 * Serves a webhook that uses Sync of the emulator in this process, with an unchanged client and its `ACCOUNT`, before it answers
 * `ok`. For the text `told` its answer has a status callback, which does the steps of `status`.
 *
 * @param later - what it does when it has answered.
 */
export async function serveSyncWebhook(steps: Steps, later: Steps = {}) {
  const client = twilio(ACCOUNT.accountSid, ACCOUNT.authToken);
  const { documents } = client.sync.v1.services('default');
  const done: Promise<unknown>[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const form = new URLSearchParams(Buffer.concat(chunks).toString());
      const text = request.url === '/status' ? 'status' : (form.get('Body') ?? '');
      await steps[text]?.(documents, client).catch(() => undefined);
      const message = `<Message statusCallback="/status">ok</Message>`;
      response.setHeader('Content-Type', 'text/xml');
      response.end(text === 'told' ? `<Response>${message}</Response>` : says('ok'));
      const after = later[text];
      if (after !== undefined) done.push(once(response, 'close').then(() => after(documents, client)));
    })();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/sms`,
    documents,
    /** What is done after answers. */
    done,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
