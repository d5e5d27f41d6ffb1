import { randomUUID } from 'node:crypto';
import querystring from 'node:querystring';
import { getExpectedTwilioSignature } from 'twilio';
import type { HttpRequest } from './http';
import type { HttpMethod, Media, Pair } from './types';

/** What the requests of one account have in common. */
export type Account = { readonly accountSid: string; readonly authToken: string };

export type IncomingMessage = {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly media: readonly Media[];
  readonly segments: number;
};

/**
 * The parameters of the webhook for an incoming message, in the order of a captured one (April 2023). Where media
 * parameters stand in it is not known; they come last.
 * Source: https://www.twilio.com/docs/messaging/guides/webhook-request
 */
export function incomingParameters(message: IncomingMessage, { accountSid }: Account): Pair[] {
  const { sid, from, to, body, media, segments } = message;
  return [
    ['ToCountry', countryOf(to)],
    ['ToState', ''],
    ['SmsMessageSid', sid],
    ['NumMedia', String(media.length)],
    ['ToCity', ''],
    ['FromZip', ''],
    ['SmsSid', sid],
    ['FromState', ''],
    ['SmsStatus', 'received'],
    ['FromCity', ''],
    ['Body', body],
    ['FromCountry', countryOf(from)],
    ['To', to],
    ['ToZip', ''],
    ['NumSegments', String(segments)],
    ['MessageSid', sid],
    ['AccountSid', accountSid],
    ['From', from],
    ['ApiVersion', '2010-04-01'],
    ...media.flatMap(({ url, contentType }, index): Pair[] => [
      [`MediaContentType${index}`, contentType],
      [`MediaUrl${index}`, url],
    ]),
  ];
}

/** Twilio sends an empty string for what it does not know; without a numbering plan, all but +1 is unknown here. */
const countryOf = (number: string): string => (number.startsWith('+1') ? 'US' : '');

/** An address without the user's name and password that may stand in it. */
export function withoutCredentials(url: string): string {
  if (!URL.canParse(url)) return url;
  const bare = new URL(url);
  if (bare.username === '' && bare.password === '') return url;
  bare.username = '';
  bare.password = '';
  return bare.href;
}

/** What is shown in place of an `Authorization` header's value. */
const HIDDEN = 'Basic (hidden)';

/** The headers as they may be shown: without a password. */
export const shownHeaders = (headers: readonly Pair[]): Pair[] =>
  headers.map(([name, value]) => [name, name === 'Authorization' ? HIDDEN : value]);

/** Source: RFC 7617. What is no percent-encoding stands for itself. */
function basicAuthorization({ username, password }: URL): Pair[] {
  if (username === '' && password === '') return [];
  const plain = [username, password].map((part) => querystring.unescape(part)).join(':');
  return [['Authorization', `Basic ${Buffer.from(plain).toString('base64')}`]];
}

/**
 * A request with its form and Twilio's headers, signed for the URL that is called: without its fragment, with its port.
 * User name and password of the address go into `Authorization` alone.
 * Source: https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
export function signedRequest(
  {
    method,
    url,
    parameters,
    cookie,
  }: { method: HttpMethod; url: string; parameters: readonly Pair[]; cookie: string },
  { authToken }: Account,
  idempotencyToken: string = randomUUID(),
): HttpRequest & { readonly parameters: readonly Pair[] } {
  const target = new URL(withoutCredentials(url));
  target.hash = '';
  const form = new URLSearchParams(
    parameters.map(([name, value]): [string, string] => [name, value]),
  ).toString();
  if (method === 'GET' && form !== '') target.search += `${target.search === '' ? '' : '&'}${form}`;

  const signed = method === 'GET' ? {} : Object.fromEntries(parameters);
  const signature = getExpectedTwilioSignature(authToken, target.href, signed);
  const body = method === 'GET' ? '' : form;
  const headers: Pair[] = [
    ['Host', target.host],
    ...basicAuthorization(new URL(url)),
    ['User-Agent', 'TwilioProxy/1.1'],
    ['Accept', '*/*'],
    ['I-Twilio-Idempotency-Token', idempotencyToken],
    ['X-Home-Region', 'us1'],
    ['X-Twilio-Signature', signature],
    ...(cookie === '' ? [] : [['Cookie', cookie] as const]),
    ...(method === 'GET'
      ? []
      : ([
          ['Content-Type', 'application/x-www-form-urlencoded'],
          ['Content-Length', String(Buffer.byteLength(body))],
        ] as const)),
    ['Connection', 'close'],
  ];
  return { method, url: target.href, headers, body, parameters };
}
