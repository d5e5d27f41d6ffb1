import dns from 'node:dns';
import { once } from 'node:events';
import http from 'node:http';
import http2 from 'node:http2';
import net, { type Socket } from 'node:net';
import tls from 'node:tls';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { divert } from '../src/divert.cjs';
import { serveConnections } from './support/webhook-server';

let remove: () => void;

beforeEach(() => {
  remove = divert(() => 'http://127.0.0.1:9');
});
afterEach(() => {
  remove();
});

const refused = (way: string) =>
  expect.objectContaining({
    code: 'ESMSEMULATOR',
    message: expect.stringContaining(
      `api.twilio.com is the emulator's on this machine (sms-emulator/divert); this request went around it by ${way}`,
    ) as unknown,
  });

const CONNECTION = 'a connection of its own';

const noAddress: net.LookupFunction = () => {
  throw new Error('It was looked up.');
};

it.each<[string, () => NodeJS.EventEmitter]>([
  ['net.connect with options', () => net.connect({ host: 'api.twilio.com', port: 443, lookup: noAddress })],
  ['net.connect with a port', () => net.connect(443, 'API.twilio.com.')],
  ['a socket', () => new net.Socket().connect(443, 'api.twilio.com')],
  ['tls.connect', () => tls.connect(443, 'api.twilio.com')],
  ['tls.connect with options', () => tls.connect({ host: 'api.twilio.com', port: 443 })],
  ['tls.connect with an address', () => tls.connect({ host: '192.0.2.1', servername: 'api.twilio.com' })],
  ['http2', () => http2.connect('https://api.twilio.com')],
  ['http2 without TLS', () => http2.connect('http://api.twilio.com')],
])('%s fails', async (_, connect) => {
  const emitter = connect();
  expect(await once(emitter, 'error')).toEqual([refused(CONNECTION)]);
});

it('a request that node:http did not make fails when it connects', async () => {
  const request = new http.ClientRequest('http://api.twilio.com/');
  expect(await once(request, 'error')).toEqual([refused(CONNECTION)]);
});

it('dns.lookup fails, in each of its forms', async () => {
  const failed = new Promise((resolve) => {
    dns.lookup('api.twilio.com', resolve);
  });
  expect(await failed).toEqual(refused('dns.lookup'));
  await expect(promisify(dns.lookup)('api.twilio.com', { all: true })).rejects.toEqual(refused('dns.lookup'));
  await expect(dns.promises.lookup('api.twilio.com')).rejects.toEqual(refused('dns.promises.lookup'));
});

it('dns.lookup of other names works, in each of its forms', async () => {
  const local = { address: '127.0.0.1', family: 4 };
  expect(await promisify(dns.lookup)('127.0.0.1', 4)).toEqual(local);
  expect(await promisify(dns.lookup)('127.0.0.1')).toEqual(local);
  expect(await dns.promises.lookup('127.0.0.1', { all: true })).toEqual([local]);
});

describe('behind a proxy', () => {
  it('the request for a tunnel fails before it connects', async () => {
    await using proxy = await serveConnections((socket) => socket.destroy());
    const [host, port] = proxy.host.split(':');
    const options = { host, port, method: 'CONNECT', path: 'api.twilio.com:443' };
    const request = http.request(options).end();
    expect(await once(request, 'error')).toEqual([refused('the tunnel of a proxy')]);
    expect(proxy.connections()).toBe(0);
  });

  it('TLS in a tunnel fails, and the tunnel is closed', async () => {
    await using proxy = await serveConnections((socket) => socket.end());
    const [host, port] = proxy.host.split(':');
    const socket: Socket = net.connect(Number(port), host);
    await once(socket, 'connect');
    expect(await once(tls.connect({ socket, servername: 'api.twilio.com' }), 'error')).toEqual([
      refused(CONNECTION),
    ]);
    expect(socket.destroyed).toBe(true);
  });

  it('fetch by a dispatcher that may be a proxy of npm’s undici fails', async () => {
    const key = Symbol.for('undici.globalDispatcher.1');
    const holder = globalThis as { [key]?: unknown };
    const { [key]: before } = holder;
    holder[key] = { constructor: { name: 'ProxyAgent' } };
    try {
      await expect(fetch('https://api.twilio.com/')).rejects.toEqual(refused('the ProxyAgent'));
    } finally {
      if (before === undefined) Reflect.deleteProperty(globalThis, key);
      else holder[key] = before;
    }
  });
});
