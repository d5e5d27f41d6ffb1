import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { listenOnLoopback, startRealTimer } from 'functions-runtime';
import { createGateway, type GatewayOptions } from './gateway';
import { type Limits, PLATFORM_LIMITS } from './limits';
import { refuseMethod } from './method';
import type { Refusal } from './refusal';
import { endWith, type ParserError, refuseUnread } from './unread-request';

export type PlatformOptions = Pick<GatewayOptions, 'target' | 'authToken' | 'signatureCheck'> & {
  /** 0 for any free port. */
  readonly port: number;
  /** Overrides single `PLATFORM_LIMITS`. */
  readonly limits?: Partial<Limits>;
  /** How long a request may take to come whole, in milliseconds; by default Node.js's 60 s for headers and 300 s in all. */
  readonly arrivalMs?: number;
  readonly now?: GatewayOptions['now'];
  readonly startTimer?: GatewayOptions['startTimer'];
  /** Called for each request that is refused. */
  readonly onRefusal?: GatewayOptions['onRefusal'];
  /** Called for each request that is answered. */
  readonly onAnswer?: GatewayOptions['onAnswer'];
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
export async function startPlatform({
  port,
  limits,
  arrivalMs,
  ...options
}: PlatformOptions): Promise<Platform> {
  if (options.signatureCheck && options.authToken === '') {
    throw new Error('Signatures cannot be checked without AUTH_TOKEN. Set it, or SIGNATURE_CHECK=off.');
  }
  const onRefusal = options.onRefusal ?? (() => undefined);
  const gateway = createGateway({
    now: Date.now,
    startTimer: startRealTimer,
    onAnswer: () => undefined,
    ...options,
    onRefusal,
    limits: { ...PLATFORM_LIMITS, ...limits },
  });
  const refuse = (refused: Refusal | undefined, socket: Duplex): void => {
    if (refused === undefined || !socket.writable) return void socket.destroy();
    endWith(refused, socket);
    const { status, text, advice } = refused;
    onRefusal({ status, method: '', path: '', text, advice });
  };
  const arrival = {
    headersTimeout: arrivalMs,
    requestTimeout: arrivalMs,
    connectionsCheckingInterval: arrivalMs,
  };
  // Without its checks of Host and Expect, because nobody would be told of them.
  const create = () =>
    createServer({ requireHostHeader: false, ...arrival }, gateway)
      .on('checkExpectation', gateway)
      .on('clientError', (error: ParserError, socket) => {
        refuse(refuseUnread(error, socket), socket);
      })
      .on('connect', ({ method }, socket) => {
        // The server no longer hears of its errors, as of a client that is gone, and does not close it.
        socket.on('error', () => undefined).once('finish', () => socket.destroy());
        refuse(refuseMethod(method ?? ''), socket);
      });
  const listening = await listenOnLoopback(create, port);
  return { url: `http://localhost:${listening.port}`, close: listening.close };
}
