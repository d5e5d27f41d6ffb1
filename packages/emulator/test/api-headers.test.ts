import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiServer, serveApi } from '../src/api/server';
import { unreadAnswer } from '../src/api/http-server';
import { createEngine } from '../src/engine/engine';
import { callApi } from './support/api-client';

let api: ApiServer;
let host: string;

beforeAll(async () => {
  const page = new Map([['/', { contentType: 'text/html', content: '<h1>Phones</h1>' }]]);
  api = await serveApi(createEngine({ account: { accountSid: 'AC1', authToken: 'token' } }), page, 0);
  host = new URL(api.url).host;
});
afterAll(() => api.close());

/** Sends bytes, and once something that matches has come, more. Resolves with all that came when the connection is closed. */
const answersTo = (bytes: string, until?: RegExp, more = ''): Promise<string> =>
  new Promise((resolve) => {
    let text = '';
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    socket.write(bytes);
    if (until === undefined) socket.end();
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (until?.test(text) === true && !socket.writableEnded) socket.end(more);
    });
    socket
      .on('error', () => undefined)
      .on('close', () => {
        resolve(text);
      });
  });

const NOSNIFF = /^x-content-type-options: nosniff\r$/im;
const SAME_ORIGIN = /^cross-origin-resource-policy: same-origin\r$/im;

describe('every answer has no type but its own, and is for no other page', () => {
  it.each<[number, string, string, Record<string, string>]>([
    [200, 'GET', '/', {}],
    [200, 'GET', '/api/clock', {}],
    [204, 'DELETE', '/api/conversations', {}],
    [400, 'POST', '/api/clock', {}],
    [403, 'GET', '/', { Host: 'evil.example' }],
    [403, 'GET', '/', { Origin: 'null' }],
    [404, 'GET', '/nothing', {}],
    [404, 'GET', '/media/nothing', {}],
    [404, 'PROPFIND', '/', {}],
    [400, 'GET', '/', { Host: ' ' }],
    [400, 'GET', '/', { Host: 'evil.example@localhost' }],
    [200, 'GET', '/', { Expect: 'the best' }],
  ])('%i to %s %s %j', async (status, method, path, headers) => {
    const answer = await callApi(api.url, method, path, { headers });
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  it.each<[string, string, string]>([
    ['no Host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', '400'],
    ['OPTIONS *', 'OPTIONS * HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n', '400'],
    ['a method that is not known', 'BREW / HTTP/1.1\r\nHost: HOST\r\n\r\n', '400'],
    ['no HTTP', 'hello\r\n\r\n', '400'],
    ['TLS', '\u0016\u0003\u0001', '400'],
    ['headers of 20 kB', `GET / HTTP/1.1\r\nHost: HOST\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, '431'],
    [
      'chunk extensions of 20 kB',
      `POST /api/clock HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n1;x=${'x'.repeat(20_000)}\r\n`,
      '413',
    ],
  ])('to %s', async (_, bytes, status) => {
    const answer = await answersTo(bytes.replace('HOST', host));
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toMatch(NOSNIFF);
    expect(answer).toMatch(SAME_ORIGIN);
    expect(answer.split(/^HTTP/m)).toHaveLength(2);
  });

  it('to a request that does not come whole in time', () => {
    const answer = unreadAnswer('ERR_HTTP_REQUEST_TIMEOUT');
    expect(answer).toMatch(/^HTTP\/1.1 408 Request Timeout\r\n/);
    expect(answer).toMatch(NOSNIFF);
    expect(answer).toMatch(SAME_ORIGIN);
  });
});

it.each<[string, string, RegExp, string[]]>([
  ['that is over, is answered too', '/api/clock', /"offset":0}/, ['200 OK', '400 Bad Request']],
  ['that is not, adds nothing to it', '/api/events', /: connected/, ['200 OK']],
])('what cannot be read, after an answer %s', async (_, path, answered, statuses) => {
  const text = await answersTo(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`, answered, 'hello\r\n\r\n');
  expect(Array.from(text.matchAll(/HTTP\/1.1 (.*)\r/g), ([, status]) => status)).toEqual(statuses);
});
