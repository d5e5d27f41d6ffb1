import { once } from 'node:events';
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { headerBytes } from '../../src/platform/header-limits';
import type { HeaderPair } from 'functions-runtime';
import { PLATFORM_LIMITS } from '../../src/platform/limits';
import { startPlatform } from '../../src/platform/server';
import { AUTH_TOKEN, FORM, post, ROUTES, servePlatform, type TestedPlatform } from '../support/platform';

/** Of a platform behind which there is nothing. */
const OPTIONS = { authToken: AUTH_TOKEN, target: () => undefined, signatureCheck: true };

let platform: TestedPlatform;

beforeAll(async () => {
  platform = await servePlatform();
});

/** Sends these bytes, and resolves with all that comes back. `end`: nobody waits for that. */
async function sendBytes(bytes: string | Uint8Array, end?: 'end', url = platform.url): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let received = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (received += chunk));
  socket.on('error', () => undefined).write(bytes);
  if (end !== undefined) socket.end();
  await once(socket, 'close');
  return received;
}

describe('what is served', () => {
  it.each([
    ['/open', 200, 'a public Function'],
    ['/open?a=b', 200, 'a public Function with a query'],
    ['/index.html', 200, 'a public Asset'],
    ['/sms', 403, 'a protected Function'],
    ['/secret.mp3', 403, 'a protected Asset'],
    ['/library', 404, 'a private Function'],
    ['/list.json', 404, 'a private Asset'],
    ['/.env', 404, 'a file that is no Asset'],
    ['/', 404, 'the root, without an /assets/index.html'],
  ])('%s is %i: %s', async (path, status) => {
    const before = platform.seen.length;
    expect((await platform.send(path)).status).toBe(status);
    expect(platform.seen).toHaveLength(status === 200 ? before + 1 : before);
  });

  it.each([
    '//sms', '/sms/', '/SMS', '/%73ms', '/./sms', '/x/../sms', '/sms#', '/sms#x?y', '/sms;x', '/sms%00', '/sms%3F',
    'http://localhost/sms', 'http://localhost/library', '/library#', '/library\u00a0', '\\sms', '/\\sms', '*', '?/sms', 'sms',
  ])('nothing is at %s, whatever a server behind might read', async (path) => {
    const before = platform.seen.length;
    const request = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`, 'latin1');
    expect(await sendBytes(request)).toMatch(/^HTTP\/1\.1 40[04] /);
    expect(platform.seen).toHaveLength(before);
  }); // prettier-ignore

  it('is what is there now', async () => {
    let routes = ROUTES;
    await using changing = await servePlatform({ routes: () => routes });
    expect((await changing.send('/new')).status).toBe(404);
    routes = [{ path: '/new', access: 'public', kind: 'function' }];
    expect([(await changing.send('/new')).status, (await changing.send('/open')).status]).toEqual([200, 404]);
  });

  it('is /assets/index.html at the root', async () => {
    await using rooted = await servePlatform({
      routes: () => [{ path: '/assets/index.html', access: 'public', kind: 'asset' }],
    });
    expect((await rooted.send('/')).status).toBe(200);
  });
});

describe('methods', () => {
  it.each(['PUT', 'DELETE', 'PATCH', 'HEAD', 'TRACE', 'PROPFIND'])('%s is refused', async (method) => {
    for (const path of ['/open', '/sms', '/index.html', '/nothing']) {
      const reply = await platform.send(path, { method });
      expect(reply.status).toBe(405);
      expect(reply.all('allow')).toEqual(['GET, POST, OPTIONS']);
    }
  });

  it.each(['GET', 'POST', 'OPTIONS'])('%s passes', async (method) => {
    expect((await platform.send('/open', { method })).status).toBe(200);
    expect(platform.seen.at(-1)?.method).toBe(method);
  });

  it('OPTIONS is no way to what is private', async () => {
    expect((await platform.send('/library', { method: 'OPTIONS' })).status).toBe(404);
  });

  it('a GET with a body is refused', async () => {
    expect((await platform.send('/open', { headers: [FORM], body: 'a=b' })).status).toBe(403);
  });
});

describe('the headers of a request', () => {
  const host: HeaderPair = ['Host', 'localhost'];
  const connection: HeaderPair = ['Connection', 'close'];
  const ofBytes = (bytes: number): HeaderPair[] => {
    const rest: HeaderPair[] = [host, connection, ['Cookie', '']];
    return [host, connection, ['Cookie', 'x'.repeat(bytes - headerBytes(rest))]];
  };
  const ofCount = (count: number): HeaderPair[] => [
    host,
    connection,
    ...Array.from({ length: count - 2 }, (_, index): HeaderPair => [`X-${index}`, '']),
  ];

  it.each([
    ['under 4 kB', ofBytes(4095), 200],
    ['of 4 kB', ofBytes(4096), 431],
    ['of 15 kB', ofBytes(15_000), 431],
    ['above what Node reads', ofBytes(20_000), 431],
    ['fewer than 75', ofCount(74), 200],
    ['75', ofCount(75), 431],
    ['3,000', ofCount(3000), 431],
  ])('%s', async (_, headers, status) => {
    const reply = await platform.send('/open', { headers });
    expect(reply.status).toBe(status);
    expect(reply.body).toBe(status === 200 ? 'hello' : 'Request headers or cookies too long');
  });

  it('do not matter to an Asset', async () => {
    expect((await platform.send('/index.html', { headers: ofBytes(5000) })).status).toBe(200);
  });

  it('come through, but for those of the connection and those that it names', async () => {
    const headers: HeaderPair[] = [
      ['X-CASE', '1'],
      ['x-case', '2'],
      ['Cookie', 'counter=1; other=2'],
      ['Keep-Alive', '5'],
      ['TE', 'trailers'],
      ['Proxy-Authorization', 'Basic x'],
      ['X-Named', '1'],
      ['Connection', 'close, X-Named'],
      ['Expect', '100-continue'],
    ];
    const { body } = await platform.send('/open', { method: 'POST', headers, body: 'a=b' });
    expect(body).toBe('hello');
    expect(platform.seen.at(-1)?.headers).toEqual([
      ['Host', new URL(platform.url).host],
      ['X-CASE', '1'],
      ['x-case', '2'],
      ['Cookie', 'counter=1; other=2'],
      ['Content-Length', '3'],
      ['Connection', 'close'],
    ]);
  });
});

describe('a request', () => {
  it('may have 1 MB with its headers, and no more', async () => {
    const limit = { requestBytes: 1000 };
    await using small = await servePlatform({ limits: limit });
    const others = headerBytes([['Host', new URL(small.url).host], ['Content-Length', '000'], ['Connection', 'close']]); // prettier-ignore
    const ofBytes = (bytes: number) =>
      small.send('/open', { method: 'POST', body: 'x'.repeat(bytes - others) });
    expect((await ofBytes(1000)).status).toBe(200);
    expect(await ofBytes(1001)).toMatchObject({ status: 413, body: 'Request too large' });
    expect(PLATFORM_LIMITS.requestBytes).toBe(1024 * 1024);
  });

  it('that was refused leaves the connection usable', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const large = { method: 'POST', body: Buffer.alloc(3_000_000), agent };
    expect((await platform.send('/open', large)).status).toBe(413);
    expect((await platform.send('/nothing', large)).status).toBe(404);
    expect((await platform.send('/open', { agent })).status).toBe(200);
    agent.destroy();
  });

  it('may come in chunks, and goes on with its length', async () => {
    const chunked =
      'POST /open HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(await sendBytes(`${chunked}3\r\na=b\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 /);
    expect(platform.seen.at(-1)).toMatchObject({ body: 'a=b' });
    expect(platform.seen.at(-1)?.headers).toContainEqual(['Content-Length', '3']);
  });

  it('may be HTTP/1.0, without a Host', async () => {
    expect(await sendBytes('GET /open HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /);
    expect(await sendBytes('GET /sms HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
  });
});

describe('what is not a request', () => {
  const CONNECT = 'CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n';

  it.each([
    ['garbage', 'garbage\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['TLS', Buffer.from('16030100', 'hex'), /^HTTP\/1\.1 400 /],
    ['no Host', 'GET /open HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['two lengths', 'POST /open HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['a length and chunks', 'POST /open HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['half a body', 'POST /open HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na', /^HTTP\/1\.1 400 |^$/],
    ['CONNECT', 'CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1\.1 405 /],
    ['a method that Node.js does not know', 'BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n', /^HTTP\/1\.1 405 .*Allow: GET, POST, OPTIONS\r\n/s],
    ['an upgrade', 'GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n', /^HTTP\/1\.1 404 /],
    ['nothing', '', /^$/],
  ])('harms nothing: %s', async (_, bytes, expected) => {
    expect(await sendBytes(bytes, 'end')).toMatch(expected);
    expect((await platform.send('/open')).status).toBe(200);
  }); // prettier-ignore

  it.each([
    ['GET /open HTTP/1.1\r\n\r\n', 400, 'It is not HTTP/1.1: no Host.'],
    ['GET /open\r\n\r\n', 400, 'It is not HTTP/1.1: HTTP/0.9.'],
    ['GET /open HTTP/2.0\r\nHost: x\r\n\r\n', 400, 'It is not HTTP/1.1: HTTP/2.0.'],
    ['GET /open HTTP/1.1\r\nHost: x\r\nExpect: secret\r\nConnection: close\r\n\r\n', 417, 'The one Expect of HTTP/1.1 is 100-continue.'],
    ['secret\r\n\r\n', 400, 'It is not HTTP/1.1: HPE_INVALID_METHOD.'],
    [Buffer.from('160301', 'hex'), 400, 'It is TLS, as for https://. Here it is http://.'],
    ['BREW /secret HTTP/1.1\r\nHost: x\r\n\r\n', 405, 'Twilio Functions answer GET, POST and OPTIONS only.'],
    ['CONNECT secret:443 HTTP/1.1\r\n\r\n', 405, 'Twilio Functions answer GET, POST and OPTIONS only.'],
    [`GET /open HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431, expect.stringContaining('82008')],
  ])('is explained to the developer, without what it says: %s', async (bytes, status, advice) => {
    await using own = await servePlatform();
    await sendBytes(bytes, 'end', own.url);
    expect(own.refused).toMatchObject([{ status, advice }]);
    expect(own.seen).toEqual([]);
    expect(JSON.stringify(own.refused)).not.toContain('secret');
  }); // prettier-ignore

  it('harms nothing when it is CONNECT of a client that is gone', async () => {
    const client = connect(Number(new URL(platform.url).port), '127.0.0.1');
    client.on('error', () => undefined).write(CONNECT, () => client.resetAndDestroy());
    await once(client, 'close');
    expect((await platform.send('/open')).status).toBe(200);
  });

  it.each([
    ['CONNECT', CONNECT],
    ['garbage', 'garbage\r\n\r\n'],
  ])('holds nothing open when its client stays: %s', async (_, bytes) => {
    const server = await startPlatform({ ...OPTIONS, port: 0 });
    const client = connect({
      port: Number(new URL(server.url).port),
      host: '127.0.0.1',
      allowHalfOpen: true,
    });
    client.on('error', () => undefined).write(bytes);
    await once(client.resume(), 'end'); // the answer has come; this side does not end
    await expect(server.close()).resolves.toBeUndefined();
    client.destroy();
  });

  it.each([
    ['half of the headers', 'GET /open HTTP/1.1\r\nHost: x\r\nX: secret'],
    ['half a body', 'POST /open HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nsecret'],
  ])('is waited for no longer when it stays %s: 408', async (_, bytes) => {
    await using own = await servePlatform({ arrivalMs: 1000 });
    expect(await sendBytes(bytes, undefined, own.url)).toMatch(/^HTTP\/1\.1 408 .*Request timeout$/s);
    expect(own.refused).toMatchObject([{ status: 408, path: '', advice: 'It did not come whole.' }]);
  });

  it('is reported without the credentials of an absolute URL', async () => {
    await using own = await servePlatform();
    await sendBytes(
      'GET http://ann:secret@localhost/sms?a=secret HTTP/1.1\r\nHost: x\r\n\r\n',
      'end',
      own.url,
    );
    expect(own.refused).toMatchObject([{ status: 404, method: 'GET', path: '/sms' }]);
    expect(JSON.stringify(own.refused)).not.toContain('secret');
  });

  it('is closed without a word when nothing has come, as a browser connects in advance', async () => {
    await using own = await servePlatform({ arrivalMs: 50 });
    expect(await sendBytes('', undefined, own.url)).toBe('');
    expect(own.refused).toEqual([]);
  });

  it('harms nothing, whatever it is', async () => {
    const token = fc.constantFrom('GET', 'POST', '/sms', '/open', ' HTTP/1.1', '\r\n', 'Host: x', 'Cookie: ', ':', 'Content-Length: 3', ' ', '\0'); // prettier-ignore
    const bytes = fc.array(fc.oneof(token, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(bytes, async (parts) => {
        await sendBytes(parts.join(''), 'end');
      }),
      { numRuns: 100 },
    );
    expect((await platform.send('/sms', post(`${platform.url}/sms`, { a: 'b' }))).status).toBe(200);
  });
});

describe('startPlatform', () => {
  it('listens on loopback alone, with both of its addresses', async () => {
    const { port } = new URL(platform.url);
    expect((await fetch(`http://127.0.0.1:${port}/open`)).status).toBe(200);
    expect((await fetch(`${platform.url}/open`)).status).toBe(200);
    const elsewhere = connect(Number(port), '127.0.0.2'); // loopback too, for who listens on all addresses
    await expect(once(elsewhere, 'connect')).rejects.toThrow();
  });

  it('rejects when the port is taken', async () => {
    const port = Number(new URL(platform.url).port);
    await expect(startPlatform({ ...OPTIONS, port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });
});
