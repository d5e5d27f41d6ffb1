import { once } from 'node:events';
import { type Agent, createServer, type IncomingMessage, request, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeWithTests } from 'test-support';
import { getExpectedTwilioSignature } from 'twilio';
import type { Refused } from '../../src/platform/gateway';
import { type HeaderPair, headerPairs, type Route } from 'functions-runtime';
import { type PlatformOptions, startPlatform } from '../../src/platform/server';

export const AUTH_TOKEN = 'an-auth-token-that-nobody-may-see';

export const ROUTES: readonly Route[] = [
  { path: '/sms', access: 'protected', kind: 'function' },
  { path: '/open', access: 'public', kind: 'function' },
  { path: '/library', access: 'private', kind: 'function' },
  { path: '/index.html', access: 'public', kind: 'asset' },
  { path: '/secret.mp3', access: 'protected', kind: 'asset' },
  { path: '/list.json', access: 'private', kind: 'asset' },
];

export type Seen = {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly HeaderPair[];
  readonly body: string;
};

/** The platform before a real HTTP server that does what a test wants. */
export type TestedPlatform = {
  /** `http://localhost:port` */
  readonly url: string;
  /** What came through to the server behind it, where all of `ROUTES` answers. */
  readonly seen: Seen[];
  readonly refused: Refused[];
  readonly send: (path: string, options?: SendOptions) => Promise<Reply>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Where a request goes, and what is there: the server behind the platform and `ROUTES`, by default. */
type TestOptions = Partial<Omit<PlatformOptions, 'target'>> & {
  readonly target?: () => string | undefined | Promise<string | undefined>;
  readonly routes?: () => readonly Route[];
};

/** @param answer - what stands behind; by default it says `hello`. */
export async function servePlatform(
  { target: targetUrl, routes = () => ROUTES, ...options }: TestOptions = {},
  answer: RequestListener = (_, response) => response.end('hello'),
): Promise<TestedPlatform> {
  const seen: Seen[] = [];
  const target = createServer((incoming, response) => {
    void bodyOf(incoming).then((body) => {
      const { method = '', url = '' } = incoming;
      seen.push({ method, url, headers: headerPairs(incoming.rawHeaders), body });
      answer(incoming, response);
    });
  });
  target.listen(0, '127.0.0.1');
  await once(target, 'listening');
  const refused: Refused[] = [];
  const platform = await startPlatform({
    port: 0,
    async target() {
      const url = await (targetUrl ?? (() => `http://127.0.0.1:${(target.address() as AddressInfo).port}`))();
      return url === undefined ? undefined : { url, routes: routes() };
    },
    authToken: AUTH_TOKEN,
    signatureCheck: true,
    onRefusal: (refusal) => refused.push(refusal),
    ...options,
  });
  const close = async () => {
    await platform.close();
    target.closeAllConnections();
    await new Promise((resolve) => target.close(resolve));
  };
  closeWithTests(close);
  return {
    url: platform.url,
    seen,
    refused,
    send: (path, sent) => send(platform.url, path, sent),
    [Symbol.asyncDispose]: close,
  };
}

export type SendOptions = {
  readonly method?: string;
  /** Besides `Host`, unless that is among them, and `Content-Length`. */
  readonly headers?: readonly HeaderPair[];
  readonly body?: string | Buffer;
  readonly agent?: Agent;
};

export type Reply = {
  readonly status: number;
  readonly headers: readonly HeaderPair[];
  /** All values of a header. */
  readonly all: (name: string) => string[];
  readonly body: string;
};

/** Sends exactly this request, which `fetch` would not. */
export async function send(
  origin: string,
  path: string,
  { method = 'GET', headers = [], body = '', agent }: SendOptions = {},
): Promise<Reply> {
  const { hostname, port, host } = new URL(origin);
  const given = headers.map(([name]) => name.toLowerCase());
  const all: HeaderPair[] = [
    ...(given.includes('host') ? [] : [['Host', host] as const]),
    ...headers,
    ...(body.length === 0 ? [] : [['Content-Length', String(Buffer.byteLength(body))] as const]),
  ];
  const outgoing = request({ hostname, port, method, path, headers: all.flat(), agent: agent ?? false });
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve).once('error', reject);
  });
  outgoing.end(body);
  const incoming = await response;
  const received = headerPairs(incoming.rawHeaders);
  return {
    status: incoming.statusCode ?? 0,
    headers: received,
    all: (name) => received.filter(([other]) => other.toLowerCase() === name).map(([, value]) => value),
    body: await bodyOf(incoming),
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

export const sign = (url: string, parameters: Record<string, string | string[]> = {}): HeaderPair => [
  'X-Twilio-Signature',
  getExpectedTwilioSignature(AUTH_TOKEN, url, parameters),
];

export const FORM: HeaderPair = ['Content-Type', 'application/x-www-form-urlencoded'];
export const JSON_TYPE: HeaderPair = ['Content-Type', 'application/json'];

export const form = (parameters: Record<string, string>): string =>
  new URLSearchParams(Object.entries(parameters)).toString();

/** A form as Twilio posts it to a URL, signed. */
export const post = (url: string, parameters: Record<string, string>): SendOptions => ({
  method: 'POST',
  headers: [FORM, sign(url, parameters)],
  body: form(parameters),
});
