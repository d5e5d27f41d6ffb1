import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { listenOnLoopback, startRealTimer } from 'functions-runtime';
import { createGateway, type GatewayOptions } from './gateway';
import { REQUEST_HEADERS_TOO_LONG } from './header-limits';
import { type Limits, PLATFORM_LIMITS } from './limits';

export type PlatformOptions = Pick<GatewayOptions, 'target' | 'authToken' | 'signatureCheck'> & {
  /** 0 for any free port. */
  readonly port: number;
  /** Overrides single `PLATFORM_LIMITS`. */
  readonly limits?: Partial<Limits>;
  readonly now?: GatewayOptions['now'];
  readonly startTimer?: GatewayOptions['startTimer'];
  /** Called for each request that is refused. */
  readonly onRefusal?: GatewayOptions['onRefusal'];
};

export type Platform = {
  /** `http://localhost:port` */
  readonly url: string;
  readonly close: () => Promise<void>;
};

/**
 * Serves the Functions of a target under the hosted platform's rules, which docs/platform.md lists. Listens on loopback
 * only.
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
    startTimer: startRealTimer,
    onRefusal: () => undefined,
    ...options,
    limits: { ...PLATFORM_LIMITS, ...limits },
  });
  const create = () => createServer(gateway).on('clientError', answerBadRequest);
  const listening = await listenOnLoopback(create, port);
  return { url: `http://localhost:${listening.port}`, close: listening.close };
}

/** Answers what is not HTTP, or has more headers than Node.js reads (16 kB), for which there is no request object. */
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
