import { describe, expect, it } from '@jest/globals';
import { validateRequest } from 'twilio';
import { type Emulator, startEmulator } from '../../src/driver';
import type { TextOptions } from '../../src/phone';
import { ACCOUNT } from '../support/rest-client';
import { ANN, NUMBER } from '../support/turns';
import { says, serveWebhook } from '../support/webhook-server';

const WHATSAPP_ANN = `whatsapp:${ANN}`;
const WHATSAPP_NUMBER = `whatsapp:${NUMBER}`;

/** A webhook that answers `Hello`, and the form of each request to it. */
async function start() {
  const server = await serveWebhook(says('Hello'));
  const twilio = await startEmulator({ webhook: server.url, ...ACCOUNT });
  return {
    server,
    twilio,
    form: () => Object.fromEntries(server.requests.at(-1)?.parameters ?? []),
    async [Symbol.asyncDispose]() {
      await twilio.stop();
      await server[Symbol.asyncDispose]();
    },
  };
}

const names = (list: string): string[] => list.split(', ').sort();

/** The names of requests that were published; those of the first three and of the last are whole. */
const CAPTURED = {
  text: 'SmsMessageSid, NumMedia, ProfileName, MessageType, SmsSid, WaId, SmsStatus, Body, To, NumSegments, ReferralNumMedia, MessageSid, AccountSid, ChannelMetadata, From, ApiVersion',
  /** 2026, without the `ExternalUserId` that it also had. */
  button:
    'OriginalRepliedMessageSender, SmsMessageSid, FrequentlyForwarded, NumMedia, ProfileName, MessageType, SmsSid, WaId, SmsStatus, Body, Forwarded, ButtonText, To, ButtonPayload, NumSegments, ReferralNumMedia, MessageSid, AccountSid, OriginalRepliedMessageSid, ChannelMetadata, From, ApiVersion',
  /** 2022, before there were `MessageType` and `ChannelMetadata`. */
  image:
    'MediaContentType0, SmsMessageSid, NumMedia, ProfileName, SmsSid, WaId, SmsStatus, Body, To, NumSegments, ReferralNumMedia, MessageSid, AccountSid, From, MediaUrl0, ApiVersion',
  location: 'To, Body, From, WaId, Latitude, Longitude, NumMedia, MessageSid, MessageType, ProfileName',
  messenger:
    'SmsMessageSid, NumMedia, SmsSid, SmsStatus, Body, To, NumSegments, MessageSid, AccountSid, From, ApiVersion',
};

describe('a message of WhatsApp', () => {
  const place = { latitude: 25.018766403198, longitude: -77.395950317383 };
  it.each<[keyof typeof CAPTURED, string, TextOptions, string[]]>([
    ['text', 'hi', {}, []],
    ['button', 'Confirm', { buttonPayload: 'confirm' }, []],
    ['image', '', { media: ['https://a.example/b.jpg'] }, ['MessageType', 'ChannelMetadata']],
  ])('has the parameters of captured requests: %s', async (kind, body, options, since) => {
    await using at = await start();
    const ann = at.twilio.phone(WHATSAPP_ANN);
    await ann.text('before');
    expect(await ann.text(body, options)).toEqual(['Hello']);
    expect(Object.keys(at.form()).sort()).toEqual([...names(CAPTURED[kind]), ...since].sort());
  });

  it('has no place names, one segment, and says who wrote it', async () => {
    await using at = await start();
    await at.twilio.phone(WHATSAPP_ANN, { profileName: 'Ann Ó' }).text('ż'.repeat(200));
    expect(at.form()).toMatchObject({
      From: WHATSAPP_ANN,
      To: WHATSAPP_NUMBER,
      ProfileName: 'Ann Ó',
      WaId: '15551110000',
      MessageType: 'text',
      NumSegments: '1',
      ReferralNumMedia: '0',
      ChannelMetadata: '{"type":"whatsapp","data":{"context":{"ProfileName":"Ann Ó","WaId":"15551110000"}}}',
    });
    expect(Object.keys(at.form()).filter((name) => /City|State|Zip|Country/.test(name))).toEqual([]);
  });

  it('calls a phone by its last digits before it has a name, and again when the name is taken back', async () => {
    await using at = await start();
    const ann = at.twilio.phone(WHATSAPP_ANN);
    const profile = async () => {
      await ann.text('hi');
      return at.form().ProfileName;
    };
    expect(await profile()).toBe('Phone 0000');
    at.twilio.engine.phones.setProfileName(WHATSAPP_ANN, 'Ann');
    expect(await profile()).toBe('Ann');
    at.twilio.engine.phones.setProfileName(WHATSAPP_ANN, '');
    expect(await profile()).toBe('Phone 0000');
  });

  it('names the tapped button, and the message that it stands below', async () => {
    await using at = await start();
    const ann = at.twilio.phone(WHATSAPP_ANN, { profileName: 'Ann' });
    await ann.text('hi');
    expect(await ann.tap('Confirm', '{verifyEmail:a@b.example}')).toEqual(['Hello']);
    expect(at.form()).toMatchObject({
      Body: 'Confirm',
      ButtonText: 'Confirm',
      ButtonPayload: '{verifyEmail:a@b.example}',
      MessageType: 'interactive',
      OriginalRepliedMessageSender: WHATSAPP_NUMBER,
      OriginalRepliedMessageSid: ann.inbox()[0]?.sid,
      Forwarded: 'false',
      ChannelMetadata:
        '{"type":"whatsapp","data":{"context":{"ButtonText":"Confirm","Forwarded":"false","FrequentlyForwarded":"false","ProfileName":"Ann","WaId":"15551110000"}}}',
    });
    expect(ann.lastTurn()).toMatchObject({ body: 'Confirm', buttonPayload: '{verifyEmail:a@b.example}' });
  });

  it('names no message when there was none before the button', async () => {
    await using at = await start();
    await at.twilio.phone(WHATSAPP_ANN).tap('Yes', 'yes');
    expect(at.form()).not.toHaveProperty('OriginalRepliedMessageSid');
  });

  it('has the place that a phone shares', async () => {
    await using at = await start();
    const ann = at.twilio.phone(WHATSAPP_ANN);
    await ann.text('', { location: place });
    expect(Object.keys(at.form())).toEqual(expect.arrayContaining(names(CAPTURED.location)));
    expect(at.form()).toMatchObject({
      MessageType: 'location',
      Latitude: '25.018766403198',
      Longitude: '-77.395950317383',
    });
    expect(at.form()).not.toHaveProperty('Label');
    await ann.text('', { location: { ...place, label: 'Home', address: '1 Main St' } });
    expect(at.form()).toMatchObject({ Label: 'Home', Address: '1 Main St' });
    expect(ann.lastTurn()?.location).toEqual({ ...place, label: 'Home', address: '1 Main St' });
  });

  it.each([
    ['https://a.example/b.png', 'image'],
    ['https://a.example/b.mp3', 'audio'],
    ['https://a.example/b.mp4', 'video'],
    ['https://a.example/b.vcf', 'contacts'],
    ['https://a.example/b.pdf', 'document'],
  ])('with %s is of type %s', async (url, type) => {
    await using at = await start();
    await at.twilio.phone(WHATSAPP_ANN).text('', { media: [url] });
    expect(at.form()).toMatchObject({ MessageType: type, MessageSid: expect.stringMatching(/^MM/) });
  });

  it('is signed', async () => {
    await using at = await start();
    await at.twilio.phone(WHATSAPP_ANN).text('hi');
    const [request] = at.server.requests;
    const signature = request?.header('X-Twilio-Signature') ?? '';
    expect(validateRequest(ACCOUNT.authToken, signature, at.server.url, at.form())).toBe(true);
  });
});

describe('a message of Messenger', () => {
  it('has those of a captured request', async () => {
    await using at = await start();
    const page = at.twilio.addNumber('messenger:102542248309018');
    const ann = at.twilio.phone('messenger:4465012966906978', { to: page });
    expect(await ann.text('hi')).toEqual(['Hello']);
    expect(Object.keys(at.form()).sort()).toEqual(names(CAPTURED.messenger));
    expect(at.form()).toMatchObject({ From: 'messenger:4465012966906978', To: page, NumSegments: '1' });
  });

  it('names a tapped button', async () => {
    await using at = await start();
    await at.twilio.phone('messenger:4465012966906978').tap('Yes', 'yes');
    expect(at.form()).toMatchObject({
      To: 'messenger:15552220000',
      ButtonText: 'Yes',
      ButtonPayload: 'yes',
    });
  });
});

describe('a message of RCS', () => {
  it('says so, and names a tapped button with its payload as it is', async () => {
    await using at = await start();
    const agent = at.twilio.addNumber('rcs:brand_agent');
    const ann = at.twilio.phone(`rcs:${ANN}`, { to: agent });
    await ann.text('hi');
    expect(at.form()).toMatchObject({
      From: `rcs:${ANN}`,
      To: agent,
      ChannelMetadata: '{"type":"rcs","data":{"context":{}}}',
    });
    await ann.tap('Yes', 'yes=1&no');
    expect(at.form()).toMatchObject({
      ButtonText: 'Yes',
      ButtonPayload: 'yes=1&no',
      MessageType: 'interactive',
    });
  });
});

describe('a phone on another channel', () => {
  it('reaches what a phone number is called there, with its webhook, and is another conversation', async () => {
    await using at = await start();
    await at.twilio.phone(ANN).text('by SMS');
    await at.twilio.phone(WHATSAPP_ANN).text('by WhatsApp');
    expect(at.twilio.engine.conversations().map(({ from, to }) => [from, to])).toEqual([
      [ANN, NUMBER],
      [WHATSAPP_ANN, WHATSAPP_NUMBER],
    ]);
    expect(at.twilio.engine.numbers()).toHaveLength(1);
  });

  it('reaches the number that was added with that address', async () => {
    await using other = await serveWebhook(says('the other'));
    await using at = await start();
    at.twilio.addNumber(WHATSAPP_NUMBER);
    at.twilio.configure(WHATSAPP_NUMBER, { smsUrl: other.url });
    expect(await at.twilio.phone(WHATSAPP_ANN).text('hi')).toEqual(['the other']);
    expect(await at.twilio.phone(ANN).text('hi')).toEqual(['Hello']);
  });

  it.each([
    ['rcs:brand_agent', WHATSAPP_ANN],
    ['12345', WHATSAPP_ANN],
    [WHATSAPP_NUMBER, ANN],
  ])('does not text %s from %s', async (to, from) => {
    await using at = await start();
    if (to !== WHATSAPP_NUMBER) at.twilio.addNumber(to);
    expect(() => at.twilio.phone(from, { to })).toThrow(
      `${from} and ${to} are of different channels, so they cannot text each other.`,
    );
    await expect(at.twilio.engine.send({ from, to, body: 'hi' })).rejects.toThrow(
      `to must be of the same channel as ${from}.`,
    );
  });

  it('is switched off by itself', async () => {
    await using at = await start();
    at.twilio.engine.phones.set(WHATSAPP_ANN, false);
    expect(await at.twilio.phone(ANN).text('hi')).toEqual(['Hello']);
    await expect(at.twilio.phone(WHATSAPP_ANN).text('hi')).rejects.toThrow('switched off');
  });

  it('sends STOP as a text like any other on WhatsApp and Messenger, where Twilio answers nothing', async () => {
    await using at = await start();
    for (const from of [WHATSAPP_ANN, 'messenger:4465012966906978']) {
      const ann = at.twilio.phone(from);
      expect(await ann.text('STOP')).toEqual(['Hello']);
      expect(await ann.text('HELP')).toEqual(['Hello']);
      expect(ann.inbox().filter(({ byTwilio }) => byTwilio)).toEqual([]);
    }
    const rcs = at.twilio.phone(`rcs:${ANN}`);
    await rcs.send('STOP');
    expect(rcs.inbox().map(({ byTwilio }) => byTwilio)).toEqual([true]);
  });
});

it('a short code is a number like any other', async () => {
  await using at = await start();
  expect(at.twilio.addNumber('12345')).toBe('12345');
  const ann = at.twilio.phone(ANN, { to: '12345' });
  expect(await ann.text('hi')).toEqual(['Hello']);
  expect(at.form()).toMatchObject({ From: ANN, To: '12345', ToCountry: '' });
});

describe('the driver says what is wrong', () => {
  it.each<[string, (twilio: Emulator) => unknown, string]>([
    [
      'a phone with the address of a number',
      (twilio) => twilio.phone('12345'),
      '12345 is not a phone number',
    ],
    [
      'a number that is none',
      (twilio) => twilio.addNumber('5551'.repeat(3)),
      'is not an address of a number',
    ],
    ['a number that is there', (twilio) => twilio.addNumber(NUMBER), 'is one of your numbers already'],
    ['a number like none', (twilio) => twilio.addNumber('12345', '/x'), '/x is not one of your numbers'],
    [
      'settings of a number that is none',
      (twilio) => {
        twilio.configure('rcs:brand_agent', {});
      },
      'rcs:brand_agent is not one of your numbers',
    ],
  ])('%s', async (_, act, error) => {
    await using at = await start();
    expect(() => act(at.twilio)).toThrow(error);
  });

  it('a button or a place by SMS', async () => {
    await using at = await start();
    const ann = at.twilio.phone(ANN);
    await expect(ann.tap('Yes', 'yes')).rejects.toThrow('buttonPayload is not for SMS.');
    await expect(ann.send('', { location: { latitude: 1, longitude: 2 } })).rejects.toThrow(
      'location is not for SMS.',
    );
  });

  it('a button without words', async () => {
    await using at = await start();
    await expect(at.twilio.phone(WHATSAPP_ANN).tap('', 'yes')).rejects.toThrow(
      'body must be the text of the button.',
    );
  });
});
