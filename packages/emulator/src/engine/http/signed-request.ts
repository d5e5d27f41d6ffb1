import querystring from 'node:querystring';
// Not from `twilio` itself: that loads its REST client too, three times as slowly.
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { withoutCredentials } from '../addresses';
import type { HttpRequest } from './http-request';
import type { HttpMethod, Pair } from '../types';

/** The Twilio account that requests are made for, and whose token signs them. */
export type Account = {
  readonly accountSid: string;
  readonly authToken: string;
  /** The API keys that the REST API takes; any that looks like one by default. */
  readonly apiKeys?: readonly { readonly sid: string; readonly secret: string }[];
  /** Of the Messaging Service that is there from the start; it has no sender before a message names it and a number of yours. */
  readonly messagingServiceSid?: string;
};

/** A request as Twilio makes it, before it is signed. */
export type UnsignedRequest = {
  readonly method: HttpMethod;
  readonly url: string;
  readonly parameters: readonly Pair[];
  /** The `Cookie` header; empty for none. */
  readonly cookie: string;
  /** `I-Twilio-Idempotency-Token`. */
  readonly idempotencyToken: string;
};

/**
 * Adds Twilio's headers and the form to a request. The signature covers the URL that is called: without its fragment,
 * with its port. User name and password in the URL become an `Authorization` header.
 * Source: https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
export function signRequest(request: UnsignedRequest, authToken: string): HttpRequest {
  const { method, url, parameters, cookie, idempotencyToken } = request;
  const form = new URLSearchParams(
    parameters.map(([name, value]): [string, string] => [name, value]),
  ).toString();
  const target = new URL(withoutCredentials(url));
  target.hash = '';
  if (method === 'GET' && form !== '') target.search += `${target.search === '' ? '' : '&'}${form}`;

  const signed = method === 'GET' ? {} : Object.fromEntries(parameters);
  const body = method === 'GET' ? '' : form;
  const headers: Pair[] = [
    ['Host', target.host],
    ...basicAuthorization(new URL(url)),
    ['User-Agent', 'TwilioProxy/1.1'],
    ['Accept', '*/*'],
    ['I-Twilio-Idempotency-Token', idempotencyToken],
    ['X-Home-Region', 'us1'],
    ['X-Twilio-Signature', getExpectedTwilioSignature(authToken, target.href, signed)],
    ...(cookie === '' ? [] : [['Cookie', cookie] as const]),
    ...(method === 'GET' ? [] : formHeaders(body)),
    ['Connection', 'close'],
  ];
  return { method, url: target.href, headers, body };
}

const formHeaders = (body: string): Pair[] => [
  ['Content-Type', 'application/x-www-form-urlencoded'],
  ['Content-Length', String(Buffer.byteLength(body))],
];

/** Source: RFC 7617. A `%` that begins no percent-encoding is kept as it is. */
function basicAuthorization({ username, password }: URL): Pair[] {
  if (username === '' && password === '') return [];
  const plain = [username, password].map((part) => querystring.unescape(part)).join(':');
  return [['Authorization', `Basic ${Buffer.from(plain).toString('base64')}`]];
}

/** The headers of a request with the value of `Authorization` hidden, for display. */
export const withoutPassword = (headers: readonly Pair[]): Pair[] =>
  headers.map(([name, value]) => [name, name === 'Authorization' ? 'Basic (hidden)' : value]);
