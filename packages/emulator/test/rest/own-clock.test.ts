import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE, temporaryFolder } from 'test-support';
import { startEmulator } from '../../src/driver';
import { ANN, NUMBER } from '../support/turns';
import { basic, clientOf, startWithClient } from '../support/rest-client';

/** A folder of built Functions: `/remind` schedules a message by the service that it is texted, so many milliseconds ahead. */
async function functionsThatRemind(): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'remind.js'),
    `exports.handler = (context, { From, Body }, callback) => {
      const [messagingServiceSid, ahead] = Body.split(' ');
      const sendAt = new Date(Date.now() + Number(ahead));
      context.getTwilioClient().messages
        .create({ messagingServiceSid, to: From, body: 'remember', scheduleType: 'fixed', sendAt })
        .then(() => callback(null, 'scheduled'), (error) => callback(null, String(error.code)));
    };`,
  );
  return folder;
}

describe('the SendAt of a Function', () => {
  it('is by its own clock, however far the emulator’s was moved', async () => {
    await using twilio = await startEmulator({ functions: await functionsThatRemind(), port: 0 });
    const { accountSid, authToken } = twilio.engine.account;
    const { services } = clientOf(twilio.url ?? '', accountSid, authToken).messaging.v1;
    const service = await services.create({
      friendlyName: 'Reminders',
      useInboundWebhookOnNumber: true,
    });
    const own = twilio.number('/remind');
    const client = clientOf(twilio.url ?? '', accountSid, authToken);
    const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: own });
    await services(service.sid).phoneNumbers.create({ phoneNumberSid: number?.sid ?? '' });
    const ann = twilio.phone(ANN, { to: '/remind' });

    for (const moved of ['2d', '30d', '1h']) {
      twilio.clock.advance(moved);
      const before = twilio.clock.now();
      expect(await ann.text(`${service.sid} ${HOUR}`)).toEqual(['scheduled']);
      const [scheduled] = twilio.engine.messages.scheduled();
      // To the second: clients leave the milliseconds out.
      expect(Number(scheduled?.sendAt)).toBeGreaterThan(before + HOUR - 1000);
      expect(Number(scheduled?.sendAt)).toBeLessThanOrEqual(twilio.clock.now() + HOUR);
      twilio.clock.advance('59m');
      expect(twilio.engine.messages.scheduled()).toHaveLength(1);
      twilio.clock.advance('1m');
      expect(await ann.next()).toMatchObject({ body: 'remember' });
    }
    expect(await ann.text(`${service.sid} ${4 * MINUTE}`)).toEqual(['35114']);
    expect(await ann.text(`${service.sid} ${36 * 24 * HOUR}`)).toEqual(['35117']);
  });
});

it('the SendAt of any other request is by the emulator’s clock', async () => {
  await using at = await startWithClient();
  const messagingServiceSid = await at.addService([NUMBER]);
  at.twilio.clock.advance('2d');
  const message = { messagingServiceSid, to: ANN, body: 'remember', scheduleType: 'fixed' } as const;
  const own = at.client.messages.create({ ...message, sendAt: new Date(Date.now() + HOUR) });
  await expect(own).rejects.toMatchObject({ code: 35114 });
  await at.client.messages.create({ ...message, sendAt: new Date(at.twilio.clock.now() + HOUR) });
  expect(at.twilio.engine.messages.scheduled()).toHaveLength(1);
});

it('a header names the webhook in an app that is not diverted', async () => {
  await using at = await startWithClient();
  const service = await at.addService([NUMBER], { useInboundWebhookOnNumber: true });
  at.twilio.clock.advance('2d');
  const turn = await at.twilio.phone(ANN).send('hi');
  const [token = ''] = at.server.requests.map(({ header }) => header('I-Twilio-Idempotency-Token'));
  const body = new URLSearchParams({
    ...{ MessagingServiceSid: service, To: ANN, Body: 'remember', ScheduleType: 'fixed' },
    SendAt: new Date(Date.now() + HOUR).toISOString(),
  });
  const headers = { Authorization: basic(), 'X-Emulator-Cause': token };
  const path = `/2010-04-01/Accounts/${at.twilio.engine.account.accountSid}/Messages.json`;
  expect(await at.request('POST', path, { headers, body })).toMatchObject({ status: 201 });
  const [scheduled] = at.twilio.engine.messages.scheduled();
  expect(Number(scheduled?.sendAt) - at.twilio.clock.now()).toBeLessThanOrEqual(HOUR);
  expect(at.twilio.engine.conversation(ANN, NUMBER)?.turns.at(-1)).toMatchObject({ cause: turn.sid });
});
