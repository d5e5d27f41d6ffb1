import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { callFunction, failureOf, NO_ANSWER } from './call-function';
import { callTarget } from './call-target';
import { callsAtOnce, TOO_MANY_CALLS } from './calls-at-once';
import { headerPairs, pathOf, type StartTimer } from 'functions-runtime';
import { endToEnd } from './headers';
import { receive, type ReceiveOptions } from './receive';
import type { Refusal } from './refusal';
import type { ReceivedRequest } from './signature';

/** A request that was refused, for the developer's terminal. Contains no parameter, no cookie and no secret. */
export type Refused = {
  readonly status: number;
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  /** What the caller was told. */
  readonly text: string;
  /** What to do about it; empty when there is nothing more to say. */
  readonly advice: string;
};

export type GatewayOptions = ReceiveOptions & {
  /**
   * Where the Functions are served, such as `http://127.0.0.1:41234`. With a promise, requests wait for it; with
   * `undefined`, they are refused.
   */
  readonly target: () => string | undefined | Promise<string | undefined>;
  /** In milliseconds since 1970. */
  readonly now: () => number;
  /** Measures how long a call takes. */
  readonly startTimer: StartTimer;
  readonly onRefusal: (refused: Refused) => void;
};

/**
 * Applies the hosted platform's rules: checks a request, passes it on to the target, and checks the answer. What breaks a
 * rule is refused.
 */
export function createGateway(options: GatewayOptions): RequestListener {
  const { limits, now, startTimer, onRefusal } = options;
  const calls = callsAtOnce(limits.callsAtOnce);

  /** Answers a request, or returns the refusal that is to be sent. */
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<Refusal | undefined> => {
    const end = new AbortController();
    const gone = end.signal;
    outgoing.once('close', () => {
      end.abort(); // the caller has disconnected, or has been answered
    });
    const received = await receive(incoming, options);
    if (received.kind === 'refusal') return received;
    const target = await options.target();
    if (target === undefined) return NO_ANSWER;
    const { request, isCall } = received;
    if (!isCall) return passOn(target, request, gone, outgoing);

    const endCall = calls.begin();
    if (endCall === undefined) return TOO_MANY_CALLS;
    const answer = await callFunction(target, request, { limits, gone, now, startTimer }).finally(endCall);
    if (answer.kind === 'refusal') return answer;
    outgoing.writeHead(answer.status, answer.statusText, answer.headers.flat()).end(answer.body);
    return undefined;
  };

  return (incoming, outgoing) => {
    void serve(incoming, outgoing)
      .catch(failureOf)
      .then((refusal) => {
        if (refusal === undefined) return;
        if (outgoing.headersSent || outgoing.destroyed) return void outgoing.destroy();
        send(refusal, outgoing);
        incoming.resume(); // reads the rest of the request, so that the caller can use the connection again
        const { method = '', url = '' } = incoming;
        const { status, text, advice } = refusal;
        onRefusal({ status, method, path: pathOf(url), text, advice });
      });
  };
}

/** Passes on a request for an Asset, or a preflight, and its answer, unchanged. */
async function passOn(
  target: string,
  request: ReceivedRequest,
  gone: AbortSignal,
  outgoing: ServerResponse,
): Promise<undefined> {
  const answer = await callTarget(target, request, gone);
  const headers = endToEnd(headerPairs(answer.rawHeaders));
  outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers.flat());
  await pipeline(answer, outgoing);
}

function send({ status, text, headers }: Refusal, outgoing: ServerResponse): void {
  outgoing
    .writeHead(status, {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': Buffer.byteLength(text),
      ...headers,
    })
    .end(text);
}
