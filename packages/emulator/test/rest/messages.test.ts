import { describe, expect, it } from '@jest/globals';
import { ACCOUNT, startWithClient } from '../support/rest-client';
import { ANN, NUMBER } from '../support/turns';

describe('a message that the REST API sends', () => {
  it('is answered as queued, with every field, and is delivered', async () => {
    await using at = await startWithClient();
    const created = await at.client.messages.create({ from: NUMBER, to: ANN, body: 'hi' });
    expect(created.toJSON()).toMatchObject({
      accountSid: ACCOUNT.accountSid,
      apiVersion: '2010-04-01',
      body: 'hi',
      direction: 'outbound-api',
      errorCode: null,
      from: NUMBER,
      numMedia: '0',
      numSegments: '1',
      status: 'queued',
      to: ANN,
      dateSent: null,
    });
    await at.twilio.settled();
    const fetched = await at.client.messages(created.sid).fetch();
    expect(fetched).toMatchObject({ status: 'delivered', dateSent: expect.any(Date) });
    expect(at.twilio.phone(ANN).inbox()).toMatchObject([{ body: 'hi', byApi: true, status: 'delivered' }]);
  });

  it('is refused as Twilio refuses it', async () => {
    await using at = await startWithClient();
    await expect(at.client.messages.create({ from: NUMBER, to: '', body: 'hi' })).rejects.toMatchObject({
      code: 21604,
      status: 400,
      moreInfo: 'https://www.twilio.com/docs/errors/21604',
    });
  });

  it('is scheduled on the emulator’s clock', async () => {
    await using at = await startWithClient();
    const service = await at.client.messaging.v1.services.create({ friendlyName: 'Reminders' });
    const [number] = await at.client.incomingPhoneNumbers.list();
    await at.client.messaging.v1
      .services(service.sid)
      .phoneNumbers.create({ phoneNumberSid: number?.sid ?? '' });
    const sendAt = new Date(at.twilio.clock.now() + 3 * 3600_000);
    const wanted = { messagingServiceSid: service.sid, to: ANN, scheduleType: 'fixed', sendAt } as const;
    const first = await at.client.messages.create({ ...wanted, body: 'one' });
    const second = await at.client.messages.create({ ...wanted, body: 'two' });
    expect(first).toMatchObject({ status: 'scheduled', from: null, numSegments: '0' });
    await at.client.messages(second.sid).update({ status: 'canceled' });
    at.twilio.clock.advance('3h');
    await at.twilio.settled();
    expect(at.twilio.phone(ANN).inbox()).toMatchObject([
      { body: 'one', status: 'delivered' },
      { body: 'two', status: 'canceled' },
    ]);
  });
});
