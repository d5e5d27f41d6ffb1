import { describe, expect, it } from '@jest/globals';
import { validateExpressRequest, validateRequest } from 'twilio';
import { type EmulatorOptions, startEmulator } from '../src/driver';
import { ANN, outcome, sent } from './support/turns';
import { type Answer, says, type SeenRequest, serveWebhook } from './support/webhook-server';

const PUBLIC = 'https://their.name';
const AUTH_TOKEN = 'the token of the account';

/** An app behind a public address, and Ann's phone. */
async function start(answers: Parameters<typeof serveWebhook>[0], options: EmulatorOptions = {}) {
  const server = await serveWebhook(answers);
  const twilio = await startEmulator({
    webhook: server.url,
    publicUrl: PUBLIC,
    authToken: AUTH_TOKEN,
    ...options,
  });
  return {
    server,
    twilio,
    ann: twilio.phone(ANN),
    async [Symbol.asyncDispose]() {
      await twilio.stop();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** The URL that a request was signed for, of these. */
const signedFor = ({ header, method, parameters }: SeenRequest, urls: readonly string[]): string[] =>
  urls.filter((url) =>
    validateRequest(
      AUTH_TOKEN,
      header('x-twilio-signature') ?? '',
      url,
      method === 'GET' ? {} : Object.fromEntries(parameters),
    ),
  );

const forwardedOf = ({ header }: SeenRequest) =>
  ['host', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-prefix'].map((name) =>
    header(name),
  );

describe('a request to an app with a public address', () => {
  it('is sent to the address on this machine, as a proxy passes on what is signed for the public one', async () => {
    await using at = await start(says('hello'));
    const turn = await at.ann.send('hi');
    expect(outcome(turn)).toEqual(sent('hello'));
    const [request] = at.server.requests;
    expect(request && signedFor(request, [at.server.url, `${PUBLIC}/sms`])).toEqual([`${PUBLIC}/sms`]);
    expect(request && forwardedOf(request)).toEqual([
      'their.name',
      '192.0.2.1',
      'their.name',
      'https',
      undefined,
    ]);
    expect(turn.exchanges).toMatchObject([{ request: { url: `${PUBLIC}/sms`, sentTo: at.server.url } }]);
  });

  it('is as it was without one', async () => {
    await using at = await start(says('hello'), { publicUrl: '' });
    const turn = await at.ann.send('hi');
    const [request] = at.server.requests;
    expect(request && forwardedOf(request)).toEqual([
      new URL(at.server.origin).host,
      ...Array<undefined>(4).fill(undefined),
    ]);
    expect(turn.exchanges[0]?.request).toMatchObject({ url: at.server.url });
    expect(turn.exchanges[0]?.request).not.toHaveProperty('sentTo');
  });
});

describe('a check of the signature as apps have it', () => {
  const refusal: Answer = { status: 403, body: 'not signed' };

  it('on Lambda, of the Host with https:// before it', async () => {
    await using at = await start((request) => {
      const { header, path, parameters } = request;
      const url = `https://${header('host') ?? ''}${path}`;
      const signature = header('x-twilio-signature') ?? '';
      return validateRequest(AUTH_TOKEN, signature, url, Object.fromEntries(parameters))
        ? says('hello')
        : refusal;
    });
    expect(await at.ann.text('hi')).toEqual(['hello']);
    at.twilio.configure('+15552220000', { publicUrl: '' });
    await at.ann.text('hi', { errors: [11200] });
  });

  it('by twilio.webhook() behind a proxy that Express trusts', async () => {
    await using at = await start(({ header, path: originalUrl, parameters }) => {
      const request = {
        protocol: header('x-forwarded-proto') ?? 'http',
        headers: { host: header('host') },
        header,
        originalUrl,
        body: Object.fromEntries(parameters),
      };
      return validateExpressRequest(request, AUTH_TOKEN) ? says('hello') : refusal;
    });
    expect(await at.ann.text('hi')).toEqual(['hello']);
  });
});
