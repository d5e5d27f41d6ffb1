import { describe, expect, it } from '@jest/globals';
import { startEmulator } from '../src/driver';
import { ANN, turnFor } from './support/turns';
import { serveWebhook } from './support/webhook-server';

const setting = (...cookies: string[]) => ({
  headers: { 'Content-Type': 'text/xml', 'Set-Cookie': cookies },
  body: '<Response/>',
});

describe('what only the hosted platform would refuse is a warning', () => {
  const warnings = async (...cookies: string[]) =>
    (await turnFor(setting(...cookies))).errors.map(({ code, level }) => [code, level]);

  it('4 kB of headers and more', async () => {
    expect(await warnings(`a=${'x'.repeat(3500)}`)).toEqual([]);
    expect(await warnings(`a=${'x'.repeat(4096)}`)).toEqual([[82008, 'warning']]);
    expect(await warnings(`a=${'x'.repeat(2100)}`, `b=${'x'.repeat(2100)}`)).toEqual([[82008, 'warning']]);
  });

  it('also of the request, and the message is delivered', async () => {
    await using server = await serveWebhook({
      '/sms': setting(`a=${'x'.repeat(2000)}`, `b=${'x'.repeat(1900)}`),
    });
    await using twilio = await startEmulator({ webhook: server.url });
    expect(await twilio.phone(ANN).send('hi')).toMatchObject({ errors: [] });
    const turn = await twilio.phone(ANN).send('hi');
    expect(turn.errors).toMatchObject([
      { code: 82008, level: 'warning', detail: expect.stringContaining('request') },
    ]);
    expect(turn.exchanges[0]?.response?.status).toBe(200);
  });

  it('Max-Age over a day', async () => {
    expect(await warnings('a=1; Max-Age=86400')).toEqual([]);
    expect(await warnings('a=1; Max-Age=86401')).toEqual([[11200, 'warning']]);
    expect(await warnings('a=1;max-age=999999999999')).toEqual([[11200, 'warning']]);
  });
});
