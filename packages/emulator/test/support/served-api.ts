import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { type ApiServer, serveApi } from '../../src/api/server';
import { createEngine } from '../../src/engine/engine';
import type { Engine } from '../../src/engine/engine-type';
import { type ApiAnswer, callApi } from './api-client';
import { ANN, NUMBER } from './turns';
import { serveWebhook, type WebhookServer } from './webhook-server';

/** The API of a new engine for each test. */
export type ServedApi = {
  readonly engine: Engine;
  readonly webhook: WebhookServer;
  readonly url: string;
  /** Stops serving, and serves again at another port. */
  readonly restart: () => Promise<void>;
  readonly call: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<ApiAnswer>;
  /** Texts `NUMBER`, whose webhook echoes the text and sets a cookie. */
  readonly text: (body: string, from?: string) => Promise<ApiAnswer>;
};

const PAGE = new Map([['/', { contentType: 'text/html; charset=utf-8', content: '<p>page' }]]);

/** Serves the API during each test of the file, on any port, with a page of one paragraph. */
export function serveApiInTests(): ServedApi {
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
    api = await serveApi(engine, PAGE, 0);
    await call('PUT', `/api/numbers/${NUMBER}`, { smsUrl: webhook.url });
  });
  afterEach(() => api.close());
  afterAll(() => webhook[Symbol.asyncDispose]());

  const call: ServedApi['call'] = (method, path, body, headers) =>
    callApi(api.url, method, path, { body, ...(headers === undefined ? {} : { headers }) });
  return {
    get engine() {
      return engine;
    },
    get webhook() {
      return webhook;
    },
    get url() {
      return api.url;
    },
    async restart() {
      await api.close();
      api = await serveApi(engine, PAGE, 0);
    },
    call,
    text: (body, from = ANN) => call('POST', '/api/messages', { from, to: NUMBER, body }),
  };
}
