import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { validateExpressRequest, validateRequest } from 'twilio';
import { type EmulatorOptions, startEmulator } from '../src/driver';
import { signRequest } from '../src/engine/http/signed-request';
import { CAPTURED } from './support/captured-parameters';
import { ANN, NUMBER } from './support/turns';
import { serveWebhook, type SeenRequest } from './support/webhook-server';

const AUTH_TOKEN = 'the token of the account';
const ACCOUNT_SID = `AC${'0'.repeat(32)}`;

/** A webhook that answers nothing, and a phone that texts it; `path` is of the webhook's address. */
async function start(options: EmulatorOptions = {}, path = '/sms') {
  const server = await serveWebhook('<Response/>');
  const twilio = await startEmulator({
    webhook: server.origin + path,
    authToken: AUTH_TOKEN,
    accountSid: ACCOUNT_SID,
    ...options,
  });
  const ann = twilio.phone(ANN);
  return {
    server,
    twilio,
    ann,
    /** Sends a message and returns the request that it made. */
    async request(...[body, more]: Parameters<typeof ann.text>): Promise<SeenRequest> {
      await ann.text(body, more);
      const request = server.requests.at(-1);
      if (request === undefined) throw new Error('Nothing came.');
      return request;
    },
    async [Symbol.asyncDispose]() {
      await twilio.stop();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** The names of a captured request, in their order. */
const capturedOf = (kind: string): readonly string[] => CAPTURED.find(({ of }) => of === kind)?.names ?? [];

describe('the parameters', () => {
  it.each(['POST', 'GET'] as const)('of %s come in the order of a captured request', async (method) => {
    await using at = await start({ method });
    const { parameters } = await at.request('hi');
    expect([...parameters.keys()]).toEqual(capturedOf('an SMS (2015)'));
  });

  it('have the values of the message', async () => {
    await using at = await start();
    const sid = expect.stringMatching(/^SM[0-9a-f]{32}$/);
    const values = Object.fromEntries((await at.request('Grüße & Küsse = 100 % ☎+1')).parameters);
    expect(values).toEqual({
      ToCountry: 'US',
      ToState: '',
      SmsMessageSid: sid,
      NumMedia: '0',
      ToCity: '',
      FromZip: '',
      SmsSid: sid,
      FromState: '',
      SmsStatus: 'received',
      FromCity: '',
      Body: 'Grüße & Küsse = 100 % ☎+1',
      FromCountry: 'US',
      To: NUMBER,
      ToZip: '',
      NumSegments: '1',
      MessageSid: sid,
      AccountSid: ACCOUNT_SID,
      From: ANN,
      ApiVersion: '2010-04-01',
    });
    expect(
      new Set([values.SmsMessageSid, values.SmsSid, values.MessageSid, at.ann.lastTurn()?.sid]).size,
    ).toBe(1);
  });

  it('have a fresh sid for each message', async () => {
    await using at = await start();
    const sids = [await at.request('hi'), await at.request('hi')].map(({ parameters }) =>
      parameters.get('MessageSid'),
    );
    expect(new Set(sids).size).toBe(2);
  });

  it.each(['POST', 'GET'] as const)(
    'of an MMS by %s come in the order of a captured request',
    async (method) => {
      await using at = await start({ method });
      const { parameters } = await at.request('', { media: ['https://a.example/me.vcf'] });
      expect([...parameters.keys()]).toEqual(capturedOf('an MMS with a contact card (text/x-vcard)'));
      expect(parameters.get('MediaContentType0')).toBe('text/x-vcard');
    },
  );

  it('of an MMS name its media', async () => {
    await using at = await start();
    const { parameters } = await at.request('', {
      media: ['https://a.example/cat.png?big#top', 'https://a.example/Film.MP4', 'https://a.example/x'],
    });
    expect(Object.fromEntries(parameters)).toMatchObject({
      MediaContentType0: 'image/png',
      MediaUrl0: 'https://a.example/cat.png?big#top',
      MediaContentType1: 'video/mp4',
      MediaUrl1: 'https://a.example/Film.MP4',
      MediaContentType2: 'application/octet-stream',
      MediaUrl2: 'https://a.example/x',
    });
    expect([parameters.get('NumMedia'), parameters.get('Body')]).toEqual(['3', '']);
    expect(parameters.get('MessageSid')).toMatch(/^MM[0-9a-f]{32}$/);
  });

  it.each([
    ['+15551110000', 'US', 'of no country’s area code: the main country of +1'],
    ['+14158675310', 'US', ''],
    ['+18005551212', 'US', 'toll-free'],
    ['+14165550123', 'CA', ''],
    ['+18765551234', 'JM', ''],
    ['+17875551234', 'PR', ''],
    ['+12425551234', 'BS', ''],
    ['+447400123456', 'GB', ''],
    ['+447781123456', 'GG', ''],
    ['+420601123456', 'CZ', ''],
    ['+48512345678', 'PL', ''],
    ['+375291234567', 'BY', ''],
    ['+77011234567', 'KZ', ''],
    ['+883510012345', '', 'of an international network'],
    ['+99', '', 'of no country'],
  ])('have the country of %s: %j %s', async (from, country) => {
    await using at = await start();
    await at.twilio.phone(from).text('hi');
    const { parameters } = at.server.requests[0] ?? {};
    expect([parameters?.get('FromCountry'), parameters?.get('ToCountry')]).toEqual([country, 'US']);
  });

  it.each([
    ['x'.repeat(161), '2'],
    ['☎'.repeat(71), '2'],
    ['', '1'],
  ])('count the segments of %j', async (body, segments) => {
    await using at = await start();
    expect((await at.request(body)).parameters.get('NumSegments')).toBe(segments);
  });
});

describe('the request', () => {
  it('has Twilio’s headers', async () => {
    await using at = await start();
    const { rawHeaders, body, header } = await at.request('hi');
    expect(rawHeaders.filter((_, index) => index % 2 === 0)).toEqual([
      'Host',
      'User-Agent',
      'Accept',
      'I-Twilio-Idempotency-Token',
      'X-Home-Region',
      'X-Twilio-Signature',
      'Content-Type',
      'Content-Length',
      'Connection',
    ]);
    expect(header('Host')).toBe(new URL(at.server.origin).host);
    expect(header('User-Agent')).toBe('TwilioProxy/1.1');
    expect(header('Accept')).toBe('*/*');
    expect(header('I-Twilio-Idempotency-Token')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(header('X-Home-Region')).toBe('us1');
    expect(header('Content-Type')).toBe('application/x-www-form-urlencoded');
    expect(header('Content-Length')).toBe(String(body.length));
  });

  it('has a fresh idempotency token for each message', async () => {
    await using at = await start();
    const tokens = [await at.request('hi'), await at.request('hi')].map(({ header }) =>
      header('I-Twilio-Idempotency-Token'),
    );
    expect(new Set(tokens).size).toBe(2);
  });

  it('as GET has no body and no Content-Type', async () => {
    await using at = await start({ method: 'GET' });
    expect(await at.request('hi')).toMatchObject({ method: 'GET', body: '' });
    expect(at.server.requests[0]?.header('Content-Type')).toBeUndefined();
  });

  it.each([
    ['POST', '/sms?a=1&b=%20x', '/sms?a=1&b=%20x'],
    ['POST', '/sms?a=1#top', '/sms?a=1'],
    ['POST', '/sms#top', '/sms'],
    ['GET', '/sms?a=1#top', '/sms?a=1&ToCountry=US&'],
    ['GET', '/sms?', '/sms?ToCountry=US&'],
    ['POST', '/sms?', '/sms?'],
    ['POST', '/sms?#top', '/sms?'],
    ['POST', '/sms??', '/sms??'],
    ['POST', '?', '/?'],
    ['POST', '', '/'],
    ['POST', '/a%2Fb/%zz?q=%20+&r=%c3%9c', '/a%2Fb/%zz?q=%20+&r=%c3%9c'],
    ['POST', '/a b?c d', '/a%20b?c%20d'],
    ['POST', '/ü?ö=☎', '/%C3%BC?%C3%B6=%E2%98%8E'],
    ['POST', "/sms?it's", '/sms?it%27s'],
    ['GET', '/ü b?ö=☎', '/%C3%BC%20b?%C3%B6=%E2%98%8E&ToCountry=US&'],
    ['GET', '/sms', '/sms?ToCountry=US&'],
  ] as const)('%s %s calls %s', async (method, path, called) => {
    await using at = await start({ method }, path);
    const request = await at.request('hi');
    expect(method === 'GET' ? request.path.slice(0, called.length) : request.path).toBe(called);
    expect(valid(request, at.server.origin)).toBe(true);
  });
});

describe('the host', () => {
  it('is called, named and signed in lower case', async () => {
    await using server = await serveWebhook('<Response/>');
    const { port } = new URL(server.origin);
    await using twilio = await startEmulator({
      webhook: `HTTP://LocalHost:${port}/SMS`,
      authToken: AUTH_TOKEN,
    });
    await twilio.phone(ANN).text('hi');
    const [request] = server.requests;
    expect([request?.path, request?.header('host')]).toEqual(['/SMS', `localhost:${port}`]);
    expect(request !== undefined && valid(request, `http://localhost:${port}`)).toBe(true);
  });

  it.each([
    ['http://shop.example:80/sms', 'shop.example', 'http://shop.example/sms'],
    ['https://shop.example:443/sms', 'shop.example', 'https://shop.example/sms'],
    ['https://shop.example:80/sms', 'shop.example:80', 'https://shop.example:80/sms'],
    ['https://SHOP.example:8443/sms', 'shop.example:8443', 'https://shop.example:8443/sms'],
    ['https://bücher.example/sms', 'xn--bcher-kva.example', 'https://xn--bcher-kva.example/sms'],
  ])('of %s is %s, and %s is signed', (url, host, signed) => {
    const request = { method: 'POST', url, parameters: [], cookie: '', idempotencyToken: '1' } as const;
    const made = signRequest(request, AUTH_TOKEN);
    const signature = made.headers.find(([name]) => name === 'X-Twilio-Signature')?.[1] ?? '';
    expect([made.url, made.headers[0]]).toEqual([signed, ['Host', host]]);
    expect(validateRequest(AUTH_TOKEN, signature, url, {})).toBe(true);
    expect(validateRequest(AUTH_TOKEN, signature, signed, {})).toBe(true);
  });
});

/** Whether the twilio package takes the signature of a request, in both of its ways. */
function valid({ method, path, header, parameters, rawHeaders }: SeenRequest, origin: string): boolean {
  const body = method === 'GET' ? {} : Object.fromEntries(parameters);
  const headers = { host: header('host') ?? '', 'x-twilio-signature': header('x-twilio-signature') ?? '' };
  expect(rawHeaders).toContain('X-Twilio-Signature');
  const express = { protocol: 'http', header, headers, originalUrl: path, body };
  const results = [
    validateRequest(AUTH_TOKEN, headers['x-twilio-signature'], origin + path, body),
    // This one takes every %3F of an address for the beginning of the query (twilio 6.2.0): a fault of its own.
    path.includes('%3F') || validateExpressRequest(express, AUTH_TOKEN),
  ];
  expect(validateRequest('another token', headers['x-twilio-signature'], origin + path, body)).toBe(false);
  return results.every(Boolean);
}

describe('the signature', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
  );

  it.each(['POST', 'GET'] as const)(
    'is one that the twilio package takes, for any message by %s',
    async (method) => {
      await using at = await start({ method }, '/sms?shop=1');
      await fc.assert(
        fc.asyncProperty(text, fc.webUrl(), async (body, url) => {
          const request = await at.request(body, { media: [url] });
          expect(request.parameters.get('Body')).toBe(Buffer.from(body).toString());
          expect(valid(request, at.server.origin)).toBe(true);
        }),
        { numRuns: 60 },
      );
    },
  );

  it('is that of the documented example', () => {
    const { headers } = signRequest(
      {
        method: 'POST',
        url: 'https://example.com/myapp.php?foo=1&bar=2',
        parameters: [
          ['CallSid', 'CA1234567890ABCDE'],
          ['Caller', '+14158675310'],
          ['Digits', '1234'],
          ['From', '+14158675310'],
          ['To', '+18005551212'],
        ],
        cookie: '',
        idempotencyToken: '1',
      },
      '12345',
    );
    expect(headers).toContainEqual(['X-Twilio-Signature', 'L/OH5YylLD5NRKLltdqwSvS0BnU=']);
  });

  it('covers neither cookies nor headers, so it is the same with a cookie', () => {
    const request = {
      method: 'POST',
      url: 'https://example.com/',
      parameters: [['Body', 'hi']],
      idempotencyToken: '1',
    } as const;
    const signature = (cookie: string) =>
      signRequest({ ...request, cookie }, '12345').headers.find(([name]) => name === 'X-Twilio-Signature');
    expect(signature('a=1')).toEqual(signature(''));
  });
});
