import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createApp } from '../src/api/app';
import { type ApiServer, serveApi } from '../src/api/server';
import { startEmulator } from '../src/driver';
import { createEngine, type Engine } from '../src/engine/engine';
import { callApi, listen } from './support/api-client';
import { ANN, NUMBER } from './support/turns';
import { deadUrl } from './support/webhook-server';

let engine: Engine;
let api: ApiServer;
let port: string;
const hosts: unknown[] = [];

beforeAll(async () => {
  engine = createEngine({ account: { accountSid: 'AC1', authToken: 'token' } });
  engine.setNumber({ number: NUMBER, name: NUMBER, smsUrl: '', smsMethod: 'POST', smsFallbackUrl: '' });
  const listening = jest.spyOn(net.Server.prototype, 'listen'); // watched, not replaced
  api = await serveApi(engine, new Map([['/', { contentType: 'text/html', content: '<h1>Phones</h1>' }]]), 0);
  hosts.push(...listening.mock.calls.map(([, host]) => host));
  listening.mockRestore();
  port = new URL(api.url).port;
});
afterAll(() => api.close());

describe('bad input is a 400 that names the field', () => {
  const message = { from: ANN, to: NUMBER, body: 'hi' };
  it.each<[string, string, unknown, string]>([
    ['POST', '/api/messages', 'no json', 'body'],
    ['POST', '/api/messages', '', 'body'],
    ['POST', '/api/messages', [], 'body'],
    ['POST', '/api/messages', 'null', 'body'],
    ['POST', '/api/messages', {}, 'from'],
    ['POST', '/api/messages', { ...message, from: '5551110000' }, 'from'],
    ['POST', '/api/messages', { ...message, from: '+0551110000' }, 'from'],
    ['POST', '/api/messages', { ...message, from: 15551110000 }, 'from'],
    ['POST', '/api/messages', { from: ANN, body: 'hi' }, 'to'],
    ['POST', '/api/messages', { ...message, to: '+15552229999' }, 'to'],
    ['POST', '/api/messages', { from: ANN, to: NUMBER }, 'body'],
    ['POST', '/api/messages', { ...message, body: null }, 'body'],
    ['POST', '/api/messages', { ...message, body: 'x'.repeat(1601) }, 'body'],
    ['POST', '/api/messages', { ...message, media: 'https://a.example/b.png' }, 'media'],
    ['POST', '/api/messages', { ...message, media: ['ftp://a.example/b.png'] }, 'media.0'],
    ['POST', '/api/messages', { ...message, media: ['https://a.example/', 7] }, 'media.1'],
    ['POST', '/api/messages', { ...message, media: Array(11).fill('https://a.example/') }, 'media'],
    ['POST', '/api/messages', { ...message, When: 'now' }, 'When'],
    ['POST', '/api/messages', `{"__proto__":{},"from":"${ANN}","to":"${NUMBER}","body":""}`, '__proto__'],
    ['POST', '/api/clock', {}, 'advance'],
    ['POST', '/api/clock', { advance: 4 }, 'advance'],
    ['POST', '/api/clock', { advance: '4 hours' }, 'advance'],
    ['POST', '/api/clock', { advance: '-4h' }, 'advance'],
    ['POST', '/api/clock', { advance: '366d' }, 'advance'],
    ['PUT', '/api/numbers/shop', {}, 'number'],
    ['PUT', '/api/numbers/%2B', {}, 'number'],
    ['PUT', '/api/numbers/+15552229999', { smsUrl: 'localhost:3000/sms' }, 'smsUrl'],
    ['PUT', '/api/numbers/+15552229999', { smsUrl: 'http://' }, 'smsUrl'],
    ['PUT', '/api/numbers/+15552229999', { smsMethod: 'PUT' }, 'smsMethod'],
    ['PUT', '/api/numbers/+15552229999', { smsFallbackUrl: 'javascript:1' }, 'smsFallbackUrl'],
    ['PUT', '/api/numbers/+15552229999', { name: 'x' }, 'name'],
    ['PUT', '/api/faults', { loseCookie: true }, 'loseCookie'],
    ['PUT', '/api/faults', { unreachable: 'sometimes' }, 'unreachable'],
    ['PUT', '/api/faults', { loseEverything: 'all' }, 'loseEverything'],
    ['DELETE', `/api/conversations/shop/${NUMBER}`, undefined, 'from'],
    ['DELETE', `/api/conversations/${ANN}/5551`, undefined, 'to'],
    ['GET', `/api/conversations/shop/${NUMBER}`, undefined, 'from'],
    ['GET', `/api/conversations/${ANN}/5551`, undefined, 'to'],
    ['GET', '/api/conversations/%ZZ/x', undefined, 'from'],
    ['POST', '/api/messages', { ...message, body: 'x'.repeat(200_000) }, 'body'],
    ['POST', '/api/clock', { advance: 'x'.repeat(200_000) }, 'body'],
    ['PUT', '/api/numbers/+15552229999', { smsUrl: `http://${'x'.repeat(200_000)}` }, 'body'],
    ['PUT', '/api/faults', { loseCookie: 'x'.repeat(200_000) }, 'body'],
  ])('%s %s %j: %s', async (method, path, body, field) => {
    const before = JSON.stringify([
      engine.numbers(),
      engine.faults(),
      engine.conversations(),
      engine.clock().offset,
    ]);
    const { status, json } = await callApi(api.url, method, path, { body });
    expect([status, json]).toEqual([400, { error: expect.stringContaining(field), field }]);
    expect(
      JSON.stringify([engine.numbers(), engine.faults(), engine.conversations(), engine.clock().offset]),
    ).toBe(before);
  });
});

it.each<[unknown, string]>([
  [[], 'The body of the request must be a JSON object.'],
  ['null', 'The body of the request must be a JSON object.'],
  [{}, 'from is missing.'],
  [{ from: ANN, to: NUMBER }, 'body is missing.'],
  [{ from: ANN, to: NUMBER, body: 7 }, 'body must be a text.'],
  [
    { from: ANN, to: NUMBER, body: '', media: [{ url: 'https://a.example/b', contentType: 'png' }] },
    'media.0.contentType must be a media type, such as image/png.',
  ],
])('%j is refused in words: %s', async (body, error) => {
  expect((await callApi(api.url, 'POST', '/api/messages', { body })).json).toMatchObject({ error });
});

it('the conversation of a phone with a sender’s name is looked for', async () => {
  expect((await callApi(api.url, 'GET', `/api/conversations/${ANN}/My%20Shop`)).status).toBe(404);
  expect((await callApi(api.url, 'DELETE', `/api/conversations/${ANN}/My%20Shop`)).status).toBe(204);
});

it.each<[number, string, number]>([
  [80, 'localhost', 200],
  [80, 'localhost:80', 200],
  [80, 'localhost:81', 403],
  [8080, 'localhost', 403],
])('on port %i the Host %s is answered with %i', async (own, host, status) => {
  const app = createApp(engine, new Map(), () => own);
  for (const headers of [{ Host: host }, { Host: host, Origin: `http://${host}` }]) {
    expect((await app.request('/api/clock', { headers })).status).toBe(status);
  }
});

it.each([
  ['GET', '/api/nothing'],
  ['GET', `/api/conversations/${ANN}/${NUMBER}`],
  ['PATCH', '/api/clock'],
  ['POST', '/api/faults'],
  ['DELETE', '/api/numbers/+15552220000'],
  ['GET', '/media/none'],
  ['GET', '/..%2f..%2fpackage.json'],
  ['GET', '/../../package.json'],
  ['GET', '/constructor'],
])('%s %s is a 404 in JSON', async (method, path) => {
  expect(await callApi(api.url, method, path)).toMatchObject({
    status: 404,
    json: { error: expect.any(String) },
  });
});

describe('a request from elsewhere is refused, whatever it asks for', () => {
  it.each<[string, string, number]>([
    ['Host', 'evil.example', 403],
    ['Host', 'evil.example:PORT', 403],
    ['Host', '127.0.0.1.nip.io:PORT', 403],
    ['Host', 'localhost.evil.example:PORT', 403],
    ['Host', 'localhost', 403],
    ['Host', 'localhost:1', 403],
    ['Host', 'localhost:PORT0', 400],
    ['Host', '0.0.0.0:PORT', 403],
    ['Host', ' ', 400],
    ['Host', 'evil.example@localhost:PORT', 400],
    ['Origin', 'https://evil.example', 403],
    ['Origin', 'null', 403],
    ['Origin', '', 403],
    ['Origin', 'http://localhost', 403],
    ['Origin', 'http://localhost:1', 403],
    ['Origin', 'https://localhost:PORT', 403],
    ['Origin', 'http://localhost:PORT.evil.example', 403],
    ['Origin', 'http://127.0.0.1.nip.io:PORT', 403],
  ])('%s: %s', async (name, value, expected) => {
    const headers = { [name]: value.replace('PORT', port) };
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/api/conversations'],
      ['GET', '/api/events'],
      ['POST', '/api/clock'],
      ['DELETE', '/api/conversations'],
      ['OPTIONS', '/api/messages'],
    ] as const) {
      const body = method === 'POST' ? { advance: '4h' } : undefined;
      const answer = await callApi(api.url, method, path, { headers, body });
      expect(answer.status).toBe(expected);
      expect(answer.text).not.toContain('Phones');
      expect(Object.keys(answer.headers).filter((header) => header.startsWith('access-control'))).toEqual([]);
    }
    expect(engine.clock().offset).toBe(0);
  });

  it.each(['localhost:PORT', 'LOCALHOST:PORT', '127.0.0.1:PORT', '[::1]:PORT'])(
    'but not one from %s',
    async (name) => {
      const host = name.replace('PORT', port);
      for (const headers of [{ Host: host }, { Host: host, Origin: `http://${host}` }]) {
        expect((await callApi(api.url, 'GET', '/', { headers })).text).toContain('Phones');
      }
    },
  );

  it('no other page may read an answer, frame the page, or have it run a script', async () => {
    const { headers } = await callApi(api.url, 'GET', '/');
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cache-control']).toBe('no-store');
  });
});

describe('the server', () => {
  it('listens on loopback alone', async () => {
    expect(hosts).toEqual(expect.arrayContaining(['127.0.0.1']));
    expect(hosts.filter((host) => host !== '127.0.0.1' && host !== '::1')).toEqual([]);
    const others = Object.values(networkInterfaces()).flatMap((list = []) =>
      list.filter(({ internal, family }) => !internal && family === 'IPv4'),
    );
    for (const { address } of others) {
      await expect(callApi(api.url, 'GET', '/', { host: address })).rejects.toThrow(
        /ECONNREFUSED|EHOSTUNREACH/,
      );
    }
  });

  it.each(['127.0.0.1', '::1'])(
    'is not started when its port is taken on %s, nor left half open',
    async (host) => {
      if (!hosts.includes(host)) return; // a machine without IPv6
      const taken = net.createServer().listen(0, host);
      await once(taken, 'listening');
      const { port: busy } = taken.address() as AddressInfo;
      await expect(serveApi(engine, new Map(), busy)).rejects.toThrow('EADDRINUSE');
      taken.close();
      await once(taken, 'close');
      await expect(callApi(`http://localhost:${busy}`, 'GET', '/')).rejects.toThrow('ECONNREFUSED');
    },
  );
});

it('no answer, event or line of output holds the auth token or the session secret', async () => {
  const secrets = {
    authToken: 'a-token-that-nobody-may-see',
    secret: 'a secret that nobody may see, 32 characters',
  };
  const output: unknown[] = [];
  const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
    jest.spyOn(console, name).mockImplementation((...line) => void output.push(line)),
  );
  await using twilio = await startEmulator({
    functions: 'dist/functions',
    env: { SESSION_SECRET: secrets.secret },
    authToken: secrets.authToken,
    port: 0,
  });
  const url = twilio.url ?? '';
  const to = twilio.number('/sms');
  const events = await listen(url);
  const answers = [];
  for (const body of ['hi', 'STOP', 'START', 'hi']) {
    answers.push(await callApi(url, 'POST', '/api/messages', { body: { from: ANN, to, body } }));
  }
  await callApi(url, 'PUT', `/api/numbers/${to}`, { body: { smsUrl: await deadUrl() } });
  answers.push(await callApi(url, 'POST', '/api/messages', { body: { from: ANN, to, body: 'fails' } }));
  for (const path of [
    '/',
    '/api/conversations',
    `/api/conversations/${ANN}/${to}`,
    '/api/numbers',
    '/api/clock',
    '/api/faults',
    '/nothing',
  ]) {
    answers.push(await callApi(url, 'GET', path));
  }
  await callApi(url, 'DELETE', '/api/conversations');
  const told = await events.until(({ type }) => type === 'forgotten');
  await events.close();
  for (const spy of spies) spy.mockRestore();

  const all = JSON.stringify([answers, told, output]);
  expect(all).toContain('X-Twilio-Signature'); // what is signed with the token is there
  expect(all).toContain('11202');
  for (const secret of Object.values(secrets)) {
    for (const written of [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64').slice(0, 40),
    ]) {
      expect(all).not.toContain(written);
    }
  }
});
