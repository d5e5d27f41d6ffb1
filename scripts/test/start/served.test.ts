import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { CookieJar } from 'tough-cookie';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { readSecrets, sessionCookie, isObject, type Json } from 'sms-conversation';
import { HOUR, MINUTE, run, type Running, sendWebhook } from 'test-support';
import {
  AUTH_TOKEN,
  FIRST,
  message,
  NUMBER,
  phone,
  sendSigned,
  startProject,
  type StartProject,
  timesPrinted,
} from '../support/start';

// One `npm start`, typed in a fresh clone with one more Function, with the real twilio-run; no test of this file changes the
// project.
let project: StartProject;
let started: Running;
let url: string;

beforeAll(async () => {
  project = await startProject();
  ({ url } = project);
  await writeFile(
    join(project.root, 'src/functions/throws.protected.ts'),
    `import { smsFunction } from 'sms-conversation';

export const handler = smsFunction({ end: async () => [] }, (event) => {
  throw new TypeError(\`no table for \${event.Body} of \${event.From}, by \${process.env.SESSION_SECRET}\`);
});
`,
  );
  started = await project.started();
});

describe('npm start', () => {
  it('makes a .env with a fresh secret, says so, and says what to try', async () => {
    expect(started.output()).toContain('Made .env from .env.example, with a fresh random SESSION_SECRET.');
    expect(started.output()).toMatch(new RegExp(`Webhook \\(POST and GET\\): +${url}\n`));
    expect(started.output()).toMatch(new RegExp(`on a page: +http://localhost:${project.emulatorPort}\n`));
    expect(await project.env('SESSION_SECRET')).toMatch(/^[0-9a-f]{64}$/);
    expect(started.output()).not.toContain(await project.env('SESSION_SECRET'));
  });

  it('prints a curl command that works, the README’s own', async () => {
    const command = /curl .*/.exec(started.output())?.[0] ?? '';
    expect(await readFile('README.md', 'utf8')).toContain(
      `\n${command.replace(String(project.emulatorPort), '1337')}\n`,
    );
    const answers = [];
    while (answers.length < 2) {
      const curl = run(project.root, 'sh', ['-c', command]);
      await curl.ended;
      answers.push(curl.output());
    }
    expect(answers[0]).toContain(FIRST);
    expect(answers[1]).toContain('Hello, thanks for message number 2');
  });

  it('shows what a Function throws, with its line of TypeScript, and nothing private', async () => {
    const body = 'four please';
    const reply = await sendSigned(
      `http://localhost:${project.port}/throws`,
      message('+15550000005', { Body: body }),
    );
    expect(reply.status).toBe(500);
    await started.prints('TypeError: no table for *** *** of +***, by ***\n');
    await started.prints('src/functions/throws.protected.ts:4:9)\n');
    await started.prints('{"outcome":"failed","from":"05","to":"00"}');
    expect(started.output()).not.toContain(body);
    expect(started.output()).not.toContain('+15550000005');
  });

  const SECRET = 'MYSECRETBODY';
  it.each([
    ['is no JSON', `{"a":${SECRET}`, {}, 400, 'Bad request', 'entity.parse.failed'],
    ['is JSON, but no object', `"${SECRET}"`, {}, 400, 'Bad request', 'entity.parse.failed'],
    ['is not compressed', SECRET, { 'content-encoding': 'gzip' }, 400, 'Bad request', 'Z_DATA_ERROR'],
    ['has an unknown encoding', SECRET, { 'content-encoding': 'br' }, 415, 'Unsupported media type', 'encoding.unsupported'],
    ['has an unknown charset', SECRET, { 'content-type': 'application/json;charset=x' }, 415, 'Unsupported media type', 'charset.unsupported'],
    ['has 1,001 parameters', `${SECRET}${'&'.repeat(1000)}`, { 'content-type': 'application/x-www-form-urlencoded' }, 413, 'Request too large', 'parameters.too.many'],
  ])('refuses a body that %s, and prints no part of it', async (_, body, other, status, text, why) => {
    const to = `${url}?bodySHA256=${createHash('sha256').update(body).digest('hex')}`;
    const isForm = 'content-type' in other && other['content-type'].includes('form');
    const signature = getExpectedTwilioSignature(AUTH_TOKEN, to, isForm ? { [SECRET]: '', '': '' } : {});
    const headers = { 'content-type': 'application/json', 'x-twilio-signature': signature, ...other };
    const line = `A body cannot be read as its Content-Type and Content-Encoding say: ${why}.\n`;
    const before = timesPrinted(started, line);
    const reply = await fetch(to, { method: 'POST', headers, body });
    expect(reply.status).toBe(status);
    expect(reply.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await reply.text()).toBe(text);
    await started.prints(line, before + 1);
    expect(started.output()).not.toContain(SECRET);
  }); // prettier-ignore

  it('prints of each request its status, method and path, and nothing that it says', async () => {
    const query = new URLSearchParams(message('+15550000006', { Body: 'a secret word' })).toString();
    const signature = getExpectedTwilioSignature(AUTH_TOKEN, `${url}?${query}`, {});
    const headers = { 'X-Twilio-Signature': signature };
    expect((await fetch(`${url}?${query}`, { headers })).status).toBe(200);
    await started.prints('\n200 GET /sms\n');
    expect((await fetch(`${url}?${query}`)).status).toBe(403);
    await started.prints('\n403 GET /sms | Unauthorized');
    expect(started.output()).not.toMatch(/a(?:%20|\+| )secret/);
    expect(started.output()).not.toContain('5550000006');
  });

  it('never prints the auth token', () => {
    expect(started.output()).not.toContain(AUTH_TOKEN);
  });
});

describe('the counter through HTTP', () => {
  it('counts the messages of one phone', async () => {
    const { send } = phone(url, '+15550000001');
    const replies = [await send(), await send(), await send({ Body: '', NumMedia: '1' })];
    expect(replies.map(({ texts }) => texts)).toEqual([
      [FIRST],
      ['Hello, thanks for message number 2'],
      ['Hello, thanks for message number 3'],
    ]);
    for (const { status, type, setCookie } of replies) {
      expect(status).toBe(200);
      expect(type).toMatch(/^text\/xml\b/);
      expect(setCookie).toEqual([
        expect.stringMatching(/^counter=[\w.-]+; ?Max-Age=14400; ?Path=\/; HttpOnly; Secure$/),
      ]);
    }
  });

  it('answers GET like POST', async () => {
    const jar = new CookieJar();
    const get = () => sendSigned(url, message('+15550000002'), { jar, method: 'GET' });
    expect([(await get()).texts, (await get()).texts]).toEqual([
      [FIRST],
      ['Hello, thanks for message number 2'],
    ]);
  });

  it('keeps 100 conversations at once apart', async () => {
    const phones = Array.from({ length: 100 }, (_, index) =>
      phone(url, `+1555100${String(index).padStart(4, '0')}`),
    );
    const texts = await Promise.all(
      phones.map(async ({ send }, index) => {
        const last = 1 + (index % 4);
        let reply = await send();
        for (let sent = 1; sent < last; sent++) reply = await send();
        return reply.texts;
      }),
    );
    expect(texts).toEqual(
      phones.map((_, index) => [
        index % 4 === 0 ? FIRST : `Hello, thanks for message number ${1 + (index % 4)}`,
      ]),
    );
  });

  it('does not take the cookie of another conversation', async () => {
    const { jar, send } = phone(url, '+15550000003');
    await send();
    expect((await sendSigned(url, message('+15550000004'), { jar })).texts).toEqual([FIRST]);
    expect(
      (await sendSigned(url, { ...message('+15550000003'), To: '+15552220001' }, { jar })).texts,
    ).toEqual([FIRST]);
  });

  it('begins again after four hours, by the time of issue in the cookie', async () => {
    const counter = sessionCookie('counter', (session: Json): session is { count: number } =>
      isObject(session),
    );
    const sendAged = async (age: number) => {
      const conversation = {
        from: '+15550000005',
        to: NUMBER,
        secrets: readSecrets(await project.env('SESSION_SECRET')),
        now: Date.now() - age,
      };
      const jar = new CookieJar();
      const [name, value] = counter.seal({ count: 6 }, conversation);
      await jar.setCookie(`${name}=${value}; Path=/`, url);
      return (await sendSigned(url, message(conversation.from), { jar })).texts;
    };
    expect(await sendAged(4 * HOUR - 10 * MINUTE)).toEqual(['Hello, thanks for message number 7']);
    expect(await sendAged(4 * HOUR)).toEqual([FIRST]);
  });

  it.each<[string, Record<string, string> | [string, string][], string]>([
    ['no parameters', {}, 'Missing: From and To.'],
    ['no To', { From: '+1555' }, 'Missing: To.'],
    ['From twice', [['From', 'a'], ['From', 'b'], ['To', 'c']], 'Not a single text value: From.'], // prettier-ignore
  ])('answers 400 to %s', async (_, parameters, problem) => {
    for (const method of ['GET', 'POST'] as const) {
      const reply = await sendSigned(url, parameters, { method });
      expect(reply.status).toBe(400);
      expect(reply.type).toMatch(/^text\/plain\b/);
      expect(reply.body).toContain(problem);
    }
  });

  it.each([
    ['garbage', 'garbage'],
    ['a number', '1'],
    ['what cookie-parser takes for JSON', 'j:{"count":9}'],
    ['another signature', `v1.1.e30.${'A'.repeat(43)}`],
    ['a lone percent sign', '%'],
    ['3,000 characters', 'x'.repeat(3000)],
  ])('begins anew for a cookie that is %s', async (_, value) => {
    const jar = new CookieJar();
    jar.getCookieString = () => Promise.resolve(`counter=${value}`); // no jar would keep some of these
    expect((await sendSigned(url, message('+15550000008'), { jar })).texts).toEqual([FIRST]);
  });

  it('serves the landing page and nothing of the sources', async () => {
    const at = (path: string) => fetch(`http://localhost:${project.port}${path}`);
    expect((await at('/index.html')).status).toBe(200);
    expect(await (await at('/')).text()).toContain('url=/index.html');
    for (const path of ['/.env', '/package.json', '/sms.protected.js', '/sms.protected.js.map']) {
      expect((await at(path)).status).toBe(404);
    }
  });
});

describe('the emulator of npm start', () => {
  const api = async (path: string, body?: object): Promise<unknown> => {
    const options = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    return (await fetch(`http://localhost:${project.emulatorPort}${path}`, options)).json();
  };

  it('gives each Function a number of its own', async () => {
    expect(await api('/api/numbers')).toEqual({
      numbers: ['/sms', '/throws', '/reservation', '/appointments/book', '/appointments/confirm'].map(
        (name, index) => ({
          number: `+1555222000${index}`,
          name,
          smsUrl: `http://localhost:${project.port}${name}`,
          smsMethod: 'POST',
          smsFallbackUrl: '',
        }),
      ),
    });
  });

  it('texts the Function, counts, and begins anew four hours later', async () => {
    const text = async () => api('/api/messages', { from: '+15550000020', to: NUMBER, body: 'hi' });
    const replying = (body: string) =>
      expect.objectContaining({ errors: [], replies: [expect.objectContaining({ body })] });
    expect(await text()).toEqual(replying(FIRST));
    expect(await text()).toEqual(replying('Hello, thanks for message number 2'));
    await api('/api/clock', { advance: '4h' });
    expect(await text()).toEqual(replying(FIRST));
  });

  it('serves its page', async () => {
    const page = await fetch(`http://localhost:${project.emulatorPort}/`);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(await page.text()).toContain('<title>');
  });
});

describe('the hosted platform’s rules, before the Functions of npm start', () => {
  const UNAUTHORIZED = 'Unauthorized - you are not authenticated to perform this request';

  it('refuse an unsigned request, and one with another token', async () => {
    for (const send of [
      () => sendWebhook(url, message('+15550000030')),
      () => sendSigned(url, message('+15550000030'), { authToken: 'another' }),
    ]) {
      // prettier-ignore
      const reply = await send();
      expect(reply.status).toBe(403);
      expect(reply.body).toBe(UNAUTHORIZED);
    }
    await started.prints('docs/platform.md)');
  });

  it('refuse other methods, and headers of more than 4 kB', async () => {
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(405);
    expect((await fetch(url, { headers: { cookie: `a=${'x'.repeat(4096)}` } })).status).toBe(431);
  });
});
