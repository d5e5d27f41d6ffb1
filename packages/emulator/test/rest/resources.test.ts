import { describe, expect, it } from '@jest/globals';
import twilio from 'twilio';
import { ACCOUNT, ACCOUNT_PATH, startWithClient } from '../support/rest-client';
import { ANN, NUMBER } from '../support/turns';
import { says } from '../support/webhook-server';

const { accountSid } = ACCOUNT;
const PICTURE = 'https://example.com/a.png';
const RFC_2822 = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000$/;
const ISO_8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** A field as the JSON and the client have it: a JSON type, `null`, a format, or a value; `date` for what the client makes a Date. */
type Kind = 'string' | 'boolean' | 'number' | 'object' | null | RegExp;
type Fields = Readonly<Record<string, Kind>>;

const SID = (prefix: string) => new RegExp(`^${prefix}[0-9a-f]{32}$`);

const MESSAGE: Fields = {
  account_sid: SID('AC'),
  api_version: /^2010-04-01$/,
  body: 'string',
  date_created: RFC_2822,
  date_sent: RFC_2822,
  date_updated: RFC_2822,
  direction: /^(?:inbound|outbound-api|outbound-reply)$/,
  error_code: null,
  error_message: null,
  from: /^\+\d+$/,
  messaging_service_sid: null,
  num_media: /^\d$/,
  num_segments: /^\d$/,
  price: null,
  price_unit: /^USD$/,
  sid: SID('(?:SM|MM)'),
  status: /^[a-z]+$/,
  subresource_uris: 'object',
  to: /^\+\d+$/,
  uri: /^\/2010-04-01\/Accounts\/AC1{32}\/Messages\/[SM]M\w{32}\.json$/,
};

const MEDIA: Fields = {
  account_sid: SID('AC'),
  content_type: /^image\/png$/,
  date_created: RFC_2822,
  date_updated: RFC_2822,
  parent_sid: SID('MM'),
  sid: SID('ME'),
  uri: /\/Messages\/MM\w{32}\/Media\/ME\w{32}\.json$/,
};

const PHONE_NUMBER: Fields = {
  account_sid: SID('AC'),
  address_requirements: /^none$/,
  address_sid: null,
  api_version: /^2010-04-01$/,
  beta: 'boolean',
  bundle_sid: null,
  capabilities: 'object',
  date_created: RFC_2822,
  date_updated: RFC_2822,
  emergency_address_sid: null,
  emergency_address_status: /^unregistered$/,
  emergency_status: /^Inactive$/,
  friendly_name: /^\(555\) 222-0000$/,
  identity_sid: null,
  origin: /^twilio$/,
  phone_number: /^\+15552220000$/,
  sid: SID('PN'),
  sms_application_sid: /^$/,
  sms_fallback_method: /^POST$/,
  sms_fallback_url: /^$/,
  sms_method: /^POST$/,
  sms_url: /^http:\/\/127\.0\.0\.1:\d+\/sms$/,
  status: /^in-use$/,
  status_callback: /^$/,
  status_callback_method: /^POST$/,
  subresource_uris: 'object',
  trunk_sid: null,
  type: /^local$/,
  uri: /\/IncomingPhoneNumbers\/PN\w{32}\.json$/,
  voice_application_sid: /^$/,
  voice_caller_id_lookup: 'boolean',
  voice_fallback_method: /^POST$/,
  voice_fallback_url: /^$/,
  voice_method: /^POST$/,
  voice_receive_mode: /^voice$/,
  voice_url: /^$/,
};

const SERVICE: Fields = {
  account_sid: SID('AC'),
  area_code_geomatch: 'boolean',
  date_created: ISO_8601,
  date_updated: ISO_8601,
  fallback_method: /^POST$/,
  fallback_to_long_code: 'boolean',
  fallback_url: null,
  friendly_name: 'string',
  inbound_method: /^POST$/,
  inbound_request_url: null,
  links: 'object',
  mms_converter: 'boolean',
  scan_message_content: /^inherit$/,
  sid: SID('MG'),
  smart_encoding: 'boolean',
  status_callback: null,
  sticky_sender: 'boolean',
  synchronous_validation: 'boolean',
  url: /^http:\/\/localhost:\d+\/messaging\/v1\/Services\/MG\w{32}$/,
  us_app_to_person_registered: 'boolean',
  use_inbound_webhook_on_number: 'boolean',
  usecase: /^undeclared$/,
  validity_period: 'number',
};

const SENDER: Fields = {
  account_sid: SID('AC'),
  capabilities: 'object',
  country_code: /^US$/,
  date_created: ISO_8601,
  date_updated: ISO_8601,
  phone_number: /^\+15552220000$/,
  service_sid: SID('MG'),
  sid: SID('PN'),
  url: /\/Services\/MG\w{32}\/PhoneNumbers\/PN\w{32}$/,
};

const ACCOUNT_FIELDS: Fields = {
  auth_token: /^\*{32}$/,
  date_created: RFC_2822,
  date_updated: RFC_2822,
  friendly_name: 'string',
  owner_account_sid: SID('AC'),
  sid: SID('AC'),
  status: /^active$/,
  subresource_uris: 'object',
  type: /^Full$/,
  uri: /^\/2010-04-01\/Accounts\/AC\w{32}\.json$/,
};

const camelCase = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The instance's own fields: the client defines these in its constructor. */
const fieldsOf = (instance: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(instance).filter(([name]) => !name.startsWith('_')));

/** @param unread - the fields that the client does not read. */
function expectFields(
  raw: Record<string, unknown> = {},
  instance: object,
  fields: Fields,
  unread: readonly string[] = [],
): void {
  expect(Object.keys(raw).sort()).toEqual(Object.keys(fields).sort());
  const typed = fieldsOf(instance);
  const read = Object.entries(fields).filter(([name]) => !unread.includes(name));
  expect(Object.keys(typed).sort()).toEqual(read.map(([name]) => camelCase(name)).sort());
  for (const [name, kind] of read) {
    const [value, made] = [raw[name], typed[camelCase(name)]];
    if (kind instanceof RegExp) expect(value).toMatch(kind);
    else if (kind === null) expect(value).toBeNull();
    else expect(typeof value).toBe(kind);
    if (kind === RFC_2822 || kind === ISO_8601)
      expect((made as Date).getTime()).toBe(Date.parse(String(value)));
    else expect(made).toEqual(value);
  }
}

describe('every field of the resources, as JSON and as the client reads it', () => {
  it.each([
    { what: 'sent by the API', change: {} },
    { what: 'an MMS', change: { mediaUrl: [PICTURE] } },
  ])('a message, $what', async ({ change }) => {
    await using at = await startWithClient();
    const { sid } = await at.client.messages.create({ from: NUMBER, to: ANN, body: 'hi', ...change });
    await at.twilio.settled();
    const { status, body } = await at.request('GET', `${ACCOUNT_PATH}/Messages/${sid}.json`);
    expect(status).toBe(200);
    expectFields(body, await at.client.messages(sid).fetch(), MESSAGE);
    expect(body.subresource_uris).toEqual({ media: `${ACCOUNT_PATH}/Messages/${sid}/Media.json` });
    expect(at.url + body.uri).toBe(`${at.url}${ACCOUNT_PATH}/Messages/${sid}.json`);
  });

  it('a message that comes in, and its reply, without Twilio’s own answer', async () => {
    await using at = await startWithClient(says('hello'));
    await at.twilio.phone(ANN).text('hi');
    await at.twilio
      .phone(ANN)
      .text('STOP', { errors: [] })
      .catch(() => undefined);
    const { body } = await at.request('GET', `${ACCOUNT_PATH}/Messages.json`);
    const instances = await at.client.messages.list();
    for (const [index, instance] of instances.entries())
      expectFields(body.messages[index], instance, MESSAGE);
    expect(
      instances.map(({ direction, status, body: text }) => [direction, status, text.slice(0, 12)]),
    ).toEqual([
      ['inbound', 'received', 'STOP'],
      ['outbound-reply', 'delivered', 'hello'],
      ['inbound', 'received', 'hi'],
    ]);
  });

  it('a message of a Messaging Service has neither sender nor segments nor price at first', async () => {
    await using at = await startWithClient();
    const messagingServiceSid = await at.addService([NUMBER]);
    const created = await at.client.messages.create({ messagingServiceSid, to: ANN, body: 'hi' });
    const open = { from: null, numSegments: '0', priceUnit: null, messagingServiceSid };
    expect(created).toMatchObject({ status: 'accepted', ...open });
    const both = await at.client.messages.create({ messagingServiceSid, from: NUMBER, to: ANN, body: 'hi' });
    expect(both).toMatchObject({ status: 'accepted', ...open, from: NUMBER });
    await at.twilio.settled();
    const sent = {
      status: 'delivered',
      from: NUMBER,
      numSegments: '1',
      priceUnit: 'USD',
      messagingServiceSid,
    };
    expect(await at.client.messages(created.sid).fetch()).toMatchObject(sent);
    const { body } = await at.request('GET', `${ACCOUNT_PATH}/Messages/${created.sid}.json`);
    expectFields(body, await at.client.messages(created.sid).fetch(), {
      ...MESSAGE,
      messaging_service_sid: SID('MG'),
    });
  });

  it('a file of a message', async () => {
    await using at = await startWithClient();
    const { sid } = await at.client.messages.create({ from: NUMBER, to: ANN, mediaUrl: [PICTURE] });
    const [listed] = await at.client.messages(sid).media.list();
    const media = await at.client
      .messages(sid)
      .media(listed?.sid ?? '')
      .fetch();
    const { body } = await at.request('GET', `${ACCOUNT_PATH}/Messages/${sid}/Media.json`);
    expectFields(body.media_list[0], media, MEDIA);
    expect(media.parentSid).toBe(sid);
    expect(fieldsOf(listed ?? {})).toEqual(fieldsOf(media));
  });

  it('a number of yours', async () => {
    await using at = await startWithClient();
    const [number] = await at.client.incomingPhoneNumbers.list();
    const { body } = await at.request('GET', `${ACCOUNT_PATH}/IncomingPhoneNumbers/${number?.sid}.json`);
    expectFields(body, await at.client.incomingPhoneNumbers(number?.sid ?? '').fetch(), PHONE_NUMBER, [
      'subresource_uris',
    ]);
    expect(body.capabilities).toEqual({ voice: false, sms: true, mms: true, fax: false });
  });

  it('a Messaging Service and its number', async () => {
    await using at = await startWithClient();
    const sid = await at.addService([NUMBER]);
    const service = at.client.messaging.v1.services(sid);
    const [sender] = await service.phoneNumbers.list();
    const path = `/messaging/v1/Services/${sid}`;
    const raw = await at.request('GET', path);
    expectFields(raw.body, await service.fetch(), SERVICE);
    const own = await at.request('GET', `${path}/PhoneNumbers/${sender?.sid}`);
    expectFields(own.body, await service.phoneNumbers(sender?.sid ?? '').fetch(), SENDER);
    expect(own.body.capabilities).toEqual(['SMS', 'MMS']);
  });

  it('the account', async () => {
    await using at = await startWithClient();
    const { body } = await at.request('GET', `${ACCOUNT_PATH}.json`);
    expectFields(body, await at.client.api.v2010.accounts(accountSid).fetch(), ACCOUNT_FIELDS);
    expect(body.sid).toBe(accountSid);
  });
});

describe('Messages', () => {
  it('are updated: redacted, which the phone does not see', async () => {
    await using at = await startWithClient();
    const { sid } = await at.client.messages.create({ from: NUMBER, to: ANN, body: 'secret' });
    await at.twilio.settled();
    expect(await at.client.messages(sid).update({ body: '' })).toMatchObject({
      sid,
      body: '',
      status: 'delivered',
    });
    expect(await at.client.messages(sid).fetch()).toMatchObject({ body: '' });
    expect(at.twilio.phone(ANN).inbox()).toMatchObject([{ body: 'secret' }]);
  });

  it('are removed, once', async () => {
    await using at = await startWithClient();
    const { sid } = await at.client.messages.create({ from: NUMBER, to: ANN, body: 'hi' });
    await at.twilio.settled();
    expect(await at.client.messages(sid).remove()).toBe(true);
    for (const again of [() => at.client.messages(sid).remove(), () => at.client.messages(sid).fetch()])
      await expect(again()).rejects.toMatchObject({ status: 404, code: 20404 });
    expect(await at.client.messages.list()).toEqual([]);
    expect(at.twilio.phone(ANN).inbox()).toHaveLength(1);
  });

  it('are made with an API key too', async () => {
    await using at = await startWithClient();
    const client = twilio(`SK${'2'.repeat(32)}`, 'secret', { accountSid });
    client.api.baseUrl = at.url;
    expect(await client.messages.create({ from: NUMBER, to: ANN, body: 'hi' })).toMatchObject({ accountSid });
  });

  it('are sent by a sender’s name', async () => {
    await using at = await startWithClient();
    await at.client.messages.create({ from: 'Library', to: ANN, body: 'hi' });
    await at.twilio.settled();
    expect(at.twilio.engine.conversation(ANN, 'Library')?.messages).toMatchObject([{ body: 'hi' }]);
  });
});

describe('files of messages', () => {
  it('are where the webhook is told, without credentials', async () => {
    await using at = await startWithClient();
    await at.twilio.phone(ANN).send('look', { media: [PICTURE] });
    const url = at.server.requests[0]?.parameters.get('MediaUrl0') ?? '';
    expect(url.startsWith(at.url)).toBe(true);
    const answer = await fetch(url, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([307, PICTURE]);
  });

  it('want credentials when the account says so', async () => {
    await using at = await startWithClient('<Response/>', { mediaAuth: true });
    await at.twilio.phone(ANN).send('look', { media: [PICTURE] });
    const url = at.server.requests[0]?.parameters.get('MediaUrl0') ?? '';
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(401);
    expect((await at.request('GET', url.slice(at.url.length))).status).toBe(307);
  });

  it.each([
    ['with a line break', 'https://example.com/a\nb.png', 'https://example.com/ab.png'],
    ['beyond ASCII', 'https://example.com/ü💌.png', 'https://example.com/%C3%BC%F0%9F%92%8C.png'],
  ])('an address %s is one that a header can have', async (_, address, location) => {
    await using at = await startWithClient();
    const { sid } = await at.client.messages.create({ from: NUMBER, to: ANN, mediaUrl: [address] });
    const [media] = await at.client.messages(sid).media.list();
    const path = `${ACCOUNT_PATH}/Messages/${sid}/Media/${media?.sid}`;
    const answer = await at.request('GET', path);
    expect([answer.status, answer.headers.get('location')]).toEqual([307, location]);
    expect((await at.request('DELETE', path)).status).toBe(404);
  });

  it('are not found at what is no address, or for another message', async () => {
    await using at = await startWithClient();
    const media0 = { url: 'no address', contentType: 'image/png' };
    const { sid } = await at.twilio.engine.send({ from: ANN, to: NUMBER, body: 'look', media: [media0] });
    const [media] = await at.client.messages(sid).media.list();
    for (const place of [media?.sid, `ME${'0'.repeat(32)}`])
      expect((await at.request('GET', `${ACCOUNT_PATH}/Messages/${sid}/Media/${place}`)).status).toBe(404);
    const none = at.client.messages(sid).media(`ME${'0'.repeat(32)}`);
    await expect(none.fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  });
});

describe('IncomingPhoneNumbers', () => {
  it('are updated, their webhook is called from then on, and the page sees it', async () => {
    await using at = await startWithClient({ '/other': says('other'), '/fallback': says('fallback') });
    const seen: unknown[] = [];
    at.twilio.engine.subscribe((event) => event.type === 'numbers' && seen.push(event.numbers[0]?.smsUrl));
    const [number] = await at.client.incomingPhoneNumbers.list({ phoneNumber: NUMBER });
    const resource = at.client.incomingPhoneNumbers(number?.sid ?? '');
    const smsUrl = `${at.server.origin}/other`;
    const updated = await resource.update({ friendlyName: 'Mine', smsUrl, smsMethod: 'GET' });
    expect(updated).toMatchObject({ friendlyName: 'Mine', smsUrl, smsMethod: 'GET', phoneNumber: NUMBER });
    expect(await at.twilio.phone(ANN).text('hi')).toEqual(['other']);
    expect(at.server.requests.at(-1)).toMatchObject({ method: 'GET' });
    expect(seen).toEqual([smsUrl]);
    const page = await at.request('GET', '/api/numbers');
    expect(page.body.numbers).toMatchObject([{ number: NUMBER, smsUrl, smsMethod: 'GET' }]);

    const smsFallbackUrl = `${at.server.origin}/fallback`;
    await resource.update({
      smsUrl: `${at.server.origin}/missing`,
      smsFallbackUrl,
      smsFallbackMethod: 'GET',
    });
    expect(await at.twilio.phone(ANN).text('hi', { errors: [11200] })).toEqual(['fallback']);
    await resource.update({ smsUrl: '' });
    expect(await at.twilio.phone(ANN).text('hi')).toEqual([]);
    expect(await resource.fetch()).toMatchObject({
      smsUrl: '',
      friendlyName: 'Mine',
      smsFallbackMethod: 'GET',
    });
  });

  it.each([
    [{ phoneNumber: '+15553330000' }, ['+15553330000']],
    [{ phoneNumber: '555***0000' }, [NUMBER, '+15553330000']],
    [{ phoneNumber: '444' }, []],
    [{ friendlyName: '(555) 333-0000' }, ['+15553330000']],
    [{ friendlyName: 'none' }, []],
    [{}, [NUMBER, '+15553330000', '+447700900000']],
  ])('are found by %j', async (filter, found) => {
    await using at = await startWithClient();
    at.addNumber('+15553330000');
    at.addNumber('+447700900000');
    const numbers = await at.client.incomingPhoneNumbers.list(filter);
    expect(numbers.map(({ phoneNumber }) => phoneNumber)).toEqual(found);
  });

  it.each([
    [{ smsUrl: 'ftp://example.com' }, 21402],
    [{ smsFallbackUrl: 'no address' }, 21402],
    [{ smsMethod: 'PUT' }, 21403],
    [{ smsFallbackMethod: 'x' }, 21403],
  ])('are not updated with %j', async (change, code) => {
    await using at = await startWithClient();
    const [number] = await at.client.incomingPhoneNumbers.list();
    const resource = at.client.incomingPhoneNumbers(number?.sid ?? '');
    await expect(resource.update(change)).rejects.toMatchObject({ status: 400, code });
    expect(await resource.fetch()).toMatchObject({ smsUrl: at.server.url, smsMethod: 'POST' });
  });

  it('are not found by another SID', async () => {
    await using at = await startWithClient();
    const none = at.client.incomingPhoneNumbers(`PN${'0'.repeat(32)}`);
    await expect(none.fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    await expect(none.update({ smsUrl: '' })).rejects.toMatchObject({ status: 404, code: 20404 });
  });
});
