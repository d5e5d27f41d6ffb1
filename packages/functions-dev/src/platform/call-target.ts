import { type IncomingMessage, request as httpRequest } from 'node:http';
import type { HeaderPair } from 'functions-runtime';
import { endToEnd, valueOf, without } from './headers';
import type { ReceivedRequest } from './signature';

/**
 * Passes a request on, and resolves with the answer when its headers are there. Each has a connection of its own: one
 * that is kept may be closed at the other end just when the next request is written to it.
 *
 * @param target - such as `http://127.0.0.1:41234`, without a path.
 * @param signal - ends it, the body of the answer too.
 * @throws what `node:http` finds wrong, and an `AbortError`.
 */
export function callTarget(
  target: string,
  { method, url, headers, body }: ReceivedRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { hostname, port, host } = new URL(target);
  return new Promise((resolve, reject) => {
    httpRequest({
      host: hostname.replace(/^\[|\]$/g, ''),
      port,
      method,
      path: url,
      headers: passedOn(headers, body, host).flat(),
      agent: false,
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

/** `Expect` has been met already: the body is whole. HTTP/1.0 needs no `Host`, HTTP/1.1 does. */
function passedOn(headers: readonly HeaderPair[], body: Buffer, host: string): HeaderPair[] {
  const kept = without(endToEnd(headers), 'content-length', 'expect');
  if (valueOf(kept, 'host') === undefined) kept.unshift(['Host', host]);
  return body.length === 0 ? kept : [...kept, ['Content-Length', String(body.length)]];
}
