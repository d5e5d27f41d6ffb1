import { createHash } from 'node:crypto';
import { parse } from 'node:querystring';
import { validateRequest } from 'twilio';
import { type HeaderPair, pathOf } from 'functions-runtime';
import { valueOf } from './headers';
import { refusal, type Refusal } from './refusal';

/** A complete request, as it was received. */
export type ReceivedRequest = {
  readonly method: string;
  /** Path and query, as in the request line. */
  readonly url: string;
  readonly headers: readonly HeaderPair[];
  readonly body: Buffer;
};

/**
 * Refuses a request without a valid `X-Twilio-Signature`. One page gives the status 403, which has been seen with this
 * text, another one 400.
 *
 * Sources: https://www.twilio.com/docs/usage/webhooks/webhooks-security for the signature,
 * https://support.twilio.com/hc/en-us/articles/43430648191259 for 403,
 * https://www.twilio.com/docs/serverless/functions-assets/functions/request-flow for 400.
 */
export function refuseUnsigned(request: ReceivedRequest, authToken: string): Refusal | undefined {
  const url = signedUrl(request);
  if (url !== undefined && isSigned(request, url, authToken)) return undefined;
  const where = url === undefined ? 'an unknown URL' : pathOf(url);
  return refusal(
    403,
    'Unauthorized - you are not authenticated to perform this request',
    `Not signed with AUTH_TOKEN for ${where}. How to sign, or do without: docs/platform.md`,
  );
}

/**
 * The URL that the caller used: scheme, host with its port, path and query as they were received.
 *
 * A tunnel (ngrok and others) has another scheme than this server, and some have another host. They name it in
 * `X-Forwarded-Proto` and `X-Forwarded-Host`, and both are trusted: they only choose the URL for which the signature must
 * be valid, as `Host` does, and without the token nobody can sign any URL. No other `X-Forwarded-*` is read.
 *
 * @returns `undefined` when the headers do not result in a URL.
 */
export function signedUrl({ url, headers }: Pick<ReceivedRequest, 'url' | 'headers'>): string | undefined {
  const first = (name: string) => valueOf(headers, name)?.split(',')[0]?.trim();
  const scheme = first('x-forwarded-proto') ?? 'http';
  const host = first('x-forwarded-host') ?? valueOf(headers, 'host') ?? '';
  if (!/^https?$/.test(scheme) || !/^[\w.:[\]-]+$/.test(host)) return undefined;
  const signed = `${scheme}://${host}${url}`;
  return URL.canParse(signed) ? signed : undefined;
}

/**
 * Whether the `twilio` package accepts the signature, of the URL with or without its port: for a form with its parameters,
 * for a GET with the URL alone, and for any other body, such as JSON, with the `bodySHA256` in the URL.
 */
function isSigned({ method, headers, body }: ReceivedRequest, url: string, authToken: string): boolean {
  const signature = valueOf(headers, 'x-twilio-signature') ?? '';
  if (method === 'GET') return validateRequest(authToken, signature, url, {});
  if (isForm(headers)) return validateRequest(authToken, signature, url, parametersOf(body.toString()));
  const hash = new URL(url).searchParams.get('bodySHA256');
  if (hash === null && body.length === 0) return validateRequest(authToken, signature, url, {});
  // Not the package's validateRequestWithBody, which takes a text: bytes that are no UTF-8 would all be the same.
  return hash === hashOf(body) && validateRequest(authToken, signature, url, {});
}

const hashOf = (body: Buffer): string => createHash('sha256').update(body).digest('hex');

/** Parsed as by the runtime handler's body-parser, so that what is checked is what the Function sees. */
const parametersOf = (text: string): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(parse(text, '&', '=', { maxKeys: 0 })).map(([name, value]) => [
      name,
      // The package asks for `instanceof Array`, which another realm's array, as under Jest, is not.
      Array.isArray(value) ? [...value] : value,
    ]),
  );

const isForm = (headers: readonly HeaderPair[]): boolean =>
  /^\s*application\/x-www-form-urlencoded\s*(?:;|$)/i.test(valueOf(headers, 'content-type') ?? '');
