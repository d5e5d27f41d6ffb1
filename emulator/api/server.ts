import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Engine } from '../engine/engine';
import type { PageFile } from '../page/bundle';
import { createApp } from './app';

export type ApiServer = { readonly url: string; readonly close: () => Promise<void> };

/**
 * Serves the API and the page on loopback alone: `127.0.0.1`, and `::1` where the machine has it, because `localhost`
 * may be either.
 *
 * @param port - 0 for any that is free.
 * @throws Error with code `EADDRINUSE` when the port is taken.
 */
export async function serveApi(
  engine: Engine,
  page: ReadonlyMap<string, PageFile>,
  port: number,
): Promise<ApiServer> {
  let actual = port;
  const app = createApp(engine, page, () => actual);
  const create = () => createAdaptorServer({ fetch: app.fetch }) as Server;

  const servers = [await listen(create(), port, '127.0.0.1')];
  actual = (servers[0]?.address() as AddressInfo).port;
  const second = await listen(create(), actual, '::1').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') return undefined; // a machine without IPv6
    servers[0]?.close();
    throw error;
  });
  if (second !== undefined) servers.push(second);

  return {
    url: `http://localhost:${actual}`,
    async close() {
      for (const server of servers) {
        const closed = new Promise((resolve) => server.close(resolve));
        server.closeAllConnections();
        await closed;
      }
    },
  };
}

const listen = (server: Server, port: number, host: string): Promise<Server> =>
  new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => {
      resolve(server);
    });
  });
