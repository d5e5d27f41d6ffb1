import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { getExpectedBodyHash } from 'twilio/lib/webhooks/webhooks';
import type { HeaderPair } from 'functions-runtime';
import { readSignatureCheck } from '../../src/platform/signature-check';
import { startPlatform } from '../../src/platform/server';
import { AUTH_TOKEN, FORM, form, JSON_TYPE, post, send, servePlatform, sign, type TestedPlatform } from '../support/platform'; // prettier-ignore

let platform: TestedPlatform;
let sms: string;

beforeAll(async () => {
  platform = await servePlatform();
  sms = `${platform.url}/sms`;
});

const UNAUTHORIZED = 'Unauthorized - you are not authenticated to perform this request';
const MESSAGE = { From: '+15551110000', To: '+15552220000', Body: 'hi' };

/** Any code points but lone surrogates, which UTF-8 cannot hold. */
const text = fc.string({ unit: 'binary', maxLength: 20 });
const parameters = fc.dictionary(text, text, { maxKeys: 8 });
const runs = { numRuns: 100 };

describe('a request that is signed', () => {
  it('passes with any parameters in its form', async () => {
    await fc.assert(
      fc.asyncProperty(parameters, async (sent) => {
        expect((await platform.send('/sms', post(sms, sent))).status).toBe(200);
      }),
      runs,
    );
  });

  it('passes with any parameters in its query', async () => {
    await fc.assert(
      fc.asyncProperty(parameters, async (sent) => {
        const query = `?${form(sent)}`;
        expect((await platform.send(`/sms${query}`, { headers: [sign(sms + query)] })).status).toBe(200);
      }),
      runs,
    );
  });

  it('passes with parameters in both', async () => {
    const path = '/sms?a=%27b%20c&d=~';
    const reply = await platform.send(path, post(platform.url + path, MESSAGE));
    expect(reply.status).toBe(200);
  });

  it('passes with a parameter that is there more than once', async () => {
    const headers = [FORM, sign(sms, { a: ['2', '1'] })];
    expect((await platform.send('/sms', { method: 'POST', headers, body: 'a=2&a=1' })).status).toBe(200);
  });

  it('passes with more parameters than a thousand', async () => {
    const many = Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`p${index}`, 'x']));
    expect((await platform.send('/sms', post(sms, many))).status).toBe(200);
  });

  it('passes when its form has a charset, and when it has no body', async () => {
    const typed: HeaderPair = ['content-type', 'Application/X-WWW-Form-Urlencoded ; charset=utf-8'];
    const headers = [typed, sign(sms, MESSAGE)];
    expect((await platform.send('/sms', { method: 'POST', headers, body: form(MESSAGE) })).status).toBe(200);
    expect((await platform.send('/sms', { method: 'POST', headers: [sign(sms)] })).status).toBe(200);
  });

  it('comes through as it was sent', async () => {
    const { method = '', body = '' } = post(sms, MESSAGE);
    await platform.send('/sms', post(sms, MESSAGE));
    expect(platform.seen.at(-1)).toMatchObject({ method, url: '/sms', body });
  });

  it('may get a protected Asset', async () => {
    const headers = [sign(`${platform.url}/secret.mp3`)];
    expect((await platform.send('/secret.mp3', { headers })).status).toBe(200);
    expect((await platform.send('/secret.mp3')).status).toBe(403);
  });
});

describe('a request that is not signed', () => {
  it('gets 403 with the platform’s text, and nothing of it reaches the Function', async () => {
    const before = platform.seen.length;
    const reply = await platform.send('/sms', { method: 'POST', headers: [FORM], body: form(MESSAGE) });
    expect(reply).toMatchObject({ status: 403, body: UNAUTHORIZED });
    expect(reply.all('content-type')).toEqual(['text/plain; charset=utf-8']);
    expect(platform.seen).toHaveLength(before);
  });

  it('is told to the developer without parameters and secrets', async () => {
    await platform.send('/sms?From=%2B15551110000', { headers: [['X-Twilio-Signature', 'wrong']] });
    expect(platform.refused.at(-1)).toEqual({
      status: 403,
      method: 'GET',
      path: '/sms',
      text: UNAUTHORIZED,
      advice: `Not signed with AUTH_TOKEN for ${sms}. How to sign, or do without: docs/platform.md`,
    });
    expect(JSON.stringify(platform.refused)).not.toContain(AUTH_TOKEN);
  });

  it('passes when signatures are not checked', async () => {
    await using open = await servePlatform({ signatureCheck: false });
    expect((await open.send('/sms', { method: 'POST', headers: [FORM], body: form(MESSAGE) })).status).toBe(
      200,
    );
    expect((await open.send('/library')).status).toBe(404);
  });
});

describe('a request that is not what was signed', () => {
  const edited = (sent: Record<string, string>) =>
    fc
      .tuple(
        fc.constantFrom(...Object.keys(sent)),
        text,
        fc.constantFrom('value', 'name', 'removed', 'added'),
      )
      .map(([name, other, edit]): Record<string, string> => {
        const { [name]: value = '', ...rest } = sent;
        if (edit === 'value') return { ...sent, [name]: value + other };
        if (edit === 'name') return { ...rest, [name + other]: value };
        return edit === 'removed' ? rest : { ...sent, [other]: value };
      });
  const canonical = (sent: Record<string, string>) =>
    Object.keys(sent).sort().map((name) => name + (sent[name] ?? '')).join(''); // prettier-ignore

  it('is refused with any other parameters in its form', async () => {
    await fc.assert(
      fc.asyncProperty(edited(MESSAGE), async (other) => {
        // Twilio's signature joins names and values without a separator: some edits are the same to it.
        fc.pre(canonical(other) !== canonical(MESSAGE));
        const request = { ...post(sms, MESSAGE), body: form(other) };
        expect(await platform.send('/sms', request)).toMatchObject({ status: 403, body: UNAUTHORIZED });
      }),
      runs,
    );
  });

  it('is refused with any other parameters in its query', async () => {
    const query = form(MESSAGE);
    await fc.assert(
      fc.asyncProperty(edited(MESSAGE), async (other) => {
        fc.pre(form(other) !== query);
        const headers = [sign(`${sms}?${query}`)];
        expect((await platform.send(`/sms?${form(other)}`, { headers })).status).toBe(403);
      }),
      runs,
    );
  });

  it('is refused with any other signature', async () => {
    const [name, right] = sign(sms, MESSAGE);
    const signature = fc.oneof(
      fc.base64String(),
      fc.tuple(fc.nat(right.length - 1), fc.constantFrom('A', 'a', '0', '+', '/', '=')).map(
        ([at, char]) => right.slice(0, at) + char + right.slice(at + 1),
      ),
      fc.nat(right.length - 1).map((length) => right.slice(0, length)),
      fc.constantFrom(right.toLowerCase(), `${right}=`, `sha1=${right}`, `${right}, ${right}`),
    ); // prettier-ignore
    await fc.assert(
      fc.asyncProperty(signature, async (wrong) => {
        fc.pre(wrong !== right);
        const headers: HeaderPair[] = [FORM, [name, wrong]];
        const reply = await platform.send('/sms', { method: 'POST', headers, body: form(MESSAGE) });
        expect(reply.status).toBe(403);
      }),
      runs,
    );
  });

  it.each<[string, (url: URL) => void]>([
    ['another scheme', (url) => (url.protocol = 'https:')],
    ['another host', (url) => (url.hostname = '127.0.0.1')],
    ['another port', (url) => (url.port = '81')],
    ['another path', (url) => (url.pathname = '/open')],
    ['a slash at the end', (url) => (url.pathname = '/sms/')],
    ['a query', (url) => (url.search = '?a=b')],
    ['a user', (url) => (url.username = 'ann')],
  ])('is refused when it was signed for %s', async (_, edit) => {
    const url = new URL(sms);
    edit(url);
    const reply = await platform.send('/sms', post(url.href, MESSAGE));
    expect(reply.status).toBe(403);
  });

  it('is refused when the method is another one', async () => {
    const query = `?${form(MESSAGE)}`;
    const asGet = await platform.send(`/sms${query}`, { headers: [sign(sms, MESSAGE)] });
    const headers = [FORM, sign(sms + query)];
    const asPost = await platform.send('/sms', { method: 'POST', headers, body: form(MESSAGE) });
    expect([asGet.status, asPost.status]).toEqual([403, 403]);
  });

  it('is refused when it was signed with another token, or with none', async () => {
    await using other = await servePlatform({ authToken: 'another' });
    expect((await other.send('/sms', post(`${other.url}/sms`, MESSAGE))).status).toBe(403);
    const { port, ...options } = { port: 0, target: () => undefined, authToken: '' };
    await expect(startPlatform({ port, ...options, signatureCheck: true })).rejects.toThrow('AUTH_TOKEN');
  });
});

describe('a body that is not a form', () => {
  const body = '{"a":"ä"}';
  const signedFor = (signed: string) => {
    const path = `/sms?bodySHA256=${getExpectedBodyHash(signed)}`;
    return [path, [JSON_TYPE, sign(platform.url + path)]] as const;
  };

  it('passes with its own hash in the URL', async () => {
    const [path, headers] = signedFor(body);
    expect((await platform.send(path, { method: 'POST', headers, body })).status).toBe(200);
    expect(platform.seen.at(-1)?.body).toBe(body);
  });

  it.each([
    ['another body', '{"a":"b"}'],
    ['no body', ''],
  ])('is refused with %s', async (_, other) => {
    const [path, headers] = signedFor(body);
    expect((await platform.send(path, { method: 'POST', headers, body: other })).status).toBe(403);
  });

  it('is refused when it differs in bytes that are no UTF-8', async () => {
    const bytes = (last: number) => Buffer.from([0x22, last, 0x22]);
    const path = `/sms?bodySHA256=${createHash('sha256').update(bytes(0xff)).digest('hex')}`;
    const headers = [JSON_TYPE, sign(platform.url + path)];
    const statusOf = async (last: number) =>
      (await platform.send(path, { method: 'POST', headers, body: bytes(last) })).status;
    expect([await statusOf(0xff), await statusOf(0xfe)]).toEqual([200, 403]);
  });

  it('is refused without a hash, whatever its type', async () => {
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencodedx', '']) {
      const headers: HeaderPair[] = [['Content-Type', type], sign(sms)];
      expect((await platform.send('/sms', { method: 'POST', headers, body })).status).toBe(403);
    }
  });
});

describe('the URL that is signed', () => {
  const sent = (url: string, ...headers: HeaderPair[]) =>
    platform.send('/sms', { method: 'POST', headers: [...headers, FORM, sign(url, MESSAGE)], body: form(MESSAGE) }); // prettier-ignore

  it.each<[string, HeaderPair[]]>([
    ['https://abc.ngrok.app/sms', [['Host', 'abc.ngrok.app'], ['X-Forwarded-Proto', 'https']]],
    ['https://abc.ngrok.app:443/sms', [['Host', 'abc.ngrok.app'], ['X-Forwarded-Proto', 'https']]],
    ['https://abc.devtunnels.ms/sms', [['X-Forwarded-Host', 'abc.devtunnels.ms'], ['X-Forwarded-Proto', 'https, http']]],
    ['http://[::1]:3000/sms', [['Host', '[::1]:3000']]],
    ['http://127.0.0.1:3000/sms', [['Host', '127.0.0.1:3000']]],
  ])('is %s, which the caller used', async (url, headers) => {
    expect((await sent(url, ...headers)).status).toBe(200);
  }); // prettier-ignore

  it('may have been signed without its port', async () => {
    expect((await sent('http://localhost/sms')).status).toBe(200);
  });

  it.each<[string, HeaderPair]>([
    ['a host with a path', ['Host', 'example.com/x']],
    ['a host with a user', ['Host', 'ann@example.com']],
    ['a host that is none', ['Host', '[']],
    ['an empty host', ['Host', '']],
    ['another scheme', ['X-Forwarded-Proto', 'javascript']],
  ])('is none with %s', async (_, [name, value]) => {
    const url = name === 'Host' ? `http://${value}/sms` : `${value}://localhost/sms`;
    expect((await sent(url, [name, value])).status).toBe(403);
  });

  it('does not come from other headers', async () => {
    const others: HeaderPair[] = [['X-Forwarded-Port', '80'], ['X-Original-URL', '/open'], ['Forwarded', 'host=example.com']]; // prettier-ignore
    expect((await sent('http://example.com/open', ...others)).status).toBe(403);
    expect((await sent(sms, ...others)).status).toBe(200);
  });
});

describe('SIGNATURE_CHECK', () => {
  it.each([
    [undefined, true],
    ['', true],
    ['on', true],
    ['off', false],
  ])('%j is %j', (value, expected) => {
    expect(readSignatureCheck(value === undefined ? {} : { SIGNATURE_CHECK: value })).toBe(expected);
  });

  it('is on or off', () => {
    expect(() => readSignatureCheck({ SIGNATURE_CHECK: 'false' })).toThrow('must be on or off, not "false"');
  });
});

it('answers a preflight without a signature', async () => {
  expect((await send(platform.url, '/sms', { method: 'OPTIONS' })).status).toBe(200);
});

it.each(['Content-Type', 'X-Twilio-Signature', 'Host'])(
  'Connection cannot take %s away from what was signed',
  async (name) => {
    const { headers = [], ...request } = post(sms, { From: '1' });
    const reply = await platform.send('/sms', { ...request, headers: [...headers, ['Connection', name]] });
    expect(reply.status).toBe(200);
    expect(platform.seen.at(-1)).toMatchObject({ url: '/sms', body: 'From=1' });
    expect(platform.seen.at(-1)?.headers).toContainEqual(FORM);
  },
);
