import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Problem } from './debugger';
import type { HttpMethod, Pair } from './types';

/** Times and sizes, in milliseconds and bytes. Source: https://www.twilio.com/docs/api/errors/11205 and /11750 */
export type Limits = {
  /** For one attempt to connect; there are two. */
  readonly connectMs: number;
  /** For the whole of it, connecting and answering. */
  readonly totalMs: number;
  /** Of an answer's body. */
  readonly bodyBytes: number;
};

export const TWILIO_LIMITS: Limits = { connectMs: 5000, totalMs: 15_000, bodyBytes: 64 * 1024 };

export type HttpRequest = {
  readonly method: HttpMethod;
  readonly url: string;
  readonly headers: readonly Pair[];
  readonly body: string;
};

export type HttpResponse = {
  readonly status: number;
  readonly headers: readonly Pair[];
  readonly body: Buffer;
};

export type HttpOutcome =
  | { readonly kind: 'response'; readonly response: HttpResponse }
  | { readonly kind: 'failed'; readonly problem: Problem; readonly response?: HttpResponse };

/** Makes one request as Twilio does, without following redirects. Never rejects. */
export async function send(request: HttpRequest, limits: Limits): Promise<HttpOutcome> {
  const deadline = AbortSignal.timeout(limits.totalMs);
  const first = await attempt(request, limits, deadline);
  // By default only failures to connect are tried again, once.
  return first.kind === 'unconnected' ? asOutcome(await attempt(request, limits, deadline)) : first;
}

type Attempt = HttpOutcome | { readonly kind: 'unconnected'; readonly problem: Problem };

const asOutcome = (attempt: Attempt): HttpOutcome =>
  attempt.kind === 'unconnected' ? { kind: 'failed', problem: attempt.problem } : attempt;

function attempt(
  { method, url, headers, body }: HttpRequest,
  limits: Limits,
  deadline: AbortSignal,
): Promise<Attempt> {
  return new Promise((resolve) => {
    const secure = url.startsWith('https:');
    let connected = false;
    const outgoing = (secure ? httpsRequest : httpRequest)(url, {
      method,
      headers: headers.flat(),
      agent: false,
      signal: deadline,
      insecureHTTPParser: true, // what Twilio calls a violation must come as far as that
    });
    const connecting = setTimeout(() => {
      outgoing.destroy(new Error(`no connection within ${limits.connectMs / 1000} s`));
    }, limits.connectMs);

    outgoing.once('socket', (socket) => {
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        connected = true;
        clearTimeout(connecting);
      });
    });
    outgoing.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(connecting);
      const problem = problemOf(error, deadline.aborted, connected, limits);
      resolve(connected || deadline.aborted ? { kind: 'failed', problem } : { kind: 'unconnected', problem });
    });
    outgoing.once('response', (incoming) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const whole = (): HttpResponse => ({
        status: incoming.statusCode ?? 0,
        headers: pairs(incoming.rawHeaders),
        body: Buffer.concat(chunks),
      });
      incoming.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size > limits.bodyBytes) {
          const problem = {
            code: 11750,
            detail: `The answer is larger than ${limits.bodyBytes} bytes.`,
          } as const;
          resolve({ kind: 'failed', problem, response: whole() });
          outgoing.destroy();
        }
      });
      incoming.once('end', () => {
        resolve({ kind: 'response', response: whole() });
      });
      incoming.once('error', (error: NodeJS.ErrnoException) => {
        resolve({ kind: 'failed', problem: problemOf(error, deadline.aborted, true, limits) });
      });
    });
    // Without this, Node.js closes the connection and tells nobody.
    outgoing.once('upgrade', (_, socket) => {
      socket.destroy();
      const detail = 'Not valid HTTP: the answer changes to another protocol, which nobody asked for.';
      resolve({ kind: 'failed', problem: { code: 11206, detail } });
    });
    // As bytes: Node.js would write headers before a string in its encoding, and change what is not ASCII in a cookie.
    outgoing.end(Buffer.from(body));
  });
}

const pairs = (raw: readonly string[]): Pair[] =>
  raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : []));

/** Node's codes for a certificate that leads to no known authority. */
const UNTRUSTED = /^(?:UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_SELF_SIGNED_CERT)/;

function problemOf(error: NodeJS.ErrnoException, late: boolean, connected: boolean, limits: Limits): Problem {
  const code = error.code ?? '';
  if (late) return { code: 11205, detail: `No answer within ${limits.totalMs / 1000} s.` };
  if (code === 'ECONNREFUSED')
    return { code: 11202, detail: 'The connection was refused: nothing listens there.' };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return { code: 11210, detail: 'The host name is not known.' };
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return { code: 11235, detail: 'The certificate is of another domain.' };
  if (code === 'CERT_HAS_EXPIRED') return { code: 11236, detail: 'The certificate has expired.' };
  if (UNTRUSTED.test(code)) return { code: 11237, detail: 'No known authority has signed the certificate.' };
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return { code: 11220, detail: 'TLS could not be agreed on.' };
  if (code.startsWith('HPE_')) return { code: 11206, detail: `Not valid HTTP: ${error.message}.` };
  return connected
    ? { code: 11200, detail: `The connection was closed before the answer was whole (${error.message}).` }
    : { code: 11205, detail: `No connection: ${error.message}.` };
}
