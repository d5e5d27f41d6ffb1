import { describe, expect, it } from '@jest/globals';
import { type AtClient, ACCOUNT_PATH, startWithClient } from '../support/rest-client';
import { ANN, BEN, NUMBER, outcome } from '../support/turns';
import { serveWebhook } from '../support/webhook-server';

const WHATSAPP_ANN = `whatsapp:${ANN}`;
const WHATSAPP_BEN = `whatsapp:${BEN}`;
const WHATSAPP_NUMBER = `whatsapp:${NUMBER}`;

const answers = { '/sms': '<Response/>', '/status': '' };
const forms = (at: AtClient) =>
  at.server.requests
    .filter(({ path }) => path === '/status')
    .map(({ parameters }) => Object.fromEntries(parameters));

describe('a message of WhatsApp by the REST API', () => {
  const send = (at: AtClient, more: object = {}) =>
    at.client.messages.create({
      from: WHATSAPP_NUMBER,
      to: WHATSAPP_ANN,
      body: 'hi',
      statusCallback: `${at.server.origin}/status`,
      ...more,
    });

  it('arrives after one of the phone', async () => {
    await using at = await startWithClient(answers);
    const ann = at.twilio.phone(WHATSAPP_ANN);
    await ann.text('hi');
    const message = await send(at, { body: 'ż'.repeat(200) });
    expect(message).toMatchObject({
      from: WHATSAPP_NUMBER,
      to: WHATSAPP_ANN,
      status: 'queued',
      numSegments: '1',
    });
    expect(await ann.next()).toMatchObject({ status: 'delivered', segments: 1 });
    await at.twilio.settled();
    const { client } = at;
    const sids = async (filter: object) => (await client.messages.list(filter)).map(({ sid }) => sid);
    expect(await sids({ to: WHATSAPP_ANN })).toEqual([message.sid]);
    expect(await sids({ to: ANN })).toEqual([]);
    expect(await sids({ from: WHATSAPP_ANN })).toHaveLength(1);
  });

  it('has status callbacks with the parameters of captured ones', async () => {
    await using at = await startWithClient(answers);
    await at.twilio.phone(WHATSAPP_ANN).text('hi');
    await send(at);
    await at.twilio.settled();
    const captured =
      'SmsSid, SmsStatus, MessageStatus, ChannelToAddress, To, ChannelPrefix, MessageSid, AccountSid, StructuredMessage, From, ApiVersion, ChannelInstallSid';
    const names = captured.split(', ').sort();
    expect(forms(at).map((form) => Object.keys(form).sort())).toEqual([
      names,
      names,
      [...names, 'EventType'].sort(),
    ]);
    expect(forms(at).at(-1)).toMatchObject({
      MessageStatus: 'delivered',
      EventType: 'DELIVERED',
      ChannelPrefix: 'whatsapp',
      ChannelToAddress: '+1555111XXXX',
      ChannelInstallSid: expect.stringMatching(/^XE[0-9a-f]{32}$/),
    });
  });

  it.each([
    ['a phone that has never written', 0],
    ['a day after its last message', 86_400_001],
  ])('fails with 63016 for %s, when the request has been accepted', async (_, later) => {
    await using at = await startWithClient(answers);
    if (later > 0) await at.twilio.phone(WHATSAPP_ANN).text('hi');
    at.twilio.engine.advance(later);
    const { sid, status } = await send(at);
    expect(status).toBe('queued');
    await at.twilio.settled();
    expect(await at.client.messages(sid).fetch()).toMatchObject({ status: 'undelivered', errorCode: 63016 });
    expect(forms(at).at(-1)).toMatchObject({
      MessageStatus: 'undelivered',
      ErrorCode: '63016',
      EventType: 'UNDELIVERED',
      ChannelStatusMessage: expect.stringContaining('Outside messaging window'),
    });
    expect(at.twilio.engine.conversation(WHATSAPP_ANN, WHATSAPP_NUMBER)?.turns.at(-1)?.errors).toMatchObject([
      { code: 63016, level: 'error' },
    ]);
  });

  it('arrives until a day has passed, by the emulator’s clock, and again after the next message', async () => {
    let now = Date.UTC(2026, 10, 28);
    await using at = await startWithClient(answers, { realNow: () => now });
    const ann = at.twilio.phone(WHATSAPP_ANN);
    const status = async () => {
      const { sid } = await send(at);
      await at.twilio.settled();
      return (await at.client.messages(sid).fetch()).status;
    };
    await ann.text('hi');
    at.twilio.clock.advance('24h');
    expect(await status()).toBe('delivered');
    now += 1;
    expect(await status()).toBe('undelivered');
    await ann.text('hi again');
    expect(await status()).toBe('delivered');
    at.twilio.engine.forget(WHATSAPP_ANN, WHATSAPP_NUMBER);
    expect(await status()).toBe('undelivered');
  });

  it('that is scheduled is sent when the day has passed, or not', async () => {
    await using at = await startWithClient(answers);
    await at.twilio.phone(WHATSAPP_ANN).text('hi');
    const messagingServiceSid = await at.addService([NUMBER]);
    const sendAt = new Date(at.twilio.clock.now() + 25 * 3_600_000);
    const { sid } = await send(at, { from: null, messagingServiceSid, scheduleType: 'fixed', sendAt });
    at.twilio.clock.advance('26h');
    await at.twilio.settled();
    expect(await at.client.messages(sid).fetch()).toMatchObject({ status: 'undelivered', errorCode: 63016 });
  });

  it('goes by a Messaging Service from what its number is called there, which is the sticky sender', async () => {
    await using at = await startWithClient(answers);
    at.addNumber('+15552220001');
    const messagingServiceSid = await at.addService([NUMBER, '+15552220001']);
    const sender = async (to: string) => {
      const { sid } = await at.client.messages.create({ messagingServiceSid, to, body: 'hi' });
      await at.twilio.settled();
      return (await at.client.messages(sid).fetch()).from;
    };
    const first = await sender(WHATSAPP_ANN);
    expect(first).toMatch(/^whatsapp:\+1555222000/);
    expect(await sender(WHATSAPP_BEN)).not.toBe(first);
    expect(await sender(WHATSAPP_ANN)).toBe(first);
    expect(await sender(ANN)).toMatch(/^\+1555222000/);
    const named = await at.client.messages.create({
      messagingServiceSid,
      from: WHATSAPP_NUMBER,
      to: WHATSAPP_ANN,
      body: 'hi',
    });
    expect(named.messagingServiceSid).toBe(messagingServiceSid);
    await at.twilio.phone(WHATSAPP_ANN).send('hi');
    const senders = await at.client.messaging.v1.services(messagingServiceSid).phoneNumbers.list();
    expect(senders.map(({ phoneNumber }) => phoneNumber).sort()).toEqual([NUMBER, '+15552220001']);
  });
});

describe('a sender of another channel that a message names with the emulator’s own service', () => {
  it('becomes one, and is no phone number of it', async () => {
    const messagingServiceSid = `MG${'2'.repeat(32)}`;
    await using at = await startWithClient(answers, { env: { MESSAGING_SERVICE_SID: messagingServiceSid } });
    at.twilio.addNumber('rcs:brand_agent');
    const message = { messagingServiceSid, from: 'rcs:brand_agent', to: `rcs:${ANN}`, body: 'hi' };
    expect(await at.client.messages.create(message)).toMatchObject({ status: 'accepted' });
    expect(
      await at.client.messages.create({ messagingServiceSid, to: message.to, body: 'hi' }),
    ).toMatchObject({
      status: 'accepted',
    });
    expect(await at.client.messaging.v1.services(messagingServiceSid).phoneNumbers.list()).toEqual([]);
    await expect(
      at.client.messages.create({ messagingServiceSid, to: WHATSAPP_ANN, body: 'hi' }),
    ).rejects.toMatchObject({ code: 21703 });
  });
});

it('an RCS agent that was added sends, also to who has never written', async () => {
  await using at = await startWithClient(answers);
  at.twilio.addNumber('rcs:brand_agent');
  const { sid } = await at.client.messages.create({ from: 'rcs:brand_agent', to: `rcs:${ANN}`, body: 'hi' });
  await at.twilio.settled();
  expect(await at.client.messages(sid).fetch()).toMatchObject({
    status: 'delivered',
    from: 'rcs:brand_agent',
  });
});

it('Messenger has the window too', async () => {
  await using at = await startWithClient(answers);
  const from = at.twilio.addNumber('messenger:102542248309018');
  const { sid } = await at.client.messages.create({ from, to: 'messenger:4465012966906978', body: 'hi' });
  await at.twilio.settled();
  expect(await at.client.messages(sid).fetch()).toMatchObject({ status: 'undelivered', errorCode: 63016 });
});

describe('mistakes', () => {
  it.each([
    ['a plain From', NUMBER, WHATSAPP_ANN, 21910],
    ['a plain To', WHATSAPP_NUMBER, ANN, 21910],
    ['two channels', WHATSAPP_NUMBER, `rcs:${ANN}`, 21910],
    ['a sender’s name on WhatsApp', 'Acme', WHATSAPP_ANN, 21910],
    ['a From that is not yours', 'whatsapp:+15559990000', WHATSAPP_ANN, 63007],
    ['an agent that is not yours', 'rcs:other_agent', `rcs:${ANN}`, 63007],
    ['To as From', WHATSAPP_NUMBER, WHATSAPP_NUMBER, 63031],
    ['To as a From that is not yours', WHATSAPP_ANN, WHATSAPP_ANN, 63007],
    ['a To that is no number', WHATSAPP_NUMBER, 'whatsapp:15551110000', 21211],
    ['an agent as To', 'rcs:brand_agent', 'rcs:brand_agent', 21211],
    ['a short code as To', NUMBER, '12345', 21211],
    ['a From that is none', 'whatsapp:Acme', WHATSAPP_ANN, 21212],
    ['a short code that is not yours', '12345', ANN, 21606],
  ])('%s', async (_, from, to, code) => {
    await using at = await startWithClient();
    await expect(at.client.messages.create({ from, to, body: 'hi' })).rejects.toMatchObject({
      code,
      status: 400,
    });
  });
});

describe('short codes', () => {
  it('have the public addresses of their app, as phone numbers have', async () => {
    await using at = await startWithClient(answers);
    const { client, twilio, server } = at;
    twilio.addNumber('12345');
    twilio.configure('12345', { publicUrl: 'https://their.name' });
    const [code] = await client.shortCodes.list();
    expect(code?.smsUrl).toBe('https://their.name/sms');
    const changed = await client.shortCodes(code?.sid ?? '').update({ smsUrl: 'https://their.name/other' });
    expect(changed.smsUrl).toBe('https://their.name/other');
    expect(twilio.engine.number('12345')).toMatchObject({
      smsUrl: `${server.origin}/other`,
      publicUrl: 'https://their.name',
    });
  });

  it('send, are read and changed, and are no phone numbers', async () => {
    await using at = await startWithClient(answers);
    at.twilio.addNumber('12345');
    at.twilio.addNumber('rcs:brand_agent');
    const { client } = at;
    expect(await client.messages.create({ from: '12345', to: ANN, body: 'hi' })).toMatchObject({
      from: '12345',
    });
    expect((await client.incomingPhoneNumbers.list()).map(({ phoneNumber }) => phoneNumber)).toEqual([
      NUMBER,
    ]);

    const [code] = await client.shortCodes.list();
    expect(code).toMatchObject({
      shortCode: '12345',
      friendlyName: '12345',
      smsUrl: at.server.url,
      smsMethod: 'POST',
    });
    const sid = code?.sid ?? '';
    expect(
      await client.shortCodes(sid).update({ friendlyName: 'Votes', smsMethod: 'GET', smsUrl: '' }),
    ).toMatchObject({ friendlyName: 'Votes', smsMethod: 'GET', smsUrl: '' });
    expect(await client.shortCodes(sid).fetch()).toMatchObject({ friendlyName: 'Votes' });
    const found = async (filter: object) => (await client.shortCodes.list(filter)).length;
    expect([
      await found({ shortCode: '1*3' }),
      await found({ shortCode: '99' }),
      await found({ friendlyName: 'Votes' }),
      await found({ friendlyName: '12345' }),
    ]).toEqual([1, 0, 1, 0]);
    const { status, body } = await at.request('GET', `${ACCOUNT_PATH}/SMS/ShortCodes/SC0.json`);
    expect([status, body.code]).toEqual([404, 20404]);
  });
});

describe('TwiML', () => {
  const message = (attributes: string) => `<Response><Message ${attributes}>hi</Message></Response>`;
  it.each([
    ['', { texts: ['hi'], codes: [] }],
    [`to="${WHATSAPP_ANN}" from="${WHATSAPP_NUMBER}"`, { texts: ['hi'], codes: [] }],
    [`to="${ANN}"`, { texts: [], codes: [21910] }],
    [`from="${NUMBER}"`, { texts: [], codes: [21910] }],
    [`from="Acme"`, { texts: [], codes: [21910] }],
    [`to="${ANN}" from="${NUMBER}"`, { texts: ['hi'], codes: [] }],
    ['from="whatsapp:+15559990000"', { texts: [], codes: [63007] }],
    ['from="whatsapp:x"', { texts: [], codes: [14102] }],
    ['to="whatsapp:x"', { texts: [], codes: [14101] }],
    [`to="${WHATSAPP_BEN}"`, { texts: [], codes: [63016] }],
    [`to="${ANN}" from="12345"`, { texts: [], codes: [14108] }],
  ])('of a WhatsApp message: %s', async (attributes, expected) => {
    await using at = await startWithClient(message(attributes));
    expect(outcome(await at.twilio.phone(WHATSAPP_ANN).send('hi'))).toEqual(expected);
  });

  it('has callbacks of the channel', async () => {
    await using status = await serveWebhook('');
    await using at = await startWithClient(message(`statusCallback="${status.url}"`));
    await at.twilio.phone(WHATSAPP_ANN).text('hi');
    await at.twilio.settled();
    expect(status.requests.map(({ parameters }) => parameters.get('ChannelPrefix'))).toEqual([
      'whatsapp',
      'whatsapp',
      'whatsapp',
    ]);
  });
});

it('a number of yours that is texted on WhatsApp by another one answers there', async () => {
  await using at = await startWithClient(({ parameters }) =>
    parameters.get('Body') === 'hi' ? '<Response><Message>back</Message></Response>' : '<Response/>',
  );
  at.addNumber('+15552220001');
  const other = 'whatsapp:+15552220001';
  await at.twilio.phone(WHATSAPP_NUMBER, { to: '+15552220001' }).send('first');
  await at.client.messages.create({ from: other, to: WHATSAPP_NUMBER, body: 'hi' });
  await at.twilio.settled();
  expect(at.twilio.engine.conversation(other, WHATSAPP_NUMBER)?.messages).toMatchObject([
    { direction: 'inbound', body: 'hi', profileName: 'Phone 0001' },
    { direction: 'outbound', body: 'back', status: 'delivered' },
  ]);
});
