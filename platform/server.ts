import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createGateway, type GatewayOptions } from './gateway';
import { REQUEST_HEADERS_TOO_LONG } from './header-limits';
import { type Limits, PLATFORM_LIMITS } from './limits';

export type PlatformOptions = Pick<GatewayOptions, 'target' | 'authToken' | 'routes' | 'signatureCheck'> & {
  /** 0 for any that is free. */
  readonly port: number;
  /** In place of some of `PLATFORM_LIMITS`. */
  readonly limits?: Partial<Limits>;
  readonly now?: GatewayOptions['now'];
  /** Called for each request that is refused. */
  readonly onRefusal?: GatewayOptions['onRefusal'];
};

export type Platform = {
  /** `http://localhost:port` */
  readonly url: string;
  readonly close: () => Promise<void>;
};

/**
 * Stands between the world and the Functions, and enforces what the hosted platform would; docs/platform.md lists it.
 * Listens on loopback alone: `127.0.0.1`, and `::1` where the machine has it, because `localhost` may be either.
 *
 * @throws Error with code `EADDRINUSE` when the port is taken, and Error when signatures are to be checked without an
 *   `AUTH_TOKEN`.
 */
export async function startPlatform({ port, limits, ...options }: PlatformOptions): Promise<Platform> {
  if (options.signatureCheck && options.authToken === '') {
    throw new Error('Signatures cannot be checked without AUTH_TOKEN. Set it, or SIGNATURE_CHECK=off.');
  }
  const gateway = createGateway({
    now: Date.now,
    onRefusal: () => undefined,
    ...options,
    limits: { ...PLATFORM_LIMITS, ...limits },
  });
  const servers = [await listen(gateway, port, '127.0.0.1')];
  const { port: actual } = servers[0]?.address() as AddressInfo;
  const second = await listen(gateway, actual, '::1').catch(async (error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') return undefined; // a machine without IPv6
    await closeAll(servers);
    throw error;
  });
  if (second !== undefined) servers.push(second);
  return { url: `http://localhost:${actual}`, close: () => closeAll(servers) };
}

const listen = (gateway: RequestListener, port: number, host: string): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer(gateway)
      .on('clientError', answerBadRequest)
      .once('error', reject)
      .listen(port, host, () => {
        resolve(server);
      });
  });

/** For what is not HTTP, or has more headers than Node reads (16 kB): there is no request to answer. */
function answerBadRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  const tooLong = error.code === 'HPE_HEADER_OVERFLOW';
  const status = tooLong ? '431 Request Header Fields Too Large' : '400 Bad Request';
  const text = tooLong ? REQUEST_HEADERS_TOO_LONG.text : 'Bad request';
  if (!socket.writable) return void socket.destroy();
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${text.length}\r\n` +
      `Connection: close\r\n\r\n${text}`,
  );
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  for (const server of servers) {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }
}
