import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { HOUR } from 'test-support';
import { type ApiServer, serveApi } from '../src/api/server';
import { createEngine, type Engine } from '../src/engine/engine';
import { callApi, listen } from './support/api-client';
import { ANN, NUMBER } from './support/turns';
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
