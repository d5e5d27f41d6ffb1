import type { Agent, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { callFunction, type CallOptions, failureOf, inTime, NO_ANSWER, TOO_LATE } from './call-function';
import { callTarget } from './call-target';
import { callsAtOnce, TOO_MANY_CALLS } from './calls-at-once';
import {
  type HeaderPair,
  headerPairs,
  pathOf,
  printedPath,
  type Route,
  type StartTimer,
} from 'functions-runtime';
import { endToEnd } from './headers';
import { receive, type Received, type ReceiveOptions } from './receive';
import type { Refusal } from './refusal';
import type { ReceivedRequest } from './signature';

/** A request that was answered, for the developer's terminal. Contains no parameter, no cookie and no secret. */
export type Answered = {
  readonly status: number;
  readonly method: string;
  /** Without its query, and without the origin of an absolute URL. */
  readonly path: string;
};

/** A request that was refused; without method and path when it could not be read. */
export type Refused = Answered & {
  /** What the caller was told. */
  readonly text: string;
  /** What to do about it; empty when there is nothing more to say. */
  readonly advice: string;
};

/** A process that serves the Functions, for one request. */
export type Target = {
  /** Such as `http://127.0.0.1:41234`. */
  readonly url: string;
  /** What it serves. Any other path is a 404. */
  readonly routes: readonly Route[];
  /** Headers that it wants with each request. */
  readonly headers?: readonly HeaderPair[];
  /** Its connections; by default each request has one of its own. */
  readonly agent?: Agent;
  /** Called when the request is over. */
  readonly release?: () => void;
  /** Ends the process, which takes no connection; resolves when it has ended. The request is then the next one's. */
  readonly giveUp?: () => Promise<unknown>;
  /**
   * Called when it has not answered in time, before the request is refused.
   *
   * @param token - `I-Twilio-Idempotency-Token` of the request; `undefined` for one without.
   */
  readonly tooLate?: (path: string, token: string | undefined) => void;
};

export type GatewayOptions = Omit<ReceiveOptions, 'routes' | 'body'> & {
  /**
   * Called for each request. With a promise, it waits, and is judged by the routes of the process that will answer it; with
   * `undefined`, it is refused.
   */
  readonly target: () => Target | undefined | Promise<Target | undefined>;
  /** In milliseconds since 1970. */
  readonly now: () => number;
  /** Measures how long a call takes. */
  readonly startTimer: StartTimer;
  readonly onRefusal: (refused: Refused) => void;
  readonly onAnswer: (answered: Answered) => void;
};

/**
 * Applies the hosted platform's rules: checks a request, passes it on to the target, and checks the answer. What breaks a
 * rule is refused.
 */
export function createGateway(options: GatewayOptions): RequestListener {
  const { limits, now, startTimer, onRefusal, onAnswer } = options;
  const calls = callsAtOnce(limits.callsAtOnce);

  /** Answers a request, or returns the refusal that is to be sent. */
  const serve = async (
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    end: AbortController,
  ): Promise<Refusal | undefined> => {
    let body: Buffer | undefined;
    for (;;) {
      const target = await options.target();
      if (target === undefined) return NO_ANSWER;
      try {
        const received = await receive(incoming, { ...options, routes: target.routes, body });
        if (received.kind === 'refusal') return received;
        const refused = await answerBy(target, received, outgoing, end);
        if (refused === TOO_LATE) target.tooLate?.(pathOf(incoming.url ?? ''), tokenOf(incoming));
        if (refused?.isUndelivered !== true || target.giveUp === undefined) return refused;
        ({ body } = received.request);
        await target.giveUp();
      } finally {
        target.release?.();
      }
    }
  };

  const answerBy = async (
    target: Target,
    { request, isCall }: Received,
    outgoing: ServerResponse,
    end: AbortController,
  ): Promise<Refusal | undefined> => {
    const callOptions = { limits, end, now, startTimer };
    if (!isCall) return passOn(target, request, callOptions, outgoing);

    const endCall = calls.begin();
    if (endCall === undefined) return TOO_MANY_CALLS;
    const answer = await callFunction(target, request, callOptions).finally(endCall);
    if (answer.kind === 'refusal') return answer;
    outgoing.writeHead(answer.status, answer.statusText, answer.headers.flat()).end(answer.body);
    return undefined;
  };

  return (incoming, outgoing) => {
    const end = new AbortController();
    let isAnswered = false;
    outgoing.once('close', () => {
      if (!isAnswered) end.abort(); // the caller has disconnected, or the request was refused: nothing more is read
    });
    void serve(incoming, outgoing, end)
      .catch(failureOf)
      .then((refusal) => {
        isAnswered = refusal === undefined;
        const { method = '', url = '' } = incoming;
        const path = printedPath(url);
        if (refusal === undefined) {
          onAnswer({ status: outgoing.statusCode, method, path });
          return;
        }
        if (outgoing.headersSent || outgoing.destroyed) return void outgoing.destroy();
        send(refusal, outgoing);
        incoming.resume(); // reads the rest of the request, so that the caller can use the connection again
        const { status, text, advice } = refusal;
        onRefusal({ status, method, path, text, advice });
      });
  };
}

const tokenOf = ({ headers }: IncomingMessage): string | undefined =>
  headers['i-twilio-idempotency-token']?.toString();

/**
 * Passes on a request for an Asset, or a preflight, and its answer, unchanged. The answer must begin as soon as a Function
 * must have answered: a Function that never ends holds up the Assets too.
 */
async function passOn(
  target: Target,
  request: ReceivedRequest,
  options: CallOptions,
  outgoing: ServerResponse,
): Promise<Refusal | undefined> {
  const answer = await inTime(options, (signal) => callTarget(target, request, signal));
  if ('kind' in answer) return answer;
  const headers = endToEnd(headerPairs(answer.rawHeaders));
  outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers.flat());
  await pipeline(answer, outgoing);
  return undefined;
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
