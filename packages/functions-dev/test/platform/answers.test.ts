import { Agent, type RequestListener, type ServerResponse } from 'node:http';
import { connect, createServer as createRawServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { headerBytes } from '../../src/platform/header-limits';
import type { HeaderPair } from 'functions-runtime';
import { without } from '../../src/platform/headers';
import type { Limits } from '../../src/platform/limits';
import { servePlatform, type SendOptions } from '../support/platform';

/** The answer that gets through when the Function answers like this. */
async function through(
  answer: RequestListener,
  limits: Partial<Limits> = {},
  path = '/open',
  options: SendOptions = {},
) {
  const now = () => Date.parse('2026-11-23T00:00:00Z');
  await using platform = await servePlatform({ limits, now }, answer);
  return await platform.send(path, options);
}

const answering =
  (headers: readonly HeaderPair[], body = ''): RequestListener =>
  (_, response) =>
    response.writeHead(200, headers.flat()).end(body);

const cookieThrough = async (setCookie: string) =>
  (await through(answering([['Set-Cookie', setCookie]]))).all('set-cookie');

describe('a cookie', () => {
  it.each([
    ['c=1', 'c=1; HttpOnly; Secure'],
    ['c=1;Max-Age=14400;Path=/', 'c=1;Max-Age=14400;Path=/; HttpOnly; Secure'],
    ['c=1; Secure', 'c=1; Secure; HttpOnly'],
    ['c=1; httponly ;SECURE', 'c=1; httponly ;SECURE'],
    ['c=Secure; Path=/HttpOnly', 'c=Secure; Path=/HttpOnly; HttpOnly; Secure'],
    ['c=1; Domain=example.com; Path=/', 'c=1; Path=/; HttpOnly; Secure'],
    ['c=1; domain = .example.com', 'c=1; HttpOnly; Secure'],
    ['domain=1', 'domain=1; HttpOnly; Secure'],
    ['', '; HttpOnly; Secure'],
  ])('%j becomes %j', async (given, expected) => {
    expect(await cookieThrough(given)).toEqual([expected]);
  });

  it('may be one of several', async () => {
    const answer = answering([['Set-Cookie', 'a=1'], ['Content-Type', 'text/xml'], ['set-cookie', 'b=2; Secure']]); // prettier-ignore
    const cookies = (await through(answer)).all('set-cookie');
    expect(cookies).toEqual(['a=1; HttpOnly; Secure', 'b=2; Secure; HttpOnly']);
  });

  it.each([
    ['Max-Age=86400', 200],
    ['Max-Age=86401', 400],
    ['max-age = 99999999999999999999', 400],
    ['Max-Age=0', 200],
    ['Max-Age=-1', 200],
    ['Max-Age=86401x', 200],
    ['Max-Age=86401; Max-Age=1', 200],
    ['Max-Age=1; Max-Age=86401', 400],
    ['Expires=Tue, 24 Nov 2026 00:00:00 GMT', 200],
    ['Expires=Tue, 24 Nov 2026 00:00:01 GMT', 400],
    ['Expires=Thu, 01 Jan 1970 00:00:00 GMT', 200],
    ['Expires=someday', 200],
    ['Expires=Tue, 24 Nov 2036 00:00:00 GMT; Max-Age=60', 200],
    ['Expires=Mon, 23 Nov 2026 00:00:01 GMT; Max-Age=86401', 400],
  ])('with %s gives %i', async (attributes, status) => {
    const reply = await through(answering([['Set-Cookie', 'a=1'], ['Set-Cookie', `c=1; ${attributes}`]])); // prettier-ignore
    expect(reply.status).toBe(status);
    expect(reply.all('set-cookie')).toHaveLength(status === 200 ? 2 : 0);
    expect(reply.body).toBe(status === 200 ? '' : 'Cookies max-age cannot be greater than a day');
  });
});

describe('the headers of an answer', () => {
  const fixed: HeaderPair[] = [
    ['Date', 'x'],
    ['Content-Length', '0'],
  ];
  const ofBytes = (bytes: number, name = 'X-Long', start = ''): HeaderPair[] => [
    ...fixed,
    [name, start + 'x'.repeat(bytes - headerBytes([...fixed, [name, start]]))],
  ];
  const ofCount = (count: number): HeaderPair[] => [
    ...fixed,
    ...Array.from({ length: count - 2 }, (): HeaderPair => ['Set-Cookie', 'a=1']),
  ];

  it.each([
    ['under 4 kB', ofBytes(4095), 200],
    ['of 4 kB', ofBytes(4096), 431],
    ['above what Node reads', ofBytes(20_000), 431],
    ['fewer than 75, with the cookies', ofCount(74), 200],
    ['75, with the cookies', ofCount(75), 431],
  ])('%s', async (_, headers, status) => {
    const reply = await through(answering(headers));
    expect(reply.status).toBe(status);
    expect(reply.body).toBe(status === 200 ? '' : 'Response headers or cookies too long');
  });

  it('count with what the platform adds to cookies', async () => {
    const added = '; HttpOnly; Secure'.length;
    const statuses = [4095 - added, 4096 - added].map(
      async (bytes) => (await through(answering(ofBytes(bytes, 'Set-Cookie', 'a=')))).status,
    );
    expect(await Promise.all(statuses)).toEqual([200, 431]);
  });

  it('come through, but for those of the connection', async () => {
    const headers: HeaderPair[] = [
      ['X-CASE', '1'],
      ['Content-Type', 'text/xml'],
      ['Date', 'x'],
      ['Keep-Alive', '5'],
      ['X-Named', '1'],
      ['Connection', 'X-Named, Set-Cookie'],
      ['Set-Cookie', 'a=1; HttpOnly; Secure'],
      ['Trailer', 'X'],
    ];
    expect(without((await through(answering(headers, 'hello'))).headers, 'connection')).toEqual([
      ['X-CASE', '1'],
      ['Content-Type', 'text/xml'],
      ['Date', 'x'],
      ['Set-Cookie', 'a=1; HttpOnly; Secure'],
      ['Content-Length', '5'],
    ]);
  });
});

describe('an answer', () => {
  it('keeps its status, its reason and its body', async () => {
    const reply = await through((_, response) => response.writeHead(418, 'Short and stout').end('ä'));
    expect(reply).toMatchObject({ status: 418, body: 'ä' });
    expect((await through((_, response) => response.writeHead(204).end())).all('content-length')).toEqual([]);
  });

  it('may have 4 MB', async () => {
    const limits = { responseBytes: 1000 };
    const ofBytes = (bytes: number): RequestListener => (_, response) => response.end('x'.repeat(bytes)); // prettier-ignore
    expect((await through(ofBytes(1000), limits)).status).toBe(200);
    expect(await through(ofBytes(1001), limits)).toMatchObject({ status: 502, body: 'Response too large' });
    expect((await through(ofBytes(1001), limits, '/index.html')).status).toBe(200);
  });

  it.each<[string, HeaderPair]>([
    ['too large', ['X', '1']],
    ['refused for its headers', ['Set-Cookie', 'a=1; Max-Age=99999']],
  ])('is read no further when it is %s', async (_, header) => {
    const ends: Promise<unknown>[] = [];
    const unending: RequestListener = (_, response) => {
      ends.push(once(response, 'close'));
      response.writeHead(200, header.flat()).write('x'.repeat(100));
    };
    await using platform = await servePlatform({ limits: { responseBytes: 99 } }, unending);
    expect((await platform.send('/open')).status).not.toBe(200);
    await Promise.all(ends);
    expect(ends).toHaveLength(1);
  });

  it('of an Asset is passed on as it is, in whatever size', async () => {
    const body = 'x'.repeat(5_000_000);
    const reply = await through(answering([['Set-Cookie', 'a=1; Max-Age=99999']], body), {}, '/index.html'); // prettier-ignore
    expect(reply.body).toHaveLength(5_000_000);
    expect(reply.all('set-cookie')).toEqual(['a=1; Max-Age=99999']);
  });
});

/** A timer that ends when a test says so. */
function testTimer() {
  const durations: number[] = [];
  let onEnd: (() => void) | undefined;
  return {
    durations,
    isRunning: () => onEnd !== undefined,
    start: (end: () => void, ms: number) => {
      durations.push(ms);
      onEnd = end;
      return () => (onEnd = undefined);
    },
    end: () => onEnd?.(),
  };
}

describe('a call', () => {
  it('may take 10 s, and then is ended', async () => {
    const timer = testTimer();
    const ends: Promise<unknown>[] = [];
    await using platform = await servePlatform({ startTimer: timer.start }, (_, response) => {
      ends.push(once(response, 'close'));
      timer.end();
    });
    expect(await platform.send('/open')).toMatchObject({
      status: 504,
      body: 'runtime application timed out',
    });
    await Promise.all(ends);
    expect(ends).toHaveLength(1);
    expect(timer.durations).toEqual([10_000]);
  });

  it('may take 10 s with its body', async () => {
    const timer = testTimer();
    const now = () => {
      setImmediate(timer.end); // asked for when the headers have come
      return 0;
    };
    await using platform = await servePlatform({ startTimer: timer.start, now }, (_, response) => {
      response.write('half');
    });
    expect((await platform.send('/open')).status).toBe(504);
  });

  it('that is answered in time has its timer stopped', async () => {
    const timer = testTimer();
    await using platform = await servePlatform({ startTimer: timer.start });
    expect((await platform.send('/open')).status).toBe(200);
    expect(timer.isRunning()).toBe(false);
  });

  it('is one of 30 at once; Assets and preflights do not count', async () => {
    const waiting: ServerResponse[] = [];
    let arrived: (() => void) | undefined;
    await using platform = await servePlatform({ limits: { callsAtOnce: 2 } }, (incoming, response) => {
      if (incoming.method !== 'GET' || incoming.url === '/index.html') return void response.end();
      waiting.push(response);
      if (waiting.length === 2) arrived?.();
    });
    const both = new Promise<void>((resolve) => (arrived = resolve));
    const calls = [platform.send('/open'), platform.send('/open?2')];
    await both;
    expect(await platform.send('/open')).toMatchObject({ status: 429, body: 'Too many requests' });
    expect((await platform.send('/index.html')).status).toBe(200);
    expect((await platform.send('/open', { method: 'OPTIONS' })).status).toBe(200);
    for (const response of waiting) response.end();
    expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await platform.send('/open', { method: 'POST' })).status).toBe(200);
  });

  it.each(['/open', '/index.html'])('of %s ends when the caller goes away', async (path) => {
    let ended: Promise<unknown> | undefined;
    let called: (() => void) | undefined;
    const calling = new Promise<void>((resolve) => (called = resolve));
    await using platform = await servePlatform({ limits: { callsAtOnce: 1 } }, (incoming, response) => {
      if (incoming.method === 'POST') return void response.end('hello');
      ended = once(response, 'close');
      called?.();
    });
    const caller = connect(Number(new URL(platform.url).port), '127.0.0.1');
    caller.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await calling;
    caller.destroy();
    await ended;
    expect((await platform.send('/open', { method: 'POST' })).status).toBe(200);
    expect(platform.refused).toEqual([]);
  });
});

describe('Functions that give no answer', () => {
  const NO_ANSWER_TEXT =
    'No answer from the Functions. They may be starting anew, or have ended: see the terminal of npm start.';
  const NO_ANSWER = { status: 502, body: NO_ANSWER_TEXT };

  it('give 502 with advice when they are not there, or not yet', async () => {
    await using starting = await servePlatform({ target: () => undefined });
    expect(await starting.send('/open')).toMatchObject(NO_ANSWER);
    const closed = createRawServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const target = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`;
    await new Promise((resolve) => closed.close(resolve));
    await using platform = await servePlatform({ target: () => target });
    for (const path of ['/open', '/index.html']) {
      expect(await platform.send(path)).toMatchObject(NO_ANSWER);
    }
  });

  it.each([
    ['nothing', ''],
    ['garbage', 'garbage\r\n\r\n'],
    ['half an answer', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'],
    ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'],
  ])('give 502 when what comes is %s', async (_, bytes) => {
    const server = createRawServer((socket) => {
      socket.on('error', () => undefined).once('data', () => socket.end(bytes));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const target = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await using platform = await servePlatform({ target });
    expect(await platform.send('/open')).toMatchObject(NO_ANSWER);
    server.close();
  });

  it('break the answer off when an Asset breaks off', async () => {
    const broken = through(
      (_, response) => {
        response.writeHead(200, { 'Content-Length': 9 }).write('half');
        setImmediate(() => response.destroy());
      },
      {},
      '/index.html',
    );
    await expect(broken).rejects.toThrow('aborted');
  });
});

it('many calls over one connection are answered in turn', async () => {
  await using platform = await servePlatform({}, (incoming, response) => response.end(incoming.url));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const paths = Array.from({ length: 20 }, (_, index) => `/open?${index}`);
  const replies = await Promise.all(paths.map((path) => platform.send(path, { agent })));
  expect(replies.map(({ body }) => body)).toEqual(paths);
  agent.destroy();
});
