import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A request that came in. */
export type Relayed = {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

export type RelayAnswer = {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string | Buffer;
};

export type Relay = {
  readonly url: string;
  /** Passes a request on to a server. */
  readonly pass: (origin: string, relayed: Relayed) => Promise<RelayAnswer>;
  readonly close: () => Promise<void>;
};

/** Serves HTTP on loopback, and answers each request with what `answer` makes of it. */
export async function startRelay(
  answer: (relayed: Relayed, pass: Relay['pass']) => Promise<RelayAnswer>,
): Promise<Relay> {
  const pass: Relay['pass'] = (origin, { method, path, headers, body }) =>
    new Promise((resolve, reject) => {
      const { host } = new URL(origin);
      const outgoing = request(origin + path, { method, headers: { ...headers, host }, agent: false });
      outgoing.once('error', reject).once('response', (response) => {
        buffer(response).then((received) => {
          resolve({ status: response.statusCode ?? 0, headers: response.rawHeaders, body: received });
        }, reject);
      });
      outgoing.end(body);
    });
  const server = createServer((incoming, response) => {
    const { method = '', url: path = '', headers } = incoming;
    buffer(incoming)
      .then((body) => answer({ method, path, headers, body }, pass))
      .then(({ status, headers: answered, body }) => {
        response.writeHead(status, [...answered]).end(body);
      })
      .catch(() => response.destroy()); // one of the two is gone
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pass,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
