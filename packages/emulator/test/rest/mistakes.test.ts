import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import twilio from 'twilio';
import { createApp } from '../../src/api/app';
import { createEngine } from '../../src/engine/engine';
import { ACCOUNT, ACCOUNT_PATH, basic, clientOf, startWithClient } from '../support/rest-client';
import { ANN, NUMBER } from '../support/turns';

const RestException = twilio.RestException;
const NONE = '0'.repeat(32);

/** A form of a good message with these changes; `null` leaves a parameter out. */
type Change = Readonly<Record<string, string | readonly string[] | null>>;
const formOf = (change: Change): URLSearchParams => {
  const fields: Change = { From: NUMBER, To: ANN, Body: 'hi', ...change };
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    [value ?? []].flat().map((text): [string, string] => [name, text]),
  );
  return new URLSearchParams(pairs);
};

describe('a message that Twilio would refuse', () => {
  const urls = (count: number) => Array.from({ length: count }, (_, index) => `https://example.com/${index}`);

  it.each<[string, Change, number, string]>([
    ['no To', { To: null }, 21604, "A 'To' phone number is required."],
    ['an empty To', { To: '' }, 21604, "A 'To' phone number is required."],
    [
      'a To without +',
      { To: '5551234567' },
      21211,
      "The 'To' number 5551234567 is not a valid phone number.",
    ],
    ['a To that is no number', { To: 'Ann' }, 21211, "The 'To' number Ann is not a valid phone number."],
    [
      'a To that is too long',
      { To: `+${'1'.repeat(16)}` },
      21211,
      `The 'To' number +${'1'.repeat(16)} is not a valid phone number.`,
    ],
    ['To as From', { To: NUMBER }, 21211, `The 'To' and 'From' numbers are both ${NUMBER}.`],
    [
      'To as a From that is not yours',
      { To: ANN, From: ANN },
      21211,
      `The 'To' and 'From' numbers are both ${ANN}.`,
    ],
    ['no From', { From: null }, 21603, "A 'From' phone number is required."],
    ['an empty From', { From: '' }, 21603, "A 'From' phone number is required."],
    [
      'a From that is none',
      { From: '#!' },
      21212,
      "The 'From' number #! is not a valid phone number, shortcode, or alphanumeric sender ID.",
    ],
    [
      'a From that is too long',
      { From: 'Twelve chars' },
      21212,
      "The 'From' number Twelve chars is not a valid phone number, shortcode, or alphanumeric sender ID.",
    ],
    [
      'a From that is not yours',
      { From: ANN, To: '+15551110009' },
      21606,
      `The From phone number ${ANN} is not a valid, SMS-capable inbound phone number or short code for your account.`,
    ],
    [
      'a short code',
      { From: '12345' },
      21606,
      'The From phone number 12345 is not a valid, SMS-capable inbound phone number or short code for your account.',
    ],
    ['neither body nor media', { Body: null }, 21602, 'Message body is required.'],
    ['an empty body', { Body: '' }, 21602, 'Message body is required.'],
    [
      '1601 characters',
      { Body: 'x'.repeat(1601) },
      21617,
      'The concatenated message body exceeds the 1600 character limit.',
    ],
    [
      'a bad media URL',
      { MediaUrl: 'a.png' },
      21620,
      'Media urls: a.png are invalid. Please use only valid http and https urls',
    ],
    [
      'bad media URLs',
      { MediaUrl: ['ftp://a', 'https://example.com/', 'b'] },
      21620,
      'Media urls: ["ftp://a","b"] are invalid. Please use only valid http and https urls',
    ],
    ['eleven media', { MediaUrl: urls(11) }, 21623, 'Number of media files exceeds allowed limit'],
    [
      'a bad StatusCallback',
      { StatusCallback: 'no address' },
      21609,
      'The StatusCallback URL no address is not a valid URL.',
    ],
    [
      'a service that is not there',
      { MessagingServiceSid: `MG${NONE}` },
      21701,
      'The Messaging Service does not exist',
    ],
    ['such a service as From', { From: `MG${NONE}` }, 21701, 'The Messaging Service does not exist'],
    [
      'a service’s SID that is none',
      { MessagingServiceSid: 'MG1' },
      21705,
      'The Messaging Service is invalid',
    ],
    [
      'another SID as a service',
      { MessagingServiceSid: `SM${NONE}` },
      21705,
      'The Messaging Service is invalid',
    ],
    [
      'bad To before bad From',
      { To: 'x', From: '#' },
      21211,
      "The 'To' number x is not a valid phone number.",
    ],
    [
      'bad From before no body',
      { From: '#!', Body: null },
      21212,
      "The 'From' number #! is not a valid phone number, shortcode, or alphanumeric sender ID.",
    ],
  ])('%s', async (_, change, code, message) => {
    await using at = await startWithClient();
    const { status, body } = await at.request('POST', `${ACCOUNT_PATH}/Messages.json`, {
      body: formOf(change),
    });
    expect([status, body]).toEqual([
      400,
      { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status: 400 },
    ]);
    expect(await at.client.messages.list()).toEqual([]);
  });

  it.each<[string, Change]>([
    ['separators in numbers', { To: '+1 (555) 111-0000', From: '+1-555-222.0000' }],
    ['1600 characters', { Body: 'x'.repeat(1600) }],
    ['ten media and no body', { Body: null, MediaUrl: urls(10) }],
    ['parameters that it does not know', { Attempt: '1', ValidityPeriod: '5', Unknown: 'x' }],
    ['a parameter twice: the first one', { Body: ['hi', 'ho'] }],
    ['an empty StatusCallback', { StatusCallback: '' }],
    ['an empty service', { MessagingServiceSid: '' }],
  ])('but not for %s', async (_, change) => {
    await using at = await startWithClient();
    const { status, body } = await at.request('POST', `${ACCOUNT_PATH}/Messages.json`, {
      body: formOf(change),
    });
    expect([status, body.to, body.from]).toEqual([201, ANN, NUMBER]);
  });

  it('is a RestException of the client', async () => {
    await using at = await startWithClient();
    const refused = at.client.messages.create({ from: NUMBER, to: '5551234567', body: 'hi' });
    await expect(refused).rejects.toBeInstanceOf(RestException);
    await expect(refused).rejects.toMatchObject({
      status: 400,
      code: 21211,
      message: "The 'To' number 5551234567 is not a valid phone number.",
      moreInfo: 'https://www.twilio.com/docs/errors/21211',
    });
  });

  it('a template of content is not emulated', async () => {
    await using at = await startWithClient();
    const refused = at.client.messages.create({ from: NUMBER, to: ANN, contentSid: `HX${NONE}` });
    await expect(refused).rejects.toMatchObject({
      status: 404,
      message: expect.stringContaining('ContentSid'),
    });
  });

  it('a service without senders, and a sender that is not of the service', async () => {
    await using at = await startWithClient();
    const to = ANN;
    const empty = await at.addService([]);
    await expect(
      at.client.messages.create({ messagingServiceSid: empty, to, body: 'hi' }),
    ).rejects.toMatchObject({ code: 21703, status: 400 });
    at.addNumber('+15553330000');
    const other = await at.addService(['+15553330000']);
    await expect(
      at.client.messages.create({ messagingServiceSid: other, from: NUMBER, to, body: 'hi' }),
    ).rejects.toMatchObject({ code: 21606 });
    await expect(
      at.client.messages.create({ from: other, to: '+15553330000', body: 'hi' }),
    ).rejects.toMatchObject({
      code: 21211,
    });
  });

  it('a message that is refused chooses no sender', async () => {
    await using at = await startWithClient();
    at.addNumber('+15553330000');
    const messagingServiceSid = await at.addService([NUMBER, '+15553330000']);
    await expect(at.client.messages.create({ messagingServiceSid, to: ANN })).rejects.toMatchObject({
      code: 21602,
    });
    const { sid } = await at.client.messages.create({ messagingServiceSid, to: '+15551110009', body: 'hi' });
    await at.twilio.settled();
    expect(await at.client.messages(sid).fetch()).toMatchObject({ from: NUMBER });
  });

  it('an address for callbacks of more than 4000 characters', async () => {
    await using at = await startWithClient();
    const create = (length: number) => {
      const statusCallback = 'https://example.com/'.padEnd(length, 'x');
      return at.client.messages.create({ from: NUMBER, to: 'x', statusCallback, body: 'hi' });
    };
    await expect(create(4000)).rejects.toMatchObject({ code: 21211 });
    const form = formOf({ StatusCallback: 'https://example.com/'.padEnd(4001, 'x') });
    const { body } = await at.request('POST', `${ACCOUNT_PATH}/Messages.json`, { body: form });
    expect(body.code).toBe(21609);
  });
});

describe('an update or removal that Twilio would refuse', () => {
  it.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['a body', { Body: 'new' }],
    ['a body and a status', { Body: '', Status: 'canceled' }],
    ['another status', { Status: 'sent' }],
    ['no status', { Status: '' }],
  ])('%s', async (_, change) => {
    await using at = await startWithClient();
    const { sid } = await at.client.messages.create({ from: NUMBER, to: ANN, body: 'hi' });
    await at.twilio.settled();
    const path = `${ACCOUNT_PATH}/Messages/${sid}.json`;
    const { status, body } = await at.request('POST', path, { body: new URLSearchParams(change) });
    expect([status, body.code, body.message]).toEqual([400, 30400, 'Parameters are not valid']);
  });

  it('of a message that is not there, or not finished, or not scheduled', async () => {
    await using at = await startWithClient();
    const none = at.client.messages(`SM${NONE}`);
    const missing = {
      status: 404,
      code: 20404,
      message: `The requested resource ${ACCOUNT_PATH}/Messages/SM${NONE}.json was not found`,
    };
    for (const attempt of [() => none.fetch(), () => none.update({ body: '' }), () => none.remove()])
      await expect(attempt()).rejects.toMatchObject(missing);
    for (const attempt of [() => none.media.list(), () => none.media(`ME${NONE}`).fetch()])
      await expect(attempt()).rejects.toMatchObject({ status: 404, code: 20404 });

    at.twilio.engine.phones.set(ANN, false);
    const { sid } = await at.client.messages.create({ from: NUMBER, to: ANN, body: 'hi' });
    await at.twilio.settled();
    const message = at.client.messages(sid);
    expect(await message.fetch()).toMatchObject({ status: 'sent' });
    for (const attempt of [() => message.update({ body: '' }), () => message.remove()])
      await expect(attempt()).rejects.toMatchObject({ status: 409, code: 20009 });
    await expect(message.update({ status: 'canceled' })).rejects.toMatchObject({ status: 409, code: 30409 });
  });
});

describe('a request that is refused as such', () => {
  it.each([
    ['none', undefined, 'Authentication Error - No credentials provided'],
    ['of another kind', 'Bearer abc', 'Authentication Error - No credentials provided'],
    ['nothing in Base64', 'Basic !!!', 'Authentication Error - No credentials provided'],
    ['a wrong token', basic(ACCOUNT.accountSid, 'wrong'), 'Authenticate'],
    ['no token', basic(ACCOUNT.accountSid, ''), 'Authenticate'],
    ['an unknown user', basic('me'), 'Authentication Error - invalid username'],
    ['no user', basic(''), 'Authentication Error - invalid username'],
    ['no colon', `Basic ${Buffer.from('x').toString('base64')}`, 'Authentication Error - invalid username'],
    ['another account', basic(`AC${NONE}`), 'Authentication Error - invalid username'],
    ['an API key without a secret', basic(`SK${NONE}`, ''), 'Authenticate'],
  ])('credentials: %s', async (_, authorization, message) => {
    await using at = await startWithClient();
    const headers: Record<string, string> =
      authorization === undefined ? {} : { Authorization: authorization };
    for (const path of [`${ACCOUNT_PATH}/Messages.json`, `${ACCOUNT_PATH}/x`, '/messaging/v1/Services']) {
      const answer = await fetch(at.url + path, { headers });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Basic realm="Twilio API"');
      expect(await answer.json()).toEqual({
        code: 20003,
        message,
        more_info: 'https://www.twilio.com/docs/errors/20003',
        status: 401,
      });
    }
  });

  it('credentials: with API keys of its own, of these alone', async () => {
    const sid = `SK${NONE}`;
    const engine = createEngine({ account: { ...ACCOUNT, apiKeys: [{ sid, secret: 'secret' }] } });
    const app = createApp(engine, new Map(), () => 1337);
    const statusFor = async (user: string, password: string): Promise<number> => {
      const headers = { Host: 'localhost:1337', Authorization: basic(user, password) };
      return (await app.fetch(new Request(`http://localhost:1337${ACCOUNT_PATH}.json`, { headers }))).status;
    };
    expect(await statusFor(sid, 'secret')).toBe(200);
    expect(await statusFor(sid, 'other')).toBe(401);
    expect(await statusFor(`SK${'1'.repeat(32)}`, 'secret')).toBe(401);
    expect(await statusFor(ACCOUNT.accountSid, ACCOUNT.authToken)).toBe(200);
    await engine.stop();
  });

  it('credentials: of the client', async () => {
    await using at = await startWithClient();
    const wrong = clientOf(at.url, ACCOUNT.accountSid, 'wrong');
    await expect(wrong.messages.list()).rejects.toMatchObject({
      status: 401,
      code: 20003,
      message: 'Authenticate',
    });
    const other = clientOf(at.url, `AC${NONE}`, 'token');
    await expect(other.messages.list()).rejects.toMatchObject({ status: 401, code: 20003 });
  });

  it.each([
    ['another account', 'GET', `/2010-04-01/Accounts/AC${NONE}/Messages.json`, 401, 20003],
    ['no account', 'GET', '/2010-04-01/Accounts//Messages.json', 404, 20404],
    ['null as an account', 'GET', '/2010-04-01/Accounts/null/Messages.json', 404, 20404],
    ['a path without an account', 'GET', '/2010-04-01/Messages.json', 404, 20404],
    ['a list that it has not', 'GET', `${ACCOUNT_PATH}/Calls.json`, 404, 20404],
    ['no extension', 'GET', `${ACCOUNT_PATH}/Messages`, 404, 20404],
    ['XML', 'GET', `${ACCOUNT_PATH}/Messages.xml`, 404, 20404],
    ['a product that it has not', 'GET', '/verify/v2/Services', 404, 20404],
    ['a version that it has not', 'GET', '/messaging/v2/Services', 404, 20404],
    ['a part of Messaging that it has not', 'GET', '/messaging/v1/Deactivations', 404, 20404],
    ['PUT', 'PUT', `${ACCOUNT_PATH}/Messages.json`, 405, 20004],
    ['DELETE of a list', 'DELETE', `${ACCOUNT_PATH}/Messages.json`, 405, 20004],
    ['POST to a file', 'POST', `${ACCOUNT_PATH}/Messages/SM1/Media.json`, 405, 20004],
    ['PATCH of a service', 'PATCH', `/messaging/v1/Services/MG${NONE}`, 405, 20004],
  ])('%s', async (_, method, path, status, code) => {
    await using at = await startWithClient();
    const answer = await at.request(method, path);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body).toMatchObject({ status, message: expect.any(String) });
  });

  it.each([101, 300, 5000])('a form of %i kB', async (kB) => {
    await using at = await startWithClient();
    const body = new URLSearchParams({ From: NUMBER, To: ANN, Body: 'x'.repeat(kB * 1024) });
    const answer = await at.request('POST', `${ACCOUNT_PATH}/Messages.json`, { body });
    expect([answer.status, answer.body.code]).toEqual([413, 20413]);
    const refused = at.client.messages.create({ from: NUMBER, to: ANN, body: 'x'.repeat(kB * 1024) });
    await expect(refused).rejects.toMatchObject({ status: 413, code: 20413 });
  });

  it('JSON in place of a form: nothing in it is seen', async () => {
    await using at = await startWithClient();
    const answer = await at.request('POST', `${ACCOUNT_PATH}/Messages.json`, {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ From: NUMBER, To: ANN, Body: 'hi' }),
    });
    expect([answer.status, answer.body.code]).toEqual([400, 21604]);
  });

  it('a form whose client goes away is given up, and the emulator says nothing', async () => {
    await using at = await startWithClient();
    const path = `${ACCOUNT_PATH}/Messages.json`;
    const head = `POST ${path} HTTP/1.1\r\nHost: localhost:${new URL(at.url).port}\r\nAuthorization: ${basic()}\r\n`;
    await new Promise<void>((resolve, reject) => {
      const socket = connect(Number(new URL(at.url).port), '127.0.0.1');
      socket.on('error', reject).on('close', () => {
        resolve();
      });
      socket.write(
        `${head}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nFrom=`,
        () => {
          socket.destroy();
        },
      );
    });
    expect(await at.client.messages.list()).toEqual([]);
  });
});
