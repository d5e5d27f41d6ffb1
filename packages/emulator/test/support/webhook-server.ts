import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import {
  type AddressInfo,
  createServer as createRawServer,
  type Server as RawServer,
  type Socket,
} from 'node:net';

/** A request that a webhook server has seen. */
export type SeenRequest = {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** As they came: names and values in turn. */
  readonly rawHeaders: readonly string[];
  readonly header: (name: string) => string | undefined;
  readonly body: string;
  /** The form's parameters, or the query's of a GET, in their order. */
  readonly parameters: URLSearchParams;
};

/** A string is TwiML with status 200; `undefined` leaves the request unanswered. */
export type Answer =
  | string
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string | readonly string[]>>;
      readonly body?: string | Uint8Array;
    }
  | undefined;

type Answering = Answer | ((request: SeenRequest) => Answer);

export type WebhookServer = {
  /** `http://127.0.0.1:port`, without a path. */
  readonly origin: string;
  /** Its `/sms`. */
  readonly url: string;
  readonly requests: SeenRequest[];
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** One message, as TwiML. */
export const says = (text: string): string => `<Response><Message>${text}</Message></Response>`;

/**
 * Serves a webhook with the given answer, or with one for each path; a path without one is a 404.
 */
export async function serveWebhook(answers: Answering | AnswersByPath): Promise<WebhookServer> {
  const requests: SeenRequest[] = [];
  const byPath = readPaths(answers);
  const answerTo = (request: SeenRequest): Answer => {
    if (byPath === undefined) return evaluate(answers, request);
    const path = new URL(request.path, 'http://localhost').pathname;
    return byPath.has(path) ? evaluate(byPath.get(path), request) : { status: 404, body: 'Not found' };
  };
  const server = createServer((incoming, response) => {
    void readRequest(incoming).then((request) => {
      requests.push(request);
      respond(response, answerTo(request));
    });
  });
  const origin = `http://127.0.0.1:${await listen(server)}`;
  return {
    origin,
    url: `${origin}/sms`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await close(server);
    },
  };
}

/** An answer for each path. */
export type AnswersByPath = Readonly<Record<`/${string}`, Answering>>;

/** The answers by path, or `undefined` when there is one for all. */
function readPaths(answers: Answering | AnswersByPath): ReadonlyMap<string, Answering> | undefined {
  if (typeof answers !== 'object') return undefined;
  const entries = Object.entries(answers).filter(([key]) => key.startsWith('/'));
  return entries.length === 0 ? undefined : new Map(entries as [string, Answering][]);
}

const evaluate = (answering: Answering, request: SeenRequest): Answer =>
  typeof answering === 'function' ? answering(request) : answering;

/** Reads a whole request. */
export async function readRequest(incoming: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { method = '', url: path = '', rawHeaders, headers } = incoming;
  const body = Buffer.concat(chunks).toString();
  const form = method === 'GET' ? path.replace(/^[^?]*\??/, '') : body;
  const header = (name: string) => headers[name.toLowerCase()] as string | undefined;
  return { method, path, rawHeaders, header, body, parameters: new URLSearchParams(form) };
}

/** Answers a request. */
export function respond(response: ServerResponse, answer: Answer): void {
  if (answer === undefined) return;
  const {
    status = 200,
    headers = { 'Content-Type': 'text/xml' },
    body = '',
  } = typeof answer === 'string' ? { body: answer } : answer;
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) {
    response.setHeader(name, typeof value === 'string' ? value : [...value]);
  }
  response.end(Buffer.from(body)); // as bytes, so that headers go out in Latin-1
}

/** A TCP server, for answers that no HTTP server gives. */
export type RawWebhookServer = {
  /** `127.0.0.1:port`. */
  readonly host: string;
  /** Its `/sms`, over HTTP. */
  readonly url: string;
  readonly connections: () => number;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** @param answer - written to each connection when its request comes, and then the connection ends. */
export const serveBytes = (answer: string | Uint8Array): Promise<RawWebhookServer> =>
  serveConnections((socket) => {
    socket.once('data', () => socket.end(answer));
  });

/** Calls a test's function with each connection. */
export async function serveConnections(onConnection: (socket: Socket) => void): Promise<RawWebhookServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createRawServer((socket) => {
    connections++;
    sockets.add(socket.on('error', () => undefined));
    onConnection(socket);
  });
  const host = `127.0.0.1:${await listen(server)}`;
  return {
    host,
    url: `http://${host}/sms`,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await close(server);
    },
  };
}

export type Certificate = { readonly key: string; readonly cert: string };

/** An HTTPS webhook that says hello to whoever trusts its certificate. */
export async function serveSecurely(certificate: Certificate): Promise<RawWebhookServer> {
  let connections = 0;
  const server = createSecureServer(certificate, (_, response) => {
    response.setHeader('Content-Type', 'text/xml').end(says('hello'));
  });
  server.on('connection', () => connections++);
  const host = `127.0.0.1:${await listen(server)}`;
  return {
    host,
    url: `https://${host}/sms`,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await close(server);
    },
  };
}

/** The address of a port on which nothing listens. */
export async function deadUrl(): Promise<string> {
  await using server = await serveBytes('');
  return server.url;
}

/** Listens on any port of 127.0.0.1. Returns it. */
export async function listen(server: Server | RawServer): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const close = (server: Server | RawServer): Promise<unknown> =>
  new Promise((resolve) => server.close(resolve));
