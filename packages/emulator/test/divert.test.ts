import { once } from 'node:events';
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { divert } from '../src/divert.cjs';
import { serveWebhook, type SeenRequest, type WebhookServer } from './support/webhook-server';

let emulator: WebhookServer;
let remove: () => void;

/** Called when a request has come that is not answered. */
let onHanging: () => void;
const hanging = () => new Promise<void>((resolve) => (onHanging = resolve));

beforeAll(async () => {
  emulator = await serveWebhook((request) => {
    if (request.path === '/hangs') {
      onHanging();
      return undefined;
    }
    return { status: 201, headers: { 'X-Answer': '1' }, body: `${request.method} ${request.path}` };
  });
});
beforeEach(() => {
  emulator.requests.length = 0;
  remove = divert(() => emulator.origin);
});
afterEach(() => {
  remove();
});
afterAll(() => emulator[Symbol.asyncDispose]());

/** The body of an answer. */
async function answerOf(request: ClientRequest): Promise<string> {
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return text(response);
}

/** The one request that the emulator has seen. */
function seen(): SeenRequest {
  const [request] = emulator.requests;
  if (emulator.requests.length !== 1 || request === undefined)
    throw new Error('It has not seen one request.');
  return request;
}

const URL_TEXT = 'https://api.twilio.com/a?b=c';
const refuse = () => {
  throw new Error('It has left this machine.');
};
const PARTS = { hostname: 'api.twilio.com', path: '/a?b=c' };

describe('requests of node:http and node:https', () => {
  it.each<[string, () => ClientRequest]>([
    ['a text', () => https.get(URL_TEXT)],
    ['a URL', () => https.get(new URL(URL_TEXT))],
    ['options', () => https.get(PARTS)],
    ['options with a host', () => https.get({ host: 'api.twilio.com', path: '/a?b=c', port: 443 })],
    ['the parts of url.parse', () => https.get({ ...PARTS, host: 'api.twilio.com:443' })],
    ['a text and options', () => https.get('https://api.twilio.com/', { path: '/a?b=c' })],
    ['a URL and options', () => https.get(new URL('https://api.twilio.com/'), { path: '/a?b=c' })],
    ['an agent for HTTPS', () => https.get(URL_TEXT, { agent: new https.Agent({ keepAlive: true }) })],
    ['no agent', () => https.get(URL_TEXT, { agent: false })],
    ['request', () => https.request(URL_TEXT).end()],
    ['plain HTTP', () => http.get('http://api.twilio.com/a?b=c')],
    ['plain HTTP by request', () => http.request({ ...PARTS, protocol: 'http:' }).end()],
    ['another port', () => https.get('https://api.twilio.com:8443/a?b=c')],
    ['capitals and a dot at the end', () => https.get({ ...PARTS, hostname: 'API.Twilio.com.' })],
    ['a proxy that forwards', () => http.get({ host: '127.0.0.1', port: 9, path: URL_TEXT })],
    ['an address of its own', () => http.get({ ...PARTS, localAddress: '192.0.2.1' })],
    ['a path of its own', () => http.get({ ...PARTS, socketPath: '/none' })],
    [
      'connections of its own',
      () => http.get({ ...PARTS, createConnection: refuse, agent: new http.Agent() }),
    ],
  ])('with %s go to the emulator', async (_, send) => {
    expect(await answerOf(send())).toBe('GET /a?b=c');
    expect(seen().header('Host')).toBe(new URL(emulator.origin).host);
    expect(seen().header('X-Forwarded-Host')).toBe('api.twilio.com');
  });

  type Callback = (response: IncomingMessage) => void;
  it.each<[string, (callback: Callback) => unknown]>([
    ['a URL', (callback) => https.get(URL_TEXT, callback)],
    ['options', (callback) => https.get(PARTS, callback)],
    ['a URL and options', (callback) => https.get(URL_TEXT, { headers: { a: 'b' } }, callback)],
  ])('call the callback behind %s', async (_, send) => {
    const { statusCode, headers } = await new Promise<IncomingMessage>((resolve) => {
      send((response) => {
        resolve(response.resume());
      });
    });
    expect([statusCode, headers['x-answer']]).toEqual([201, '1']);
  });

  it.each([
    ['an object', { host: 'api.twilio.com', 'X-Mine': '1' }],
    ['pairs', [['host', 'api.twilio.com'] as const, ['X-Mine', '1'] as const]],
    ['a list', ['host', 'api.twilio.com', 'X-Mine', '1']],
  ])('keep header fields that are given as %s', async (_, headers) => {
    await answerOf(https.get(URL_TEXT, { headers: headers as http.OutgoingHttpHeaders }));
    expect(seen().header('X-Mine')).toBe('1');
    expect(seen().header('Host')).toBe(new URL(emulator.origin).host);
    expect(seen().rawHeaders.filter((name) => name.toLowerCase() === 'host')).toHaveLength(1);
  });

  it.each([
    ['options', URL_TEXT, { auth: 'AC1:token' }],
    ['the URL', 'https://AC1:token@api.twilio.com/', {}],
  ])('keep the credentials of %s', async (_, url, options) => {
    await answerOf(https.get(url, options));
    expect(seen().header('Authorization')).toBe(`Basic ${btoa('AC1:token')}`);
  });

  it('stream a body', async () => {
    const request = https.request(URL_TEXT, { method: 'POST' });
    const answer = answerOf(request);
    await pipeline(Readable.from(['a', 'b', 'c']), request);
    expect(await answer).toBe('POST /a?b=c');
    expect(seen().body).toBe('abc');
  });

  it('end at an abort signal', async () => {
    const controller = new AbortController();
    const request = https.get('https://api.twilio.com/hangs', { signal: controller.signal });
    const failed = once(request, 'error');
    await hanging();
    controller.abort();
    expect(await failed).toEqual([expect.objectContaining({ code: 'ABORT_ERR' })]);
  });

  it.each([
    ['options', { timeout: 1 }],
    ['the agent', { agent: new https.Agent({ timeout: 1 }) }],
  ])('time out as %s say', async (_, options) => {
    const request = https.get('https://api.twilio.com/hangs', options);
    expect(await Promise.all([once(request, 'timeout'), hanging()])).toEqual([[], undefined]);
    request.once('error', () => undefined).destroy();
  });

  it('use one connection again', async () => {
    const reused: boolean[] = [];
    for (let count = 0; count < 2; count++) {
      const request = https.get(URL_TEXT, { agent: new https.Agent({ keepAlive: true }) });
      const closed = once(request, 'close'); // its connection is free then
      await answerOf(request);
      await closed;
      reused.push(request.reusedSocket);
    }
    expect(reused).toEqual([false, true]);
  });
});

it('an emulator at localhost is not looked up by a function of the app', async () => {
  const { port } = new URL(emulator.origin);
  const removeNamed = divert(() => `http://localhost:${port}`);
  const answer = await answerOf(https.get(URL_TEXT, { lookup: refuse, family: 6 }));
  removeNamed();
  expect(answer).toBe('GET /a?b=c');
});

describe('requests of fetch', () => {
  it.each<[string, () => Promise<Response>]>([
    ['a text', () => fetch(URL_TEXT)],
    ['a URL', () => fetch(new URL(URL_TEXT))],
    ['a Request', () => fetch(new Request(URL_TEXT))],
    ['a header Host', () => fetch(URL_TEXT, { headers: { Host: 'api.twilio.com' } })],
  ])('with %s go to the emulator', async (_, send) => {
    const response = await send();
    expect([response.status, response.headers.get('x-answer')]).toEqual([201, '1']);
    expect(await response.text()).toBe('GET /a?b=c');
    expect(seen().header('Host')).toBe(new URL(emulator.origin).host);
    expect(seen().header('X-Forwarded-Host')).toBe('api.twilio.com');
  });

  it('keep a body with its type and length', async () => {
    await fetch(URL_TEXT, { method: 'POST', body: new URLSearchParams({ Body: 'hi' }) });
    expect(seen().body).toBe('Body=hi');
    expect(seen().header('Content-Type')).toMatch('application/x-www-form-urlencoded');
    expect(seen().header('Content-Length')).toBe('7');
  });

  it('stream the body of a Request, with what the options change', async () => {
    const body = Readable.toWeb(Readable.from(['a', 'b'])) as ReadableStream;
    const request = new Request(URL_TEXT, {
      method: 'PUT',
      body,
      duplex: 'half',
      headers: { 'X-Mine': '1' },
    });
    const response = await fetch(request, { method: 'POST' });
    expect(await response.text()).toBe('POST /a?b=c');
    expect([seen().body, seen().header('X-Mine')]).toEqual(['ab', '1']);
  });

  it('end at an abort signal', async () => {
    const controller = new AbortController();
    const failed = fetch('https://api.twilio.com/hangs', { signal: controller.signal }).catch(
      (error: unknown) => error,
    );
    await hanging();
    controller.abort();
    expect(await failed).toMatchObject({ name: 'AbortError' });
  });

  it('are as wrong as before', async () => {
    await expect(fetch('https://AC1:token@api.twilio.com/')).rejects.toThrow('credentials');
    await expect(fetch('/a')).rejects.toThrow('parse URL');
  });
});

it.each([
  ['api.twilio.com', '/x'],
  ['api.sydney.us1.twilio.com', '/x'],
  ['messaging.twilio.com', '/messaging/x'],
  ['sync.dublin.ie1.twilio.com', '/sync/x'],
  ['www.twilio.com', '/www/x'],
  ['twilio.com', '/www/x'],
])('https://%s/x is %s of the emulator', async (host, path) => {
  await answerOf(https.get(`https://${host}/x`));
  await fetch(`https://${host}/x`);
  expect(emulator.requests.map((request) => request.path)).toEqual([path, path]);
});

it.each(['nottwilio.com', 'twilio.com.example', 'twilio.example', 'example.com'])(
  'requests to %s are left alone',
  async (host) => {
    const { port } = new URL(emulator.origin);
    const lookup: http.RequestOptions['lookup'] = (_, options, done) => {
      if (options.all) done(null, [{ address: '127.0.0.1', family: 4 }]);
      else done(null, '127.0.0.1', 4);
    };
    expect(await answerOf(http.get(`http://${host}:${port}/x`, { lookup }))).toBe('GET /x');
    expect(seen().header('Host')).toBe(`${host}:${port}`);
    expect(seen().header('X-Forwarded-Host')).toBeUndefined();
  },
);
