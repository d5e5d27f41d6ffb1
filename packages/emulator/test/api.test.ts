import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { HOUR } from 'test-support';
import { type ApiServer, serveApi } from '../src/api/server';
import { createEngine, type Engine } from '../src/engine/engine';
import { callApi, listen } from './support/api-client';
import { ANN, BEN, NUMBER } from './support/turns';
import { serveWebhook, type WebhookServer } from './support/webhook-server';

let webhook: WebhookServer;
let engine: Engine;
let api: ApiServer;

beforeAll(async () => {
  webhook = await serveWebhook(({ parameters }) => ({
    headers: { 'Content-Type': 'text/plain', 'Set-Cookie': 'seen=1; Path=/' },
    body: `echo ${parameters.get('Body') ?? ''}`,
  }));
});
beforeEach(async () => {
  engine = createEngine({ account: { accountSid: 'AC1', authToken: 'token' } });
  api = await serveApi(
    engine,
    new Map([['/', { contentType: 'text/html; charset=utf-8', content: '<p>page' }]]),
    0,
  );
  await call('PUT', `/api/numbers/${NUMBER}`, { smsUrl: webhook.url });
});
afterEach(() => api.close());
afterAll(() => webhook[Symbol.asyncDispose]());

const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  callApi(api.url, method, path, { body, ...(headers === undefined ? {} : { headers }) });
const text = (body: string, from = ANN) => call('POST', '/api/messages', { from, to: NUMBER, body });

describe('POST /api/messages', () => {
  it('answers with the whole turn', async () => {
    const { status, json } = await text('hi');
    expect(status).toBe(200);
    expect(json).toMatchObject({
      sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
      from: ANN,
      to: NUMBER,
      body: 'hi',
      replies: [{ from: NUMBER, to: ANN, body: 'echo hi', media: [] }],
      errors: [],
      exchanges: [
        { request: { method: 'POST', url: webhook.url }, response: { status: 200, body: 'echo hi' } },
      ],
      cookies: { before: [], after: [{ name: 'seen', value: '1' }] },
    });
  });

  it('tells errors and warnings with code, level, title and link', async () => {
    await call('PUT', '/api/faults', { unreachable: 'next' });
    expect((await text('hi')).json).toMatchObject({
      replies: [],
      errors: [
        {
          code: 11205,
          level: 'error',
          title: 'HTTP connection failure',
          url: 'https://www.twilio.com/docs/api/errors/11205',
        },
      ],
    });
  });

  it('takes media as addresses', async () => {
    await call('POST', '/api/messages', {
      from: ANN,
      to: NUMBER,
      body: '',
      media: ['https://a.example/b.png'],
    });
    expect(webhook.requests.at(-1)?.parameters.get('MediaContentType0')).toBe('image/png');
  });
});

describe('conversations', () => {
  it('are listed, shown and forgotten', async () => {
    await text('hi');
    await text('hello', BEN);
    const list = await call('GET', '/api/conversations');
    expect(list.json).toMatchObject({
      conversations: [
        { from: ANN, to: NUMBER },
        { from: BEN, to: NUMBER },
      ],
    });
    const one = await call('GET', `/api/conversations/${ANN}/${NUMBER}`);
    expect(one.json).toMatchObject({
      from: ANN,
      to: NUMBER,
      messages: [
        { direction: 'inbound', body: 'hi', status: 'received' },
        { direction: 'outbound', body: 'echo hi', status: 'delivered' },
      ],
      turns: [{ body: 'hi' }],
      cookies: [{ name: 'seen' }],
      optedOut: false,
    });

    expect(await call('DELETE', `/api/conversations/${ANN}/${NUMBER}`)).toMatchObject({
      status: 204,
      text: '',
    });
    expect((await call('GET', `/api/conversations/${ANN}/${NUMBER}`)).status).toBe(404);
    expect((await call('GET', `/api/conversations/${BEN}/${NUMBER}`)).status).toBe(200);
    expect((await call('DELETE', '/api/conversations')).status).toBe(204);
    expect((await call('GET', '/api/conversations')).json).toEqual({ conversations: [] });
  });

  it('are found by percent-encoded numbers too', async () => {
    await text('hi');
    const path = `/api/conversations/${encodeURIComponent(ANN)}/${encodeURIComponent(NUMBER)}`;
    expect(path).toContain('%2B');
    expect((await call('GET', path)).json).toMatchObject({ from: ANN, to: NUMBER });
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('PUT', `/api/numbers/${encodeURIComponent(NUMBER)}`, {})).json).toMatchObject({
      number: NUMBER,
    });
  });
});

describe('clock, numbers, faults', () => {
  it('GET and POST /api/clock', async () => {
    expect((await call('GET', '/api/clock')).json).toEqual({ now: expect.any(Number), offset: 0 });
    for (const [advance, offset] of [
      ['4h', 4],
      ['90m', 5.5],
      ['1d', 29.5],
      ['1800s', 30],
      ['0s', 30],
    ] as const) {
      expect((await call('POST', '/api/clock', { advance })).json).toMatchObject({ offset: offset * HOUR });
    }
    expect(engine.clock().offset).toBe(30 * HOUR);
  });

  it('PUT /api/numbers makes a number, and changes what is given', async () => {
    const made = await call('PUT', '/api/numbers/+15552229999', { smsUrl: 'http://localhost:5000/a' });
    const expected = {
      number: '+15552229999',
      name: '+15552229999',
      smsUrl: 'http://localhost:5000/a',
      smsMethod: 'POST',
      smsFallbackUrl: '',
    };
    expect(made).toMatchObject({ status: 200, json: expected });
    const change = { smsMethod: 'GET', smsFallbackUrl: 'https://b.example/' };
    expect((await call('PUT', '/api/numbers/+15552229999', change)).json).toEqual({ ...expected, ...change });
    expect((await call('PUT', '/api/numbers/+15552229999', { smsUrl: '' })).json).toEqual({
      ...expected,
      ...change,
      smsUrl: '',
    });
    expect((await call('GET', '/api/numbers')).json).toMatchObject({
      numbers: [{ number: NUMBER }, { number: '+15552229999' }],
    });
  });

  it('GET and PUT /api/faults', async () => {
    const off = {
      loseCookie: 'off',
      staleCookie: 'off',
      deliverTwice: 'off',
      answerSlowly: 'off',
      unreachable: 'off',
    };
    expect((await call('GET', '/api/faults')).json).toEqual(off);
    expect((await call('PUT', '/api/faults', { loseCookie: 'all' })).json).toEqual({
      ...off,
      loseCookie: 'all',
    });
    expect((await call('PUT', '/api/faults', {})).json).toEqual({ ...off, loseCookie: 'all' });
  });
});

describe('GET /api/events', () => {
  it('tells everything that happens, in its order', async () => {
    const events = await listen(api.url);
    await text('hi');
    await call('POST', '/api/clock', { advance: '4h' });
    await call('PUT', '/api/faults', { loseCookie: 'next' });
    await call('PUT', '/api/numbers/+15552229999', {});
    await call('DELETE', `/api/conversations/${ANN}/${NUMBER}`);
    await call('DELETE', '/api/conversations');
    const seen = await events.until(({ type, from }) => type === 'forgotten' && from === null);
    expect(seen).toMatchObject([
      { type: 'message', message: { direction: 'inbound', body: 'hi' } },
      { type: 'turn', turn: { body: 'hi', durationMs: null }, optedOut: false },
      { type: 'message', message: { direction: 'outbound', body: 'echo hi' } },
      { type: 'turn', turn: { durationMs: expect.any(Number), replies: [{}] } },
      { type: 'clock', clock: { offset: 4 * HOUR } },
      { type: 'faults', faults: { loseCookie: 'next' } },
      { type: 'numbers', numbers: [{}, { number: '+15552229999' }] },
      { type: 'forgotten', from: ANN, to: NUMBER },
      { type: 'forgotten', from: null, to: null },
    ]);
    await events.close();
    expect((await text('and on')).status).toBe(200);
  });

  it('tells every listener, and of messages that a test sends', async () => {
    const listeners = [await listen(api.url), await listen(api.url)];
    await engine.send({ from: ANN, to: NUMBER, body: 'from a test' });
    for (const { until, close } of listeners) {
      const [first] = await until(() => true);
      expect(first).toMatchObject({ type: 'message', message: { body: 'from a test' } });
      await close();
    }
  });

  it('ends when the emulator stops', async () => {
    const { until } = await listen(api.url);
    await api.close();
    await expect(until(() => true)).rejects.toThrow(/ended|terminated|aborted/);
    api = await serveApi(engine, new Map(), 0); // for afterEach
  });
});

describe('media', () => {
  const upload = (body: string | Uint8Array, type: string) =>
    call('POST', '/api/media', body, { 'Content-Type': type });

  it('is kept and served as it came, to webhooks too', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const { status, json } = await upload(bytes, 'image/png');
    expect([status, json]).toEqual([
      200,
      { url: expect.stringMatching(/^http:\/\/localhost:\d+\/media\/ME\w{32}$/), contentType: 'image/png' },
    ]);
    const served = await fetch((json as { url: string }).url);
    expect(served.headers.get('content-type')).toBe('image/png');
    expect(new Uint8Array(await served.arrayBuffer())).toEqual(bytes);
  });

  it('of 5 MB is taken, more is not', async () => {
    const limit = 5 * 1024 * 1024;
    expect((await upload(new Uint8Array(limit), 'video/mp4')).status).toBe(200);
    expect(await upload(new Uint8Array(limit + 1), 'video/mp4')).toMatchObject({
      status: 400,
      json: { field: 'body' },
    });
  });

  it.each(['text/html', 'image/svg+xml', 'image/SVG+XML', 'image/png; x=y', 'application/json', ''])(
    'of the type %j is refused',
    async (type) => {
      expect(await upload('x', type)).toMatchObject({ status: 400, json: { field: 'Content-Type' } });
    },
  );

  it('goes when there are a hundred newer ones', async () => {
    const first = await upload('x', 'image/png');
    const path = new URL((first.json as { url: string }).url).pathname;
    for (let more = 0; more < 99; more++) await upload('y', 'image/png');
    expect((await call('GET', path)).status).toBe(200);
    await upload('z', 'image/png');
    expect((await call('GET', path)).status).toBe(404);
  });
});
