import { expect, it } from '@jest/globals';
import { startEmulator } from '../../src/driver';
import { ANN, NUMBER } from '../support/turns';
import { serveWebhook } from '../support/webhook-server';

/** Answers with the cookie that came, and sets one. */
const echoesCookie = () =>
  serveWebhook(({ header }) => ({
    headers: { 'Content-Type': 'text/plain', 'Set-Cookie': 'seen=1; Path=/' },
    body: header('Cookie') ?? 'none',
  }));

const ADDRESSES = [`whatsapp:${ANN}`, `rcs:${ANN}`, 'messenger:4465012966906978'];

it.each(ADDRESSES)('are kept for %s as for SMS', async (from) => {
  await using server = await echoesCookie();
  await using twilio = await startEmulator({ webhook: server.url });
  const phone = twilio.phone(from);
  expect([await phone.text('hi'), await phone.text('hi')]).toEqual([['none'], ['seen=1']]);
  expect(await twilio.phone(ANN).text('hi')).toEqual(['none']);
});

it.each(ADDRESSES)('are neither kept nor sent for %s when the number says so', async (from) => {
  await using server = await echoesCookie();
  await using twilio = await startEmulator({ webhook: server.url });
  const phone = twilio.phone(from);
  await phone.text('hi');
  twilio.configure(NUMBER, { channelCookies: false });
  expect(await phone.text('hi')).toEqual(['none']);
  const other = twilio.phone(from.replace(/.$/, '9'));
  await other.text('hi');
  expect(other.cookies()).toEqual([]);

  twilio.configure(NUMBER, { channelCookies: true });
  expect(await phone.text('hi')).toEqual(['seen=1']);
});

it('are kept for SMS all the same', async () => {
  await using server = await echoesCookie();
  await using twilio = await startEmulator({ webhook: server.url });
  twilio.configure(NUMBER, { channelCookies: false });
  const phone = twilio.phone(ANN);
  expect([await phone.text('hi'), await phone.text('hi')]).toEqual([['none'], ['seen=1']]);
});
