import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Servers that listen on one port. */
export type Listening = {
  readonly port: number;
  readonly close: () => Promise<void>;
};

/**
 * Listens on loopback only: `127.0.0.1`, and `::1` if the machine has IPv6, because `localhost` may be either.
 *
 * @param create - makes a server; called once for each address.
 * @param port - 0 for any free port.
 * @throws Error with code `EADDRINUSE` when the port is taken.
 */
export async function listenOnLoopback(create: () => Server, port: number): Promise<Listening> {
  const servers = [await listen(create(), port, '127.0.0.1')];
  const { port: actual } = servers[0]?.address() as AddressInfo;
  const close = async (): Promise<void> => {
    for (const server of servers) {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    }
  };
  const second = await listen(create(), actual, '::1').catch(async (error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') return undefined; // a machine without IPv6
    await close();
    throw error;
  });
  if (second !== undefined) servers.push(second);
  return { port: actual, close };
}

const listen = (server: Server, port: number, host: string): Promise<Server> =>
  new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => {
      resolve(server);
    });
  });
