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
  /** Called when a request has been sent. */
  readonly onSent?: () => void;
};

/** Makes one request as Twilio does, without following redirects. Never rejects. */
export async function sendRequest(request: HttpRequest, options: HttpOptions): Promise<HttpOutcome> {
  const deadline = new AbortController();
  const end = () => {
    deadline.abort();
  };
  const cancel = options.startTimer(end, options.limits.totalMs);
  options.stopping.addEventListener('abort', end);
  if (options.stopping.aborted) end();
  const first = await attempt(request, options, deadline.signal);
  // By default Twilio tries only failures to connect again, once.
  const last = first.kind === 'unconnected' ? await attempt(request, options, deadline.signal) : first;
  cancel();
  options.stopping.removeEventListener('abort', end);
  return last.kind === 'unconnected' ? { kind: 'failed', problem: last.problem } : last;
}

type Attempt = HttpOutcome | { readonly kind: 'unconnected'; readonly problem: Problem };

function attempt(
  { method, url: named, sentTo: url = named, headers, body }: HttpRequest,
  { limits, startTimer, stopping, onSent }: HttpOptions,
  deadline: AbortSignal,
): Promise<Attempt> {
  return new Promise((resolve) => {
    const isSecure = url.startsWith('https:');
    let isConnected = false;
    const outgoing = (isSecure ? httpsRequest : httpRequest)(url, {
      method,
      path: url.slice(new URL(url).origin.length), // as it was signed: Node.js would leave out a `?` at the end
      headers: headers.flat(),
      agent: false,
      signal: deadline,
      insecureHTTPParser: true, // a header that Twilio refuses with 11206 must get past Node.js's parser first
    });
    const cancel = startTimer(() => {
      outgoing.destroy(new Error(`no connection within ${limits.connectMs / 1000} s`));
    }, limits.connectMs);
    const fail = (error: NodeJS.ErrnoException): void => {
      cancel();
      if (deadline.aborted) {
        const detail = stopping.aborted
          ? 'The emulator was stopped.'
          : `No answer within ${limits.totalMs / 1000} s.`;
        resolve({ kind: 'failed', problem: { code: 11205, detail } });
      } else {
        const problem = connectionProblem(error, isConnected);
        resolve({ kind: isConnected ? 'failed' : 'unconnected', problem });
      }
    };

    outgoing.once('socket', (socket) => {
      socket.once(isSecure ? 'secureConnect' : 'connect', () => {
        isConnected = true;
        cancel();
      });
    });
    if (onSent !== undefined) outgoing.once('finish', onSent);
    outgoing.once('error', fail);
    outgoing.once('response', (incoming) => {
      incoming.once('error', fail);
      readResponse(incoming, limits.bodyBytes, (outcome) => {
        resolve(outcome);
        if (outcome.kind === 'failed') outgoing.destroy();
      });
    });
    // Without a listener, Node.js closes the connection and emits nothing.
    outgoing.once('upgrade', (_, socket) => {
      socket.destroy();
      const detail = 'Not valid HTTP: the answer changes to another protocol, which nobody asked for.';
      resolve({ kind: 'failed', problem: { code: 11206, detail } });
    });
    // As bytes: for a text, Node.js would send the headers in its encoding too, and change a cookie that is not ASCII.
    outgoing.end(Buffer.from(body));
  });
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
