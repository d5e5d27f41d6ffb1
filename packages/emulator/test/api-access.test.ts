import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createApp } from '../src/api/app';
import { type ApiServer, serveApi } from '../src/api/server';
import { createEngine } from '../src/engine/engine';
import type { Engine } from '../src/engine/engine-type';
import { callApi } from './support/api-client';
import { NUMBER } from './support/turns';

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

it('requests wait until the emulator is ready', async () => {
  let setReady!: () => void;
  const ready = new Promise<void>((resolve) => (setReady = resolve));
  const waiting = await serveApi(engine, Promise.resolve(new Map()), 0, ready);
  const order: string[] = [];
  const answered = callApi(waiting.url, 'GET', '/api/clock').then(() => order.push('answered'));
  // Refused at once: what comes from elsewhere needs nothing to be ready.
  await callApi(waiting.url, 'GET', '/api/clock', { headers: { Origin: 'null' } });
  order.push('ready');
  setReady();
  await answered;
  expect(order).toEqual(['ready', 'answered']);
  await waiting.close();
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
