import { describe, expect, it } from '@jest/globals';
import { createClock } from '../../src/engine/clock';
import { createServices } from '../../src/engine/messages/services';
import { BOTH_WAYS } from '../support/both-ways';
import { ACCOUNT_PATH, type AtClient, startWithClient } from '../support/rest-client';
import { ANN, BEN, NUMBER } from '../support/turns';
import { says } from '../support/webhook-server';

const OTHER = '+15553330000';
const THIRD = '+15554440000';
const NONE = '0'.repeat(32);

const senderSid = async ({ client }: AtClient, number: string): Promise<string> =>
  (await client.incomingPhoneNumbers.list({ phoneNumber: number }))[0]?.sid ?? '';

describe('Messaging Services', () => {
  it('are created, fetched, listed, updated and removed', async () => {
    await using at = await startWithClient();
    const { services } = at.client.messaging.v1;
    const settings = {
      friendlyName: 'Reminders',
      inboundRequestUrl: 'https://example.com/in',
      inboundMethod: 'GET',
      fallbackUrl: 'https://example.com/fallback',
      fallbackMethod: 'GET',
      statusCallback: 'https://example.com/status',
      stickySender: false,
      useInboundWebhookOnNumber: true,
    };
    const created = await services.create(settings);
    expect(created).toMatchObject(settings);
    expect(await services(created.sid).fetch()).toMatchObject(settings);
    await services.create({ friendlyName: 'Other' });
    expect(await services.list()).toMatchObject([settings, { friendlyName: 'Other', stickySender: true }]);

    at.twilio.clock.advance('1h');
    const updated = await services(created.sid).update({ friendlyName: 'New', inboundRequestUrl: '' });
    expect(updated).toMatchObject({ ...settings, friendlyName: 'New', inboundRequestUrl: null });
    expect(updated.dateUpdated.getTime()).toBeGreaterThan(updated.dateCreated.getTime());
    expect(await services(created.sid).remove()).toBe(true);
    for (const attempt of [
      () => services(created.sid).fetch(),
      () => services(created.sid).update({ friendlyName: 'x' }),
      () => services(created.sid).remove(),
      () => services(created.sid).phoneNumbers.list(),
    ])
      await expect(attempt()).rejects.toMatchObject({ status: 404, code: 20404 });
    await expect(services(created.sid).fetch()).rejects.toMatchObject({
      message: `The requested resource /Services/${created.sid} was not found`,
    });
    expect(await services.list()).toHaveLength(1);
  });

  it.each<[string, Record<string, string>, number]>([
    ['no name', {}, 20001],
    ['an empty name', { FriendlyName: '' }, 20001],
    ['a bad address', { FriendlyName: 'x', InboundRequestUrl: 'x' }, 21402],
    ['a bad fallback', { FriendlyName: 'x', FallbackUrl: 'x' }, 21402],
    ['a bad status callback', { FriendlyName: 'x', StatusCallback: 'x' }, 21402],
    ['a bad method', { FriendlyName: 'x', InboundMethod: 'PUT' }, 21403],
    ['a bad boolean', { FriendlyName: 'x', StickySender: '1' }, 20001],
  ])('are not created with %s', async (_, form, code) => {
    await using at = await startWithClient();
    const answer = await at.request('POST', '/messaging/v1/Services', { body: new URLSearchParams(form) });
    expect([answer.status, answer.body.code]).toEqual([400, code]);
    expect(await at.client.messaging.v1.services.list()).toEqual([]);
  });

  it('have numbers, which are added once and to one service', async () => {
    await using at = await startWithClient();
    const { services } = at.client.messaging.v1;
    const service = services(await at.addService([]));
    const other = services(await at.addService([]));
    const phoneNumberSid = await senderSid(at, NUMBER);
    const added = await service.phoneNumbers.create({ phoneNumberSid });
    expect(added).toMatchObject({ sid: phoneNumberSid, phoneNumber: NUMBER, countryCode: 'US' });
    expect(await service.phoneNumbers(phoneNumberSid).fetch()).toMatchObject({ phoneNumber: NUMBER });
    expect(await service.phoneNumbers.list()).toHaveLength(1);
    await expect(service.phoneNumbers.create({ phoneNumberSid })).rejects.toMatchObject({
      status: 409,
      code: 21710,
    });
    await expect(other.phoneNumbers.create({ phoneNumberSid })).rejects.toMatchObject({
      status: 409,
      code: 21712,
    });
    await expect(other.phoneNumbers.create({ phoneNumberSid: `PN${NONE}` })).rejects.toMatchObject({
      status: 404,
      code: 20404,
    });
    await expect(other.phoneNumbers(phoneNumberSid).fetch()).rejects.toMatchObject({ status: 404 });
    expect(await service.phoneNumbers(phoneNumberSid).remove()).toBe(true);
    await expect(service.phoneNumbers(phoneNumberSid).remove()).rejects.toMatchObject({ status: 404 });
    expect(await other.phoneNumbers.create({ phoneNumberSid })).toMatchObject({ phoneNumber: NUMBER });
    await other.remove();
    expect(await service.phoneNumbers.create({ phoneNumberSid })).toMatchObject({ phoneNumber: NUMBER });
  });

  it('know no country of a number that is not of +1', async () => {
    await using at = await startWithClient();
    at.addNumber('+447700900000');
    const service = at.client.messaging.v1.services(await at.addService(['+447700900000']));
    expect(await service.phoneNumbers.list()).toMatchObject([{ countryCode: null }]);
  });
});

describe.each(BOTH_WAYS)('the sender of a service’s message by $name', ({ send }) => {
  async function startWithSenders(settings: { stickySender?: boolean } = {}) {
    const at = await startWithClient();
    at.addNumber(OTHER);
    at.addNumber(THIRD);
    const service = await at.addService([NUMBER, OTHER, THIRD], settings);
    const sendTo = async (...phones: string[]): Promise<string[]> => {
      const senders: string[] = [];
      for (const to of phones) {
        const sid = await send(at, { to, body: 'hi', service });
        await at.twilio.settled();
        senders.push((await at.client.messages(sid).fetch()).from);
      }
      return senders;
    };
    return { ...at, at, service, sendTo };
  }
  const PHONES = ['+15551110001', '+15551110002', '+15551110003', '+15551110004'] as const;

  it('is the one with the fewest recipients, and stays the same for a recipient', async () => {
    await using at = await startWithSenders();
    expect(await at.sendTo(...PHONES)).toEqual([NUMBER, OTHER, THIRD, NUMBER]);
    expect(await at.sendTo(...PHONES.toReversed())).toEqual([NUMBER, THIRD, OTHER, NUMBER]);
  });

  it('is another one when it is not sticky', async () => {
    await using at = await startWithSenders({ stickySender: false });
    const senders = await at.sendTo(ANN, ANN, ANN);
    expect(new Set(senders).size).toBeGreaterThan(1);
  });

  it('is another one when it has been removed', async () => {
    await using at = await startWithSenders();
    expect(await at.sendTo(PHONES[1], PHONES[2])).toEqual([NUMBER, OTHER]);
    const removed = await senderSid(at.at, NUMBER);
    await at.client.messaging.v1.services(at.service).phoneNumbers(removed).remove();
    expect(await at.sendTo(PHONES[1], PHONES[2])).toEqual([THIRD, OTHER]);
  });

  it('is not the recipient', async () => {
    await using at = await startWithSenders();
    expect(await at.sendTo(NUMBER)).toEqual([OTHER]);
  });
});

it('a service remembers the senders of 10,000 recipients', () => {
  const services = createServices(createClock(() => 0));
  const { sid } = services.create({ friendlyName: 'x' });
  for (const number of ['a', 'b']) services.addSender(sid, number);
  const texts = (to: string): string => {
    const sender = services.senderFor(sid, to) ?? '';
    services.keepSender(sid, to, sender);
    return sender;
  };
  expect([texts('first'), texts('second')]).toEqual(['a', 'b']);
  for (let phone = 0; phone < 9_999; phone++) texts(String(phone));
  expect(services.senderFor(sid, 'second')).toBe('b'); // it is still known
  services.addSender(sid, 'c');
  expect(services.senderFor(sid, 'second')).toBe('b');
  expect(services.senderFor(sid, 'first')).toBe('c'); // and this one is not
  services.keepSender('none', 'x', 'a');
  expect(services.senderFor('none', 'x')).toBeUndefined();
  expect(services.update('none', {})).toBeUndefined();
  services.addSender('none', 'a');
  expect(services.removeSender('none', 'a')).toBe(false);
  expect(services.delete('none')).toBe(false);
});

describe('a message that comes in to a number of a service', () => {
  const answers = {
    '/sms': says('number'),
    '/service': says('service'),
    '/fallback': says('fallback'),
  };

  it('is for the service’s webhook, which is told of the service', async () => {
    await using at = await startWithClient(answers);
    const inboundRequestUrl = `${at.server.origin}/service`;
    const sid = await at.addService([NUMBER], { inboundRequestUrl, inboundMethod: 'GET' });
    expect(await at.twilio.phone(ANN).text('hi')).toEqual(['service']);
    const [request] = at.server.requests;
    expect(request).toMatchObject({ method: 'GET' });
    expect(request?.parameters.get('MessagingServiceSid')).toBe(sid);
    const [, inbound] = await at.client.messages.list();
    expect(inbound).toMatchObject({ direction: 'inbound', messagingServiceSid: sid });
  });

  it('is for the service’s fallback when that fails', async () => {
    await using at = await startWithClient(answers);
    const inboundRequestUrl = `${at.server.origin}/missing`;
    const fallbackUrl = `${at.server.origin}/fallback`;
    await at.addService([NUMBER], { inboundRequestUrl, fallbackUrl });
    expect(await at.twilio.phone(ANN).text('hi', { errors: [11200] })).toEqual(['fallback']);
    expect(at.server.requests[1]?.parameters.get('ErrorCode')).toBe('11200');
  });

  it('is for no webhook when the service has none', async () => {
    await using at = await startWithClient(answers);
    await at.addService([NUMBER]);
    expect(await at.twilio.phone(ANN).text('hi')).toEqual([]);
    expect(at.server.requests).toEqual([]);
  });

  it('is for the number’s own webhook when the service says so, which is told of the service too', async () => {
    await using at = await startWithClient(answers);
    const inboundRequestUrl = `${at.server.origin}/service`;
    const sid = await at.addService([NUMBER], { inboundRequestUrl, useInboundWebhookOnNumber: true });
    expect(await at.twilio.phone(ANN).text('hi')).toEqual(['number']);
    expect(at.server.requests[0]?.parameters.get('MessagingServiceSid')).toBe(sid);
    const { services } = at.client.messaging.v1;
    await services(sid).update({ useInboundWebhookOnNumber: false });
    expect(await at.twilio.phone(ANN).text('hi')).toEqual(['service']);
    await services(sid).remove();
    expect(await at.twilio.phone(BEN).text('hi')).toEqual(['number']);
    expect(at.server.requests.at(-1)?.parameters.has('MessagingServiceSid')).toBe(false);
  });
});

it('a service that is removed still sends what was scheduled', async () => {
  await using at = await startWithClient();
  const messagingServiceSid = await at.addService([NUMBER]);
  const sendAt = new Date(at.twilio.clock.now() + 3600_000);
  const wanted = { messagingServiceSid, to: ANN, body: 'hi', scheduleType: 'fixed', sendAt } as const;
  await at.client.messages.create(wanted);
  await at.client.messaging.v1.services(messagingServiceSid).remove();
  at.twilio.clock.advance('1h');
  expect(at.twilio.phone(ANN).inbox()).toMatchObject([{ status: 'delivered' }]);
  const { body } = await at.request('GET', `${ACCOUNT_PATH}/Messages.json`);
  expect(body.messages).toMatchObject([{ messaging_service_sid: messagingServiceSid, from: NUMBER }]);
});
