import { type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { headerPairs, type StartTimer } from 'functions-runtime';
import { connectionProblem } from './connection-problem';
import type { Problem } from '../debugger';
import type { HttpResponse } from './http-response';
import type { Limits } from '../limits';
import type { HttpMethod, Pair } from '../types';

/** A request to make, with all of its headers. */
export type HttpRequest = {
  readonly method: HttpMethod;
  readonly url: string;
  /** Where it goes in place of `url`, of which its headers are. */
  readonly sentTo?: string;
  readonly headers: readonly Pair[];
  readonly body: string;
};

/** A response, or why there is none; `failed` has a response when its body is too large. */
export type HttpOutcome =
  | { readonly kind: 'response'; readonly response: HttpResponse }
  | { readonly kind: 'failed'; readonly problem: Problem; readonly response?: HttpResponse };

/** What limits a request. */
export type HttpOptions = {
  readonly limits: Limits;
  readonly startTimer: StartTimer;
  /** Aborts every request. */
  readonly stopping: AbortSignal;
  /**
   * Hosts such as `localhost:3000` whose `https://` addresses are called over HTTP: those of Functions in this process, whose
   * links to themselves begin with it as on Twilio.
   */
  readonly plainHosts?: ReadonlySet<string>;
  /** Called when a request has been sent. */
  readonly onSent?: () => void;
};

/** The outcome of one try. `reason`: why there was no answer, when Twilio may make the request again for it. */
export type Tried = HttpOutcome & { readonly reason?: 'ct' | 'rt' };

/** The times of one try, in milliseconds; `readMs` is missing when only the total time limits it. */
type Waits = { readonly connectMs: number; readonly readMs?: number; readonly totalMs: number };

/**
 * Tries a request once, without following redirects. Never rejects.
 *
 * @param namesHost - whether a TLS handshake names the host (SNI).
 * @param deadline - aborts when the time for all tries is over.
 */
export function tryRequest(
  { method, url: named, sentTo: url = named, headers, body }: HttpRequest,
  { limits, startTimer, stopping, onSent, plainHosts }: HttpOptions,
  { waits, namesHost, deadline }: { waits: Waits; namesHost: boolean; deadline: AbortSignal },
): Promise<Tried> {
  return new Promise((resolve) => {
    const isPlain = plainHosts?.has(new URL(url).host) === true;
    const target = isPlain ? url.replace(/^https:/, 'http:') : url;
    const isSecure = target.startsWith('https:');
    let isConnected = false;
    let isAnswered = false;
    const outgoing = (isSecure ? httpsRequest : httpRequest)(target, {
      method,
      path: url.slice(new URL(url).origin.length), // as it was signed: Node.js would leave out a `?` at the end
      headers: headers.flat(),
      agent: false,
      signal: deadline,
      insecureHTTPParser: true, // a header that Twilio refuses with 11206 must get past Node.js's parser first
      ...(namesHost ? {} : { servername: '' }),
    });
    const cancel = startTimer(() => {
      outgoing.destroy(new Error(`no connection within ${waits.connectMs / 1000} s`));
    }, waits.connectMs);
    const reading = createReadTimer(waits.readMs, startTimer, (detail) => {
      settle({ kind: 'failed', problem: { code: 11205, detail }, ...(isAnswered ? {} : { reason: 'rt' }) });
      outgoing.destroy();
    });
    const settle = (tried: Tried): void => {
      cancel();
      reading.cancel();
      resolve(tried);
    };
    const fail = (error: NodeJS.ErrnoException): void => {
      if (deadline.aborted) {
        const detail = stopping.aborted
          ? 'The emulator was stopped.'
          : `No answer within ${waits.totalMs / 1000} s.`;
        settle({ kind: 'failed', problem: { code: 11205, detail } });
      } else {
        const problem = connectionProblem(error, isConnected);
        settle({ kind: 'failed', problem, ...(isConnected ? {} : { reason: 'ct' }) });
      }
    };

    outgoing.once('socket', (socket) => {
      socket.once(isSecure ? 'secureConnect' : 'connect', () => {
        isConnected = true;
        cancel();
      });
    });
    outgoing.once('finish', () => {
      reading.restart('No answer within');
      onSent?.();
    });
    outgoing.once('error', fail);
    outgoing.once('response', (incoming) => {
      isAnswered = true;
      const restart = () => {
        reading.restart('The answer stopped for');
      };
      restart();
      incoming.on('data', restart);
      incoming.once('error', fail);
      readResponse(incoming, limits.bodyBytes, (outcome) => {
        settle(outcome);
        if (outcome.kind === 'failed') outgoing.destroy();
      });
    });
    // Without a listener, Node.js closes the connection and emits nothing.
    outgoing.once('upgrade', (_, socket) => {
      socket.destroy();
      const detail = 'Not valid HTTP: the answer changes to another protocol, which nobody asked for.';
      settle({ kind: 'failed', problem: { code: 11206, detail } });
    });
    // As bytes: for a text, Node.js would send the headers in its encoding too, and change a cookie that is not ASCII.
    outgoing.end(Buffer.from(body));
  });
}

/** The read time-out: expires so many milliseconds after it was last restarted. Without milliseconds, it does nothing. */
function createReadTimer(
  readMs: number | undefined,
  startTimer: StartTimer,
  onExpiry: (detail: string) => void,
): { readonly restart: (what: string) => void; readonly cancel: () => void } {
  let cancel = (): void => undefined;
  let isOver = false;
  return {
    restart(what) {
      if (isOver || readMs === undefined) return;
      cancel();
      cancel = startTimer(() => {
        onExpiry(`${what} ${readMs / 1000} s.`);
      }, readMs);
    },
    cancel: () => {
      isOver = true; // an answer can be whole before the request is
      cancel();
    },
  };
}

function readResponse(
  incoming: IncomingMessage,
  maxBytes: number,
  onOutcome: (outcome: HttpOutcome) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const received = (): HttpResponse => ({
    status: incoming.statusCode ?? 0,
    headers: headerPairs(incoming.rawHeaders),
    body: Buffer.concat(chunks),
  });
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.length;
    chunks.push(chunk);
    if (size <= maxBytes) return;
    const problem = { code: 11750, detail: `The answer is larger than ${maxBytes} bytes.` } as const;
    onOutcome({ kind: 'failed', problem, response: received() });
  });
  incoming.once('end', () => {
    onOutcome({ kind: 'response', response: received() });
  });
}
