import { describe, expect, it } from '@jest/globals';
import twilio from 'twilio';
import { startEmulator } from '../../src/driver';
import { ACCOUNT } from '../support/rest-client';
import { ANN, BEN, NUMBER } from '../support/turns';
import { says, serveWebhook } from '../support/webhook-server';

const { accountSid, authToken } = ACCOUNT;

describe('an unchanged client in the process of a test', () => {
  it('reaches the emulator, and next() waits for what it sends', async () => {
    await using server = await serveWebhook(says('hello'));
    await using emulator = await startEmulator({ webhook: server.url, accountSid, authToken });
    const ann = emulator.phone(ANN);
    expect(await ann.text('hi')).toEqual(['hello']);
    const next = ann.next();
    await twilio(accountSid, authToken).messages.create({ from: NUMBER, to: ANN, body: 'one' });
    expect(await next).toMatchObject({ body: 'one', byApi: true });
    await twilio(accountSid, authToken).messages.create({ from: NUMBER, to: BEN, body: 'two' });
    expect(await emulator.phone(BEN).next()).toMatchObject({ body: 'two' });
    expect(emulator.sent().map(({ to, body }) => [to, body])).toEqual([
      [ANN, 'one'],
      [BEN, 'two'],
    ]);
  });

  it('is refused there with other credentials, which never leave this machine', async () => {
    await using server = await serveWebhook('<Response/>');
    await using emulator = await startEmulator({ webhook: server.url, accountSid, authToken });
    const client = twilio(`AC${'2'.repeat(32)}`, 'secret');
    await expect(client.messages.create({ from: NUMBER, to: ANN, body: 'hi' })).rejects.toMatchObject({
      status: 401,
      code: 20003,
    });
    expect(emulator.sent()).toEqual([]);
    await expect(twilio(accountSid, authToken).verify.v2.services.list()).rejects.toMatchObject({
      status: 404,
      message: expect.stringContaining('The emulator has no GET /verify/v2/Services'),
    });
  });

  it('finds neither the page nor the JSON API at Twilio’s addresses', async () => {
    await using server = await serveWebhook('<Response/>');
    await using emulator = await startEmulator({ webhook: server.url, accountSid, authToken });
    expect(emulator.sent()).toEqual([]);
    const client = twilio(accountSid, authToken);
    for (const path of [
      'api.twilio.com/',
      'api.twilio.com/api/conversations',
      'preview.twilio.com/wireless/Sims',
    ])
      expect(await client.request({ method: 'get', uri: `https://${path}` })).toMatchObject({
        statusCode: 404,
        body: { code: 20404 },
      });
  });

  it('shows no password of a status callback', async () => {
    await using server = await serveWebhook('<Response/>');
    await using emulator = await startEmulator({ webhook: server.url, accountSid, authToken });
    const statusCallback = server.url.replace('http://', 'http://ann:zebedee@');
    await twilio(accountSid, authToken).messages.create({
      from: NUMBER,
      to: ANN,
      body: 'hi',
      statusCallback,
    });
    await emulator.settled();
    expect(JSON.stringify(emulator.engine.conversations())).not.toContain('zebedee');
  });

  it('next() fails when the emulator stops before a message comes', async () => {
    await using server = await serveWebhook('<Response/>');
    const emulator = await startEmulator({ webhook: server.url });
    const next = emulator.phone(ANN).next();
    await Promise.all([
      expect(next).rejects.toThrow(`stopped before a message to ${ANN} came`),
      emulator.stop(),
    ]);
  });
});
