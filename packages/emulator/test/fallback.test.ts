import { describe, expect, it } from '@jest/globals';
import { startEmulator } from '../src/driver';
import { ANN, failed, outcome, turnAt } from './support/turns';
import { type Answer, deadUrl, says, serveWebhook, type WebhookServer } from './support/webhook-server';

const redirect = (status: number, location: string | undefined, more: Record<string, string> = {}) => ({
  status,
  headers: { ...(location === undefined ? {} : { Location: location }), ...more },
});

/** Method, path and body of each request that came. */
const seen = ({ requests }: WebhookServer) => requests.map(({ method, path }) => `${method} ${path}`);

describe('the fallback', () => {
  const withFallback = async (answers: Parameters<typeof serveWebhook>[0], webhook?: string) => {
    const server = await serveWebhook(answers);
    const url = webhook ?? server.url;
    const turn = await turnAt(url, { fallback: `${server.origin}/fallback` });
    return { server, turn, url, [Symbol.asyncDispose]: server[Symbol.asyncDispose] };
  };

  it('is called with the form, ErrorCode and ErrorUrl, and its answer is used', async () => {
    await using called = await withFallback({ '/sms': { status: 500 }, '/fallback': says('sorry') });
    const { server, turn, url } = called;
    expect(outcome(turn)).toEqual({ texts: ['sorry'], codes: [11200] });
    expect(seen(server)).toEqual(['POST /sms', 'POST /fallback']);
    const [first, second] = server.requests.map(({ parameters }) => [...parameters]);
    expect(second).toEqual(
      (first ?? []).flatMap((pair) => {
        if (pair[0] === 'ToCountry') return [pair, ['ErrorUrl', url]];
        return pair[0] === 'SmsMessageSid' ? [pair, ['ErrorCode', '11200']] : [pair];
      }),
    );
    expect(turn.exchanges.map(({ purpose }) => purpose)).toEqual(['webhook', 'fallback']);
  });

  it.each([
    [12300, { headers: { 'Content-Type': 'application/json' }, body: '{}' }],
    [12100, '<Response>'],
    [12102, '<Answer/>'],
    [11216, redirect(308, '/')],
    [11750, 'x'.repeat(65_537)],
    [11200, '<Response><Redirect>/nowhere</Redirect></Response>'],
  ])('gets the ErrorCode %i', async (code, answer) => {
    await using called = await withFallback({ '/sms': answer, '/fallback': says('sorry') });
    expect(outcome(called.turn)).toEqual({ texts: ['sorry'], codes: [code] });
    expect(called.server.requests.at(-1)?.parameters.get('ErrorCode')).toBe(String(code));
  });

  it('is called when the webhook cannot be connected to', async () => {
    const url = await deadUrl();
    await using called = await withFallback({ '/fallback': says('sorry') }, url);
    expect(outcome(called.turn)).toEqual({ texts: ['sorry'], codes: [11202] });
    expect(called.server.requests[0]?.parameters.get('ErrorUrl')).toBe(url);
  });

  it.each<[string, Answer]>([
    ['/broken', '<Response><Redirect>/broken</Redirect></Response>'],
    ['/gone', '<Response><Redirect>/gone</Redirect></Response>'],
    ['/gone', redirect(302, '/gone')],
  ])('gets the ErrorUrl of the document that failed: %s', async (path, answer) => {
    await using called = await withFallback({
      '/sms': answer,
      '/broken': '<Response>',
      '/fallback': says('sorry'),
    });
    const url = called.server.origin + path;
    expect(called.server.requests.at(-1)?.parameters.get('ErrorUrl')).toBe(url);
  });

  it('is posted to, even when the webhook is called with GET', async () => {
    await using server = await serveWebhook({ '/sms': { status: 404 }, '/fallback': says('sorry') });
    await turnAt(server.url, { method: 'GET', fallback: `${server.origin}/fallback` });
    expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'POST']);
  });

  it('is not called when all is well, or for a warning', async () => {
    await using called = await withFallback({
      '/sms': '<Response><Shout/></Response>',
      '/fallback': says('no'),
    });
    expect(outcome(called.turn)).toEqual(failed(12200));
    expect(seen(called.server)).toEqual(['POST /sms']);
  });

  it('that fails too is logged too, and that is the end', async () => {
    await using called = await withFallback({ '/sms': { status: 500 }, '/fallback': '<Response>' });
    expect(outcome(called.turn)).toEqual(failed(11200, 12100));
    expect(called.turn.errors.map(({ exchange }) => exchange)).toEqual([0, 1]);
    expect(called.server.requests).toHaveLength(2);
  });

  it('that is not there: the error is logged and nothing is sent', async () => {
    await using server = await serveWebhook({ '/sms': { status: 500 } });
    expect(outcome(await turnAt(server.url))).toEqual(failed(11200));
    expect(server.requests).toHaveLength(1);
  });

  it('gets and sets the cookies of the conversation', async () => {
    await using server = await serveWebhook({
      '/sms': ({ header }) => (header('cookie') === undefined ? { status: 500 } : says('back')),
      '/fallback': {
        headers: { 'Content-Type': 'text/xml', 'Set-Cookie': 'seen=1; Path=/' },
        body: '<Response/>',
      },
    });
    await using twilio = await startEmulator({ webhook: server.url, fallback: `${server.origin}/fallback` });
    const ann = twilio.phone(ANN);
    expect(await ann.text('hi', { errors: [11200] })).toEqual([]);
    expect(await ann.text('hi')).toEqual(['back']);
  });
});
