import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { HeaderPair } from 'functions-runtime';
import { REQUEST_HEADERS_TOO_LONG } from './header-limits';
import { valueOf } from './headers';
import { refuseMethod } from './method';
import { refusal, type Refusal } from './refusal';

/** An error of Node.js's HTTP parser, with what it could not read. */
export type ParserError = NodeJS.ErrnoException & { readonly rawPacket?: Buffer };

/** Bytes that begin as a request does, with a method that Node.js may not know. */
const REQUEST_LINE = /^(?<method>[A-Z]+) \S+ HTTP\/1\.[01]\r\n/;

const TLS_HANDSHAKE = 0x16;

const CONTINUE = '100-continue';

/**
 * The refusal for what Node.js cannot read as a request, or for more headers than it reads (16 kB); `undefined` when nothing
 * has come, as from a browser that connects before it has a request.
 */
export function refuseUnread({ code = '', rawPacket }: ParserError, socket: Duplex): Refusal | undefined {
  if (code === 'HPE_HEADER_OVERFLOW') return REQUEST_HEADERS_TOO_LONG;
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    if (socket instanceof Socket && socket.bytesRead === 0) return undefined;
    return refusal(408, 'Request timeout', 'It did not come whole.');
  }
  const { method } = REQUEST_LINE.exec(rawPacket?.toString('latin1') ?? '')?.groups ?? {};
  if (code === 'HPE_INVALID_METHOD' && method !== undefined) return refuseMethod(method) ?? badRequest(code);
  return rawPacket?.[0] === TLS_HANDSHAKE
    ? refusal(400, 'Bad request', 'It is TLS, as for https://. Here it is http://.')
    : badRequest(code);
}

/**
 * The refusal for what Node.js reads although it is not HTTP/1.1 or 1.0, or for what HTTP/1.1 refuses.
 * Sources: RFC 9112, section 3.2, for Host, and RFC 9110, section 10.1.1, for Expect.
 */
export function refuseUnsound(version: string, headers: readonly HeaderPair[]): Refusal | undefined {
  if (version === '1.0') return undefined;
  if (version !== '1.1') return badRequest(`HTTP/${version}`);
  if (valueOf(headers, 'host') === undefined) return badRequest('no Host');
  const expected = valueOf(headers, 'expect') ?? CONTINUE;
  return expected.toLowerCase() === CONTINUE
    ? undefined
    : refusal(417, 'Expectation failed', `The one Expect of HTTP/1.1 is ${CONTINUE}.`);
}

/** @param why - the parser's code, or what is wrong. */
const badRequest = (why: string): Refusal => refusal(400, 'Bad request', `It is not HTTP/1.1: ${why}.`);

/** Answers on a connection for which there is no response object, and ends it. */
export function endWith({ status, text, headers }: Refusal, socket: Duplex): void {
  const lines = [
    `HTTP/1.1 ${status} Refused`,
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    'Connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${text}`);
}
