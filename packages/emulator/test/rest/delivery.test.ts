import { describe, expect, it } from '@jest/globals';
import twilio from 'twilio';
import type { FaultName } from '../../src/engine/faults';
import { BOTH_WAYS, startWithStatus } from '../support/both-ways';
import { ACCOUNT, type AtClient, clientOf, startWithClient } from '../support/rest-client';
import { ANN, BEN, NUMBER } from '../support/turns';
import { says } from '../support/webhook-server';

const statusUrl = (at: AtClient): string => `${at.server.origin}/status`;

/** The forms of the status callbacks. */
const forms = (at: AtClient, path = '/status') =>
  at.server.requests
    .filter((request) => request.path === path)
    .map(({ parameters }) => Object.fromEntries(parameters));

const RECEIPT = { RawDlrDoneDate: expect.stringMatching(/^\d{10}$/) };

describe.each(BOTH_WAYS)('a message that is sent by $name', ({ send, cancel }) => {
  it('has callbacks of every status but the first, in their order, signed', async () => {
    await using at = await startWithStatus();
    const sid = await send(at, { to: ANN, body: 'hi', statusCallback: statusUrl(at) });
    await at.twilio.settled();
    const own = {
      SmsSid: sid,
      MessageSid: sid,
      To: ANN,
      From: NUMBER,
      AccountSid: ACCOUNT.accountSid,
      ApiVersion: '2010-04-01',
    };
    const of = (status: string) => ({ SmsStatus: status, MessageStatus: status, ...own });
    expect(forms(at)).toEqual([of('sending'), of('sent'), { ...RECEIPT, ...of('delivered') }]);
    expect(at.server.requests.at(-1)?.body).toMatch(/^RawDlrDoneDate=\d{10}&SmsSid=/);
    for (const { parameters, header } of at.server.requests) {
      const signature = header('X-Twilio-Signature') ?? '';
      const form = Object.fromEntries(parameters);
      expect(twilio.validateRequest(ACCOUNT.authToken, signature, statusUrl(at), form)).toBe(true);
      expect(twilio.validateRequest('other', signature, statusUrl(at), form)).toBe(false);
    }
  });

  it('by a service is told as queued first, and with the service', async () => {
    await using at = await startWithStatus();
    const service = await at.addService([NUMBER]);
    await send(at, { to: ANN, body: 'hi', service, statusCallback: statusUrl(at) });
    await at.twilio.settled();
    expect(at.statuses()).toEqual(['queued', 'sending', 'sent', 'delivered']);
    for (const form of forms(at)) expect(form).toMatchObject({ MessagingServiceSid: service, From: NUMBER });
  });

  it.each([
    ['undelivered30003', 30003],
    ['undelivered30005', 30005],
    ['undelivered30006', 30006],
    ['undelivered30007', 30007],
  ] as const)('comes back with the fault %s, once', async (fault, code) => {
    await using at = await startWithStatus();
    at.twilio.faults({ [fault]: 'next' });
    const sid = await send(at, { to: ANN, body: 'one', statusCallback: statusUrl(at) });
    await at.twilio.settled();
    expect(at.statuses()).toEqual(['sending', 'sent', 'undelivered']);
    expect(forms(at).at(-1)).toMatchObject({ ...RECEIPT, ErrorCode: String(code) });
    expect(forms(at)[0]).not.toHaveProperty('ErrorCode');
    const fetched = await at.client.messages(sid).fetch();
    expect(fetched).toMatchObject({
      status: 'undelivered',
      errorCode: code,
      errorMessage: expect.any(String),
    });
    expect(fetched.dateSent).toBeInstanceOf(Date);
    const [message] = at.twilio.phone(ANN).inbox();
    expect(message).toMatchObject({ status: 'undelivered', errorCode: code });
    const turn = at.twilio.engine.conversation(ANN, NUMBER)?.turns[0];
    expect(turn?.errors).toMatchObject([{ code }]);
    await send(at, { to: ANN, body: 'two' });
    await at.twilio.settled();
    expect(at.twilio.phone(ANN).inbox()).toMatchObject([
      { body: 'one' },
      { body: 'two', status: 'delivered' },
    ]);
  });

  it.each<[FaultName, readonly string[]]>([
    ['callbacksReversed', ['delivered', 'sent', 'sending']],
    ['callbacksTwice', ['sending', 'sending', 'sent', 'sent', 'delivered', 'delivered']],
    ['callbackLost', ['sending', 'sent']],
  ])('has callbacks with the fault %s', async (fault, statuses) => {
    await using at = await startWithStatus();
    at.twilio.faults({ [fault]: 'next' });
    await send(at, { to: ANN, body: 'hi', statusCallback: statusUrl(at) });
    await at.twilio.settled();
    expect(at.statuses()).toEqual(statuses);
    await send(at, { to: ANN, body: 'hi', statusCallback: statusUrl(at) });
    await at.twilio.settled();
    expect(at.statuses()).toEqual([...statuses, 'sending', 'sent', 'delivered']);
  });

  it('waits for a phone that is off, in its order, and arrives when that is on', async () => {
    await using at = await startWithStatus();
    at.twilio.engine.phones.set(ANN, false);
    for (const body of ['one', 'two']) await send(at, { to: ANN, body, statusCallback: statusUrl(at) });
    await send(at, { to: BEN, body: 'other' });
    await at.twilio.settled();
    expect(at.statuses().toSorted()).toEqual(['sending', 'sending', 'sent', 'sent']);
    expect(at.twilio.phone(ANN).inbox()).toMatchObject([{ status: 'sent' }, { status: 'sent' }]);
    const arrived: string[] = [];
    at.twilio.engine.subscribe((event) => event.type === 'status' && arrived.push(event.message.body));
    at.twilio.engine.phones.set(ANN, true);
    await at.twilio.settled();
    expect(arrived).toEqual(['one', 'two']);
    expect(at.statuses().slice(4)).toEqual(['delivered', 'delivered']);
    expect(forms(at).at(-1)).toMatchObject(RECEIPT);
    at.twilio.clock.advance('2d');
    await at.twilio.settled();
    expect(at.statuses()).toHaveLength(6);
  });

  it('by a service, to a phone that was off, is told with the service to the end', async () => {
    await using at = await startWithStatus();
    const service = await at.addService([NUMBER]);
    at.twilio.engine.phones.set(ANN, false);
    await send(at, { to: ANN, body: 'hi', service, statusCallback: statusUrl(at) });
    await at.twilio.settled();
    at.twilio.engine.phones.set(ANN, true);
    await at.twilio.settled();
    expect(at.statuses()).toEqual(['queued', 'sending', 'sent', 'delivered']);
    for (const form of forms(at)) expect(form).toMatchObject({ MessagingServiceSid: service });
  });

  it('comes back from a phone that stays off for a day', async () => {
    await using at = await startWithStatus();
    at.twilio.engine.phones.set(ANN, false);
    const sid = await send(at, { to: ANN, body: 'hi', statusCallback: statusUrl(at) });
    await at.twilio.settled();
    at.twilio.clock.advance('23h');
    await at.twilio.settled();
    expect(at.statuses()).toEqual(['sending', 'sent']);
    at.twilio.clock.advance('1h');
    await at.twilio.settled();
    expect(at.statuses()).toEqual(['sending', 'sent', 'undelivered']);
    expect(await at.client.messages(sid).fetch()).toMatchObject({ status: 'undelivered', errorCode: 30003 });
    at.twilio.engine.phones.set(ANN, true);
    await at.twilio.settled();
    expect(at.statuses()).toHaveLength(3);
  });

  it('by a service to a phone that has opted out fails after it was accepted, and not after START', async () => {
    await using at = await startWithStatus();
    const service = await at.addService([NUMBER]);
    await at.twilio.phone(ANN).text('STOP');
    for (const from of [{}, { from: NUMBER }])
      await send(at, { to: ANN, body: 'hi', service, statusCallback: statusUrl(at), ...from });
    await at.twilio.settled();
    expect(at.statuses()).toEqual(['failed', 'failed']);
    expect(forms(at)[0]).toMatchObject({ ErrorCode: '21610', MessagingServiceSid: service });
    expect(forms(at)[0]).not.toHaveProperty('RawDlrDoneDate');
    const [failed] = await at.client.messages.list({ to: ANN, limit: 1 });
    expect(failed).toMatchObject({ status: 'failed', errorCode: 21610, dateSent: null });
    await at.twilio.phone(ANN).text('START');
    await send(at, { to: ANN, body: 'hi', service });
    await at.twilio.settled();
    expect(at.twilio.phone(ANN).inbox().at(-1)).toMatchObject({ body: 'hi', status: 'delivered' });
  });

  it('is blocked by a STOP after it was scheduled, which does not cancel it; not after START', async () => {
    await using at = await startWithStatus();
    const service = await at.addService([NUMBER]);
    const sendAt = (minutes: number) => at.twilio.clock.now() + minutes * 60_000;
    const wanted = { to: ANN, service, statusCallback: statusUrl(at) };
    const first = await send(at, { ...wanted, body: 'one', sendAt: sendAt(60) });
    const second = await send(at, { ...wanted, body: 'two', sendAt: sendAt(180) });
    await at.twilio.phone(ANN).text('STOP');
    expect(await at.client.messages(first).fetch()).toMatchObject({ status: 'scheduled' });
    at.twilio.clock.advance('2h');
    await at.twilio.phone(ANN).text('START');
    at.twilio.clock.advance('2h');
    await at.twilio.settled();
    expect(await at.client.messages(first).fetch()).toMatchObject({ status: 'failed', errorCode: 21610 });
    expect(await at.client.messages(second).fetch()).toMatchObject({ status: 'delivered' });
    expect(at.statuses()).toEqual(['failed', 'queued', 'sending', 'sent', 'delivered']);
  });

  it('is told as canceled when it is canceled', async () => {
    await using at = await startWithStatus();
    const service = await at.addService([NUMBER]);
    const sendAt = at.twilio.clock.now() + 3600_000;
    const sid = await send(at, { to: ANN, body: 'hi', service, sendAt, statusCallback: statusUrl(at) });
    await cancel(at, sid);
    at.twilio.clock.advance('2h');
    await at.twilio.settled();
    expect(at.statuses()).toEqual(['canceled']);
    const canceled = { status: 'canceled', from: null, numSegments: '0', dateSent: null };
    expect(await at.client.messages(sid).fetch()).toMatchObject(canceled);
  });
});

describe('the address of status callbacks', () => {
  it('is that of the request before that of the service', async () => {
    await using at = await startWithStatus();
    const statusCallback = `${at.server.origin}/service-status`;
    const messagingServiceSid = await at.addService([NUMBER], { statusCallback });
    await at.client.messages.create({ messagingServiceSid, to: ANN, body: 'hi' });
    await at.twilio.settled();
    expect([forms(at).length, forms(at, '/service-status').length]).toEqual([0, 4]);
    await at.client.messages.create({
      messagingServiceSid,
      to: ANN,
      body: 'hi',
      statusCallback: statusUrl(at),
    });
    await at.twilio.settled();
    expect([forms(at).length, forms(at, '/service-status').length]).toEqual([4, 4]);
  });

  it('that answers nothing or not well changes nothing', async () => {
    await using at = await startWithClient({ '/sms': '<Response/>' });
    const { sid } = await at.client.messages.create({
      from: NUMBER,
      to: ANN,
      body: 'hi',
      statusCallback: statusUrl(at),
    });
    await at.twilio.settled();
    expect(await at.client.messages(sid).fetch()).toMatchObject({ status: 'delivered', errorCode: null });
    const [turn] = at.twilio.engine.conversation(ANN, NUMBER)?.turns ?? [];
    expect(turn?.exchanges.map(({ purpose }) => purpose)).toEqual([
      'api',
      ...Array<string>(3).fill('statusCallback'),
    ]);
    expect(turn?.errors).toMatchObject([{ code: 11200 }, { code: 11200 }, { code: 11200 }]);
  });

  it('is told of the last status after those before, also when a callback is slow', async () => {
    let onSending = (): void => undefined;
    await using at = await startWithClient({
      '/sms': '<Response/>',
      '/status': ({ parameters }) => {
        if (parameters.get('MessageStatus') === 'sending') onSending();
        return { status: 204 };
      },
    });
    const { phones } = at.twilio.engine;
    onSending = () => {
      phones.set(ANN, true);
    };
    phones.set(ANN, false);
    await at.client.messages.create({ from: NUMBER, to: ANN, body: 'hi', statusCallback: statusUrl(at) });
    await at.twilio.settled();
    expect(at.statuses()).toEqual(['sending', 'sent', 'delivered']);
  });

  it('of a reply is told of the last status after those before, when the phone is switched on in the turn', async () => {
    let setPhone: (isOn: boolean) => void = () => undefined;
    const reply = '<Response><Message statusCallback="/status" action="/next">hi</Message></Response>';
    await using at = await startWithClient({
      '/sms': () => {
        setPhone(false);
        return reply;
      },
      '/next': () => {
        setPhone(true);
        return '<Response/>';
      },
      '/status': { status: 204 },
    });
    setPhone = (isOn) => {
      at.twilio.engine.phones.set(ANN, isOn);
    };
    await at.twilio.phone(ANN).send('hi');
    await at.twilio.settled();
    expect(at.statuses()).toEqual(['sending', 'sent', 'delivered']);
    expect(at.twilio.phone(ANN).inbox()).toMatchObject([{ body: 'hi', status: 'delivered' }]);
  });
});

describe('opting out', () => {
  it('refuses a message of the number at once, until START', async () => {
    await using at = await startWithClient();
    await at.twilio.phone(ANN).text('stop');
    const create = () => at.client.messages.create({ from: NUMBER, to: ANN, body: 'hi' });
    await expect(create()).rejects.toMatchObject({
      status: 400,
      code: 21610,
      message: 'Attempt to send to unsubscribed recipient',
    });
    await at.client.messages.create({ from: NUMBER, to: BEN, body: 'hi' });
    await at.twilio.phone(ANN).text('unstop');
    await create();
    await at.twilio.settled();
    expect(at.twilio.phone(ANN).inbox().at(-1)).toMatchObject({ body: 'hi', status: 'delivered' });
  });

  it('counts for all numbers of a Messaging Service, and so does opting in', async () => {
    await using at = await startWithClient(says('hello'));
    const OTHER = '+15553330000';
    at.addNumber(OTHER);
    const service = await at.addService([NUMBER, OTHER], { useInboundWebhookOnNumber: true });
    await at.twilio.phone(ANN).text('STOP', { errors: [21610] });
    const create = (from: string) => at.client.messages.create({ from, to: ANN, body: 'hi' });
    for (const from of [NUMBER, OTHER]) await expect(create(from)).rejects.toMatchObject({ code: 21610 });
    expect(await at.twilio.phone(ANN, { to: OTHER }).text('hi', { errors: [21610] })).toEqual([]);
    await at.twilio.phone(ANN, { to: OTHER }).text('START');
    expect(await at.twilio.phone(ANN).text('hi')).toEqual(['hello']);
    for (const from of [NUMBER, OTHER]) expect(await create(from)).toMatchObject({ status: 'queued' });
    // Outside of the service it counts for one number.
    await at.client.messaging.v1.services(service).remove();
    await at.twilio.phone(ANN).text('STOP', { errors: [21610] });
    expect(await create(OTHER)).toMatchObject({ status: 'queued' });
  });

  it('Twilio’s own answer waits for a phone that has been switched off meanwhile', async () => {
    await using at = await startWithClient();
    const { engine } = at.twilio;
    const stopped = at.twilio.phone(ANN).send('STOP');
    engine.phones.set(ANN, false);
    await stopped;
    expect(at.twilio.phone(ANN).inbox()).toMatchObject([{ byTwilio: true, status: 'sent' }]);
    engine.phones.set(ANN, true);
    expect(at.twilio.phone(ANN).inbox()).toMatchObject([{ byTwilio: true, status: 'delivered' }]);
  });
});

describe('a REST API that is too busy', () => {
  it('answers 429 and does nothing', async () => {
    await using at = await startWithClient();
    at.twilio.faults({ apiBusy: 'next' });
    await expect(at.client.messages.create({ from: NUMBER, to: ANN, body: 'hi' })).rejects.toMatchObject({
      status: 429,
      code: 20429,
      message: 'Too Many Requests',
    });
    expect(await at.client.messages.list()).toEqual([]);
  });

  it('is tried again by a client with autoRetry', async () => {
    await using at = await startWithClient();
    const client = clientOf(at.url, ACCOUNT.accountSid, ACCOUNT.authToken, {
      autoRetry: true,
      maxRetryDelay: 1,
      maxRetries: 2,
    });
    at.twilio.faults({ apiBusy: 'next' });
    await client.messages.create({ from: NUMBER, to: ANN, body: 'hi' });
    await at.twilio.settled();
    expect(at.twilio.phone(ANN).inbox()).toMatchObject([{ body: 'hi' }]);
    at.twilio.faults({ apiBusy: 'all' });
    await expect(client.messages.list()).rejects.toMatchObject({ status: 429, code: 20429 });
  });
});
