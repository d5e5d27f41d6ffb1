import { type IncomingMessage, request as httpRequest } from 'node:http';
import type { HeaderPair } from 'functions-runtime';
import type { Target } from './gateway';
import { endToEnd, valueOf, without } from './headers';
import type { ReceivedRequest } from './signature';

/**
 * Sends a request to the target and resolves when the headers of the answer have arrived.
 *
 * @param signal - aborts the request, also while the body of the answer arrives.
 * @throws the errors of `node:http`, and an `AbortError`.
 */
export function callTarget(
  target: Target,
  { method, url, headers, body }: ReceivedRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { hostname, port, host } = new URL(target.url);
  return new Promise((resolve, reject) => {
    httpRequest({
      host: hostname.replace(/^\[|\]$/g, ''),
      port,
      method,
      path: url,
      headers: passedOn(headers, body, host, target.headers).flat(),
      agent: target.agent ?? false,
      signal,
    })
      .once('response', (answer) => {
        resolve(answer);
      })
      .on('error', reject)
      .once('close', () => {
        reject(new Error('The connection ended without an answer.')); // as after 101, which is no error
      })
      .end(body);
  });
}

/**
 * Without `Expect`, because the body is complete. With `Host`, which HTTP/1.1 requires and HTTP/1.0 does not, and with the headers
 * that the target wants in place of any of the caller's.
 */
function passedOn(
  headers: readonly HeaderPair[],
  body: Buffer,
  host: string,
  wanted: readonly HeaderPair[] = [],
): HeaderPair[] {
  const replaced = wanted.map(([name]) => name.toLowerCase());
  const kept = without(endToEnd(headers), 'content-length', 'expect', ...replaced);
  if (valueOf(kept, 'host') === undefined) kept.unshift(['Host', host]);
  return [
    ...kept,
    ...wanted,
    ...(body.length === 0 ? [] : [['Content-Length', String(body.length)] as const]),
  ];
}
