import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';

/** Of every answer, whoever gives it: it has no type but its own, and is for no other page. */
const HEADERS = [
  ['X-Content-Type-Options', 'nosniff'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
] as const;

/** What Node.js answers to a request that it cannot read, by the code of the error; 400 to all others. */
const STATUSES: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** The answer to a request that Node.js could not read, for which it makes no response object. */
export const unreadAnswer = (code = ''): string =>
  [
    `HTTP/1.1 ${STATUSES[code] ?? '400 Bad Request'}`,
    ...HEADERS.map(([name, value]) => `${name}: ${value}`),
    'Content-Length: 0',
    'Connection: close',
    '\r\n',
  ].join('\r\n');

/** Creates a server of the application that sets `HEADERS` in every answer, also in those that the application does not give. */
export function createHttpServer({ fetch }: Hono): Server {
  const answer = getRequestListener(fetch);
  const answers = new WeakMap<Duplex, ServerResponse>();
  // Without its check of Host: the application refuses such a request too.
  const server = createServer({ requireHostHeader: false }, (incoming, outgoing) => {
    answers.set(incoming.socket, outgoing);
    for (const [name, value] of HEADERS) outgoing.setHeader(name, value);
    void answer(incoming, outgoing);
  });
  // Node.js would answer an unknown Expect with 417; RFC 9110, section 10.1.1, lets a server ignore it.
  server.on('checkExpectation', (incoming, outgoing) => server.emit('request', incoming, outgoing));
  server.on('clientError', ({ code }: NodeJS.ErrnoException, socket) => {
    if (socket.writableEnded) return; // it is answered, and the rest of the request comes
    const last = answers.get(socket);
    // In the middle of an answer, the client would take this one for a part of it.
    const hasBegun = last?.headersSent === true && !last.writableFinished;
    if (hasBegun || !socket.writable) socket.destroy();
    else socket.end(unreadAnswer(code));
  });
  return server;
}
