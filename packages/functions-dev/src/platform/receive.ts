import type { IncomingMessage } from 'node:http';
import { published } from './access';
import { readBody, REQUEST_TOO_LARGE } from './body';
import { headerBytes, refuseHeaders, REQUEST_HEADERS_TOO_LONG } from './header-limits';
import { findRoute, headerPairs, type Route } from 'functions-runtime';
import type { Limits } from './limits';
import { refuseBodyOfGet, refuseMethod } from './method';
import type { Refusal } from './refusal';
import { type ReceivedRequest, refuseUnsigned } from './signature';
import { refuseUnsound } from './unread-request';

/** Options of the rules for requests. */
export type ReceiveOptions = {
  readonly authToken: string;
  /** The routes that are served. Any other path is a 404. */
  readonly routes: readonly Route[];
  /** Whether protected Functions and Assets need Twilio's signature. */
  readonly signatureCheck: boolean;
  readonly limits: Limits;
  /** The body, when it has been read before. */
  readonly body?: Buffer | undefined;
};

/** A request that the platform accepts. */
export type Received = {
  readonly kind: 'request';
  readonly request: ReceivedRequest;
  /** Whether it calls a Function. A preflight (OPTIONS) does not: the platform answers it, here the runtime handler. */
  readonly isCall: boolean;
};

/**
 * Reads a request and applies the platform's rules to it. Those for headers and for the body of a GET are documented for
 * Functions only, and not applied to Assets.
 *
 * @throws Error when the caller disconnects.
 */
export async function receive(
  incoming: IncomingMessage,
  { authToken, routes, signatureCheck, limits, body: known }: ReceiveOptions,
): Promise<Received | Refusal> {
  const { method = '', url = '' } = incoming;
  const headers = headerPairs(incoming.rawHeaders);
  const unsound = refuseUnsound(incoming.httpVersion, headers);
  if (unsound !== undefined) return unsound;
  const wrongMethod = refuseMethod(method);
  if (wrongMethod !== undefined) return wrongMethod;
  const route = published(findRoute(routes, url));
  if (route.kind === 'refusal') return route;
  const isFunction = route.kind === 'function';
  const tooLong = isFunction ? refuseHeaders(headers, limits, REQUEST_HEADERS_TOO_LONG) : undefined;
  if (tooLong !== undefined) return tooLong;

  const body = known ?? (await readBody(incoming, limits.requestBytes - headerBytes(headers)));
  if (body === undefined) return REQUEST_TOO_LARGE;
  const request = { method, url, headers, body };
  const isPreflight = method === 'OPTIONS';
  const mustBeSigned = signatureCheck && route.access === 'protected' && !isPreflight;
  return (
    (isFunction ? refuseBodyOfGet(method, body) : undefined) ??
    (mustBeSigned ? refuseUnsigned(request, authToken) : undefined) ?? {
      kind: 'request',
      request,
      isCall: isFunction && !isPreflight,
    }
  );
}
