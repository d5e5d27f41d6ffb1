import { expect, it } from '@jest/globals';
import twilio from 'twilio';
import { startEmulator } from '../../src/driver';

const SERVICE = `MG${'0'.repeat(32)}`;
const ACCOUNT = { accountSid: `AC${'5'.repeat(32)}`, authToken: 'token' };

/** An emulator whose `env` names a Messaging Service, and a client of its account. */
async function start() {
  const env = { MESSAGING_SERVICE_SID: SERVICE };
  const emulator = await startEmulator({ webhook: 'http://127.0.0.1:9/sms', env, ...ACCOUNT });
  const client = twilio(ACCOUNT.accountSid, ACCOUNT.authToken);
  const [own] = emulator.engine.numbers();
  return { emulator, client, from: own?.number ?? '', [Symbol.asyncDispose]: emulator.stop };
}

it('is there from the start, and has no sender', async () => {
  await using at = await start();
  expect(await at.client.messaging.v1.services.list()).toMatchObject([
    { sid: SERVICE, useInboundWebhookOnNumber: true },
  ]);
  const message = { messagingServiceSid: SERVICE, to: '+15551110000', body: 'hi' };
  await expect(at.client.messages.create(message)).rejects.toMatchObject({ code: 21703 });
});

it('takes a number of yours as a sender when a message names both', async () => {
  await using at = await start();
  const message = { messagingServiceSid: SERVICE, to: '+15551110000', body: 'hi' };
  expect(await at.client.messages.create({ ...message, from: at.from })).toMatchObject({
    from: at.from,
    messagingServiceSid: SERVICE,
  });
  expect(await at.client.messaging.v1.services(SERVICE).phoneNumbers.list()).toMatchObject([
    { phoneNumber: at.from },
  ]);
  await at.client.messages.create(message); // the service chooses it now
  const from = '+15559990000';
  await expect(at.client.messages.create({ ...message, from })).rejects.toMatchObject({ code: 21606 });
});

it('leaves a number to the Messaging Service that it is in', async () => {
  await using at = await start();
  const { client, from } = at;
  const other = await client.messaging.v1.services.create({ friendlyName: 'Other' });
  const [number] = await client.incomingPhoneNumbers.list();
  await client.messaging.v1.services(other.sid).phoneNumbers.create({ phoneNumberSid: number?.sid ?? '' });
  const message = { messagingServiceSid: SERVICE, from, to: '+15551110000', body: 'hi' };
  await expect(client.messages.create(message)).rejects.toMatchObject({ code: 21606 });
});

it('is not there when nobody names it', async () => {
  await using emulator = await startEmulator({ webhook: 'http://127.0.0.1:9/sms' });
  expect(emulator.engine.services.all()).toEqual([]);
});
