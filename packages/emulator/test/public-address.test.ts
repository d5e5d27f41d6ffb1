import { describe, expect, it } from '@jest/globals';
import { validateExpressRequest, validateRequest } from 'twilio';
import { startEmulator } from '../src/driver';
import { addressesOf } from '../src/engine/http/public-address';
import { isSignedFor, PUBLIC, startPublic } from './support/public-app';
import { ACCOUNT } from './support/rest-client';
import { ANN, NUMBER, outcome, sent } from './support/turns';
import { type Answer, says, type SeenRequest } from './support/webhook-server';

const forwardedOf = ({ header }: SeenRequest) =>
  ['host', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-prefix'].map(
    (name) => header(name) ?? '',
  );

describe('a request to an app with a public address', () => {
  it('goes to the one on this machine, and is signed for the public one', async () => {
    await using at = await startPublic(says('hello'));
    const turn = await at.ann.send('hi');
    expect(outcome(turn)).toEqual(sent('hello'));
    const [request] = at.server.requests;
    expect(request && isSignedFor(request, `${PUBLIC}/sms`)).toBe(true);
    expect(request && isSignedFor(request, at.server.url)).toBe(false);
    expect(turn.exchanges).toMatchObject([{ request: { url: `${PUBLIC}/sms`, sentTo: at.server.url } }]);
  });

  it.each([
    [PUBLIC, '/sms', `${PUBLIC}/sms`, ['their.name', '192.0.2.1', 'their.name', 'https', '']],
    [`${PUBLIC}/`, '/', `${PUBLIC}/`, ['their.name', '192.0.2.1', 'their.name', 'https', '']],
    [
      'http://their.name',
      '/a?b',
      'http://their.name/a?b',
      ['their.name', '192.0.2.1', 'their.name', 'http', ''],
    ],
    [
      'https://Their.Name:8443',
      '/sms?a=b%20c&a=',
      'https://their.name:8443/sms?a=b%20c&a=',
      ['their.name:8443', '192.0.2.1', 'their.name:8443', 'https', ''],
    ],
    [
      `${PUBLIC}/app/`,
      '/sms?a',
      `${PUBLIC}/app/sms?a`,
      ['their.name', '192.0.2.1', 'their.name', 'https', '/app'],
    ],
    [
      'https://müller.example/ä',
      '//sms/%2e/ö',
      'https://xn--mller-kva.example/%C3%A4//sms/%C3%B6',
      ['xn--mller-kva.example', '192.0.2.1', 'xn--mller-kva.example', 'https', '/%C3%A4'],
    ],
  ])('looks as a proxy of %s passes on %s', async (publicUrl, path, signed, headers) => {
    await using at = await startPublic(says('hello'), { publicUrl });
    at.twilio.configure(NUMBER, { smsUrl: at.server.origin + path });
    const turn = await at.ann.send('hi');
    const [request] = at.server.requests;
    expect(request?.path).toBe(new URL(at.server.origin + path).href.slice(at.server.origin.length));
    expect(request && forwardedOf(request)).toEqual(headers);
    expect(turn.exchanges[0]?.request.url).toBe(signed);
    expect(request && isSignedFor(request, signed)).toBe(true);
  });

  it('has neither those headers nor the signature when the address is none', async () => {
    await using at = await startPublic(says('hello'), { publicUrl: '' });
    const turn = await at.ann.send('hi');
    const [request] = at.server.requests;
    expect(request && forwardedOf(request)).toEqual([new URL(at.server.origin).host, '', '', '', '']);
    expect(request && isSignedFor(request, at.server.url)).toBe(true);
    expect(turn.exchanges[0]?.request).not.toHaveProperty('sentTo');
  });

  it('hides a password, which it has as Authorization', async () => {
    await using at = await startPublic(says('hello'));
    at.twilio.configure(NUMBER, { smsUrl: at.server.url.replace('//', '//ann:secret@') });
    const turn = await at.ann.send('hi');
    expect(at.server.requests[0]?.header('authorization')).toBe(`Basic ${btoa('ann:secret')}`);
    expect(turn.exchanges[0]?.request).toMatchObject({ url: `${PUBLIC}/sms`, sentTo: at.server.url });
  });

  it('is that of a GET too, whose query is signed', async () => {
    await using at = await startPublic(says('hello'), { publicUrl: PUBLIC, method: 'GET' });
    await at.ann.text('hi');
    const [request] = at.server.requests;
    expect(request && isSignedFor(request, PUBLIC + request.path)).toBe(true);
  });
});

describe('a check of the signature as apps have it', () => {
  const refusal: Answer = { status: 403, body: 'not signed' };

  it('on Lambda takes the Host with https:// before it', async () => {
    await using at = await startPublic(({ header, path, parameters }) => {
      const url = `https://${header('host') ?? ''}${path}`;
      const signature = header('x-twilio-signature') ?? '';
      return validateRequest(ACCOUNT.authToken, signature, url, Object.fromEntries(parameters))
        ? says('hello')
        : refusal;
    });
    expect(await at.ann.text('hi')).toEqual(['hello']);
    at.twilio.configure(NUMBER, { publicUrl: '' });
    await at.ann.text('hi', { errors: [11200] });
  });

  it('by twilio.webhook() takes the protocol that Express has of a trusted proxy', async () => {
    await using at = await startPublic(({ header, path: originalUrl, parameters }) => {
      const request = {
        protocol: header('x-forwarded-proto') ?? 'http',
        headers: { host: header('host') },
        header,
        originalUrl,
        body: Object.fromEntries(parameters),
      };
      return validateExpressRequest(request, ACCOUNT.authToken) ? says('hello') : refusal;
    });
    expect(await at.ann.text('hi')).toEqual(['hello']);
  });
});

describe('the cookies of an app with a public address', () => {
  /** A session as express-session keeps it with `secure: true`: a cookie of HTTPS alone. */
  const count = ({ header }: SeenRequest): Answer => {
    const before = Number(/n=(\d+)/.exec(header('cookie') ?? '')?.[1] ?? 0) + 1;
    const cookie = `n=${before}; Domain=their.name; Path=/; Secure; HttpOnly`;
    const isSecure = header('x-forwarded-proto') === 'https';
    return {
      headers: { 'Content-Type': 'text/plain', ...(isSecure ? { 'Set-Cookie': cookie } : {}) },
      body: String(before),
    };
  };

  it('are those of the public one: set over HTTPS, and of its domain', async () => {
    await using at = await startPublic(count);
    expect([await at.ann.text('hi'), await at.ann.text('hi')]).toEqual([['1'], ['2']]);
    expect(at.ann.cookies()).toMatchObject([{ name: 'n', value: '2', domain: 'their.name', path: '/' }]);
  });

  it('are gone with it, and there again when it is', async () => {
    await using at = await startPublic(count);
    const counts = [await at.ann.text('hi')];
    at.twilio.configure(NUMBER, { publicUrl: '' });
    counts.push(await at.ann.text('hi'));
    at.twilio.configure(NUMBER, { publicUrl: PUBLIC });
    counts.push(await at.ann.text('hi'));
    expect(counts.flat()).toEqual(['1', '1', '2']);
  });

  it('have its path, with the part that the proxy takes off', async () => {
    const cookies = { headers: { 'Content-Type': 'text/plain', 'Set-Cookie': ['a=1', 'b=2; Path=/sms'] } };
    await using at = await startPublic(({ header }) => ({ ...cookies, body: header('cookie') ?? 'none' }), {
      publicUrl: `${PUBLIC}/app`,
    });
    expect([await at.ann.text('hi'), await at.ann.text('hi')]).toEqual([['none'], ['a=1']]);
    expect(at.ann.cookies()).toMatchObject([{ name: 'a', path: '/app' }, { name: 'b' }]);
  });
});

describe('a public address', () => {
  it.each([
    'their.name',
    'ftp://their.name',
    'https://',
    'https://ann:secret@their.name',
    'https://ann@their.name',
    'https://their.name?a=b',
    'https://their.name/?',
    'https://their.name/#',
    'https://their.name:99999',
    'https://their.name\r\nX-Injected: yes',
    'https://their.name/\r\nX-Injected: yes',
    'https://their.name ',
    ' https://their.name',
    'https://their.name/\u0000',
  ])('is not %j, says the driver', async (publicUrl) => {
    const rule = /^publicUrl must be an address such as https:\/\/their.name, without a user name/;
    await expect(startEmulator({ webhook: 'http://localhost/sms', publicUrl })).rejects.toThrow(rule);
    await using at = await startPublic(says('hello'));
    expect(() => {
      at.twilio.configure(NUMBER, { publicUrl });
    }).toThrow(rule);
    expect(at.twilio.engine.numbers()).toMatchObject([{ publicUrl: PUBLIC }]);
  });

  it('is changed by the JSON API, which keeps it as it was written', async () => {
    await using at = await startPublic(says('hello'), {});
    const put = (publicUrl: unknown) =>
      at.request('PUT', `/api/numbers/${NUMBER}`, { method: 'PUT', body: JSON.stringify({ publicUrl }) });
    expect(await put('https://Their.Name/')).toMatchObject({
      status: 200,
      body: { publicUrl: 'https://Their.Name/' },
    });
    await at.ann.text('hi');
    expect(at.server.requests[0]?.header('host')).toBe('their.name');
    expect(await put('their.name')).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining('must be an address such as'), field: 'publicUrl' },
    });
    expect(await put(null)).toMatchObject({ status: 400, body: { field: 'publicUrl' } });
    expect(await put('')).toMatchObject({ status: 200, body: { publicUrl: '' } });
  });

  it('is that of every Function in the driver', async () => {
    await using twilio = await startEmulator({ functions: 'dist/functions', publicUrl: PUBLIC });
    const ann = twilio.phone(ANN, { to: '/sms' });
    await ann.text('hi');
    expect(await ann.text('hi')).toEqual(['Hello, thanks for message number 2']);
    expect(ann.lastTurn()?.exchanges).toMatchObject([{ request: { url: `${PUBLIC}/sms` } }]);
  });
});

describe('the address on this machine', () => {
  const own = { smsUrl: 'http://127.0.0.1:5000/sms', publicUrl: `${PUBLIC}/app` };
  const { publicOf, localOf } = addressesOf(own, []);

  it.each([
    ['http://127.0.0.1:5000/a#rc=2', `${PUBLIC}/app/a#rc=2`],
    ['http://localhost:5000', `${PUBLIC}/app/`],
    ['http://[::1]:5000/a', `${PUBLIC}/app/a`],
    ['http://ann:secret@127.0.0.1:5000/a', 'https://ann:secret@their.name/app/a'],
    ['http://127.0.0.1:5001/a', 'http://127.0.0.1:5001/a'],
    ['https://127.0.0.1:5000/a', 'https://127.0.0.1:5000/a'],
    ['http://other.example:5000/a', 'http://other.example:5000/a'],
    ['', ''],
    ['nothing', 'nothing'],
  ])('%j is %j for everybody else', (setting, expected) => {
    expect(publicOf(setting)).toBe(expected);
  });

  it.each([
    [`${PUBLIC}/app`, 'http://127.0.0.1:5000/'],
    [`${PUBLIC}/app/`, 'http://127.0.0.1:5000/'],
    [`${PUBLIC}/app/a/../b?c#d`, 'http://127.0.0.1:5000/b?c#d'],
    [`${PUBLIC}/app//evil.example/a`, 'http://127.0.0.1:5000//evil.example/a'],
    ['http://their.name/app/a', 'http://127.0.0.1:5000/a'],
    ['https://THEIR.name:443/app/a', 'http://127.0.0.1:5000/a'],
    [`${PUBLIC}/apple`, undefined],
    [`${PUBLIC}/app/../a`, undefined],
    ['https://their.name:8443/app/a', undefined],
    ['https://evil.their.name/app/a', undefined],
    ['https://their.name.evil.example/app', undefined],
    ['https://their.name@evil.example/app', undefined],
    ['http://127.0.0.1:5000/app', undefined],
    ['/app', undefined],
  ])('of %j is %j', (url, expected) => {
    expect(localOf(url)).toBe(expected);
  });

  it.each([
    [{ smsUrl: '', publicUrl: PUBLIC }],
    [{ smsUrl: 'nothing', publicUrl: PUBLIC }],
    [{ smsUrl: `${PUBLIC}/sms`, publicUrl: `${PUBLIC}/app` }],
    [{ smsUrl: own.smsUrl, publicUrl: 'nothing' }],
    [{ smsUrl: own.smsUrl }],
  ])('is not known by %j', (number) => {
    const { publicOf: same, localOf: none } = addressesOf(number, []);
    expect([same(own.smsUrl), none(`${PUBLIC}/app/sms`)]).toEqual([own.smsUrl, undefined]);
  });
});
