import { appendFile, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CookieJar } from 'tough-cookie';
import { readSecrets, sessionCookie, isObject, type Json } from 'sms-conversation';
import {
  copyProject,
  freePort,
  run,
  type Project,
  type Running,
  sendWebhook as sendUnsigned,
  HOUR,
} from 'test-support';

// The real thing: `npm start`, typed in a fresh clone, with the real twilio-run behind a real port.
let project: Project;
let started: Running;
let port: number;
let emulatorPort: number;
let url: string;

beforeAll(async () => {
  project = await copyProject();
  port = await freePort();
  emulatorPort = await freePort();
  url = `http://localhost:${port}/sms`;
  started = npmStart();
  await started.prints('Ctrl-C stops everything');
}, 30_000);

afterAll(async () => {
  await started.interrupt();
});

const AUTH_TOKEN = 'the auth token of these tests';
const sendWebhook: typeof sendUnsigned = (to, parameters, options) =>
  sendUnsigned(to, parameters, { authToken: AUTH_TOKEN, ...options });

/** Types `npm start` in the project. */
const npmStart = (other: NodeJS.ProcessEnv = {}): Running =>
  run(project.root, 'npm', ['start'], {
    PORT: String(port),
    EMULATOR_PORT: String(emulatorPort),
    AUTH_TOKEN,
    ...other,
  });

const FIRST = 'Hello, thanks for the new message.';
const NUMBER = '+15552220000';
const message = (from: string, other: Record<string, string> = {}) => ({
  From: from,
  To: NUMBER,
  Body: 'hi',
  ...other,
});

/** A phone with a cookie jar of its own, as Twilio keeps one for each From/To pair. */
function phone(from: string) {
  const jar = new CookieJar();
  return { jar, send: (other?: Record<string, string>) => sendWebhook(url, message(from, other), { jar }) };
}

describe('npm start', () => {
  it('makes a .env with a fresh secret, says so, and says what to try', async () => {
    expect(started.output()).toContain('Made .env from .env.example, with a fresh random SESSION_SECRET.');
    expect(started.output()).toMatch(new RegExp(`Webhook \\(POST and GET\\): +${url}\n`));
    expect(started.output()).toMatch(new RegExp(`on a page: +http://localhost:${emulatorPort}\n`));
    expect(await project.env('SESSION_SECRET')).toMatch(/^[0-9a-f]{64}$/);
    expect(started.output()).not.toContain(await project.env('SESSION_SECRET'));
  });

  it('prints a curl command that works, the README’s own', async () => {
    const command = /curl .*/.exec(started.output())?.[0] ?? '';
    expect(await readFile('README.md', 'utf8')).toContain(
      `\n${command.replace(String(emulatorPort), '1337')}\n`,
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

  it('never prints the auth token', () => {
    expect(started.output()).not.toContain(AUTH_TOKEN);
  });
});

describe('the counter through HTTP', () => {
  it('counts the messages of one phone', async () => {
    const { send } = phone('+15550000001');
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
    const get = () => sendWebhook(url, message('+15550000002'), { jar, method: 'GET' });
    expect([(await get()).texts, (await get()).texts]).toEqual([
      [FIRST],
      ['Hello, thanks for message number 2'],
    ]);
  });

  it('keeps 100 conversations at once apart', async () => {
    const phones = Array.from({ length: 100 }, (_, index) =>
      phone(`+1555100${String(index).padStart(4, '0')}`),
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
    const { jar, send } = phone('+15550000003');
    await send();
    expect((await sendWebhook(url, message('+15550000004'), { jar })).texts).toEqual([FIRST]);
    expect(
      (await sendWebhook(url, { ...message('+15550000003'), To: '+15552220001' }, { jar })).texts,
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
      return (await sendWebhook(url, message(conversation.from), { jar })).texts;
    };
    expect(await sendAged(4 * HOUR - 60_000)).toEqual(['Hello, thanks for message number 7']);
    expect(await sendAged(4 * HOUR)).toEqual([FIRST]);
  });

  it.each<[string, Record<string, string> | [string, string][], string]>([
    ['no parameters', {}, 'Missing: From and To.'],
    ['no To', { From: '+1555' }, 'Missing: To.'],
    ['From twice', [['From', 'a'], ['From', 'b'], ['To', 'c']], 'Not a single text value: From.'], // prettier-ignore
  ])('answers 400 to %s', async (_, parameters, problem) => {
    for (const method of ['GET', 'POST'] as const) {
      const reply = await sendWebhook(url, parameters, { method });
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
    expect((await sendWebhook(url, message('+15550000008'), { jar })).texts).toEqual([FIRST]);
  });

  it('serves the landing page and nothing of the sources', async () => {
    const at = (path: string) => fetch(`http://localhost:${port}${path}`);
    expect((await at('/index.html')).status).toBe(200);
    for (const path of ['/.env', '/package.json', '/sms.protected.js', '/sms.protected.js.map']) {
      expect((await at(path)).status).toBe(404);
    }
  });
});

describe('the emulator of npm start', () => {
  const api = async (path: string, body?: object): Promise<unknown> => {
    const options = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    return (await fetch(`http://localhost:${emulatorPort}${path}`, options)).json();
  };

  it('gives each Function a number of its own', async () => {
    expect(await api('/api/numbers')).toEqual({
      numbers: ['/sms', '/reservation'].map((name, index) => ({
        number: `+1555222000${index}`,
        name,
        smsUrl: `http://localhost:${port}${name}`,
        smsMethod: 'POST',
        smsFallbackUrl: '',
      })),
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
    const page = await fetch(`http://localhost:${emulatorPort}/`);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(await page.text()).toContain('<title>');
  });
});

describe('the hosted platform’s rules, before the Functions of npm start', () => {
  const UNAUTHORIZED = 'Unauthorized - you are not authenticated to perform this request';

  it('refuse an unsigned request, and one with another token', async () => {
    for (const send of [
      () => sendUnsigned(url, message('+15550000030')),
      () => sendWebhook(url, message('+15550000030'), { authToken: 'another' }),
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

// These change the project that runs, so they come last, in this order.
describe('npm start, while sources change', () => {
  const source = (name: string) => join(project.root, 'src/functions', name);
  const rebuilt = 'Rebuilt. The next message meets the new code.';
  const failed = 'Not rebuilt: what was there before goes on.';
  const builds = () => started.output().split(rebuilt).length - 1;

  /** Changes something and waits for the build that follows. */
  async function change(how: () => Promise<void>): Promise<void> {
    const before = builds();
    await how();
    await started.prints(rebuilt, before + 1);
  }

  it('answers the next message with the new code, and the conversation goes on', async () => {
    const { send } = phone('+15550000009');
    await send();
    const text = await readFile(source('sms.protected.ts'), 'utf8');
    await change(() =>
      writeFile(source('sms.protected.ts'), text.replace('thanks for message number', 'this is message')),
    );
    expect((await send()).texts).toEqual(['Hello, this is message 2']);
  });

  it('keeps the last build when a source does not compile', async () => {
    await appendFile(source('sms.protected.ts'), '\nconst = ;\n');
    await started.prints(failed);
    expect(started.output()).toContain('src/functions/sms.protected.ts');
    expect((await phone('+15550000010').send()).texts).toEqual([FIRST]);
    const text = await readFile(source('sms.protected.ts'), 'utf8');
    await change(() => writeFile(source('sms.protected.ts'), text.replace('\nconst = ;\n', '')));
  });

  it('serves a Function under its new name, and no more under the old one', async () => {
    await change(() => rename(source('sms.protected.ts'), source('texts.protected.ts')));
    const renamed = `http://localhost:${port}/texts`;
    expect((await sendWebhook(renamed, message('+15550000011'))).texts).toEqual([FIRST]);
    expect((await sendWebhook(url, message('+15550000011'))).status).toBe(404);
  });

  it('loads a changed .env, and serves a new asset', async () => {
    await writeFile(join(project.root, 'src/assets/new.txt'), 'new');
    await appendFile(join(project.root, '.env'), '\nGREETING=hello\n');
    // The rename may have another build to come: ask again after each one.
    const asset = async (): Promise<string> => {
      const before = builds();
      const text = await (await fetch(`http://localhost:${port}/new.txt`)).text();
      if (text === 'new') return text;
      await started.prints(rebuilt, before + 1);
      return asset();
    };
    expect(await asset()).toBe('new');
  });

  it('stops everything with Ctrl-C', async () => {
    await started.interrupt(); // resolves when no process holds its output any more
    await expect(fetch(url)).rejects.toThrow();
    const again = npmStart({ SIGNATURE_CHECK: 'off' });
    await again.prints('SIGNATURE_CHECK is off');
    await again.prints('Ctrl-C stops everything');
    const unsigned = await sendUnsigned(`http://localhost:${port}/texts`, message('+15550000012'));
    expect(unsigned.texts).toEqual([FIRST]);
    expect(again.output()).not.toContain('Made .env');
    again.process.kill('SIGTERM'); // npm alone gets this one
    await again.ended;
    await expect(fetch(url)).rejects.toThrow();
  }, 20_000);
});

describe('npm start, refused', () => {
  it.each(['PORT', 'EMULATOR_PORT'])('names the port and %s when the port is taken', async (variable) => {
    const taken = await freePort();
    const listen = `require('net').createServer().listen(${taken}, () => console.log('up'))`;
    const first = run(project.root, 'node', ['-e', listen]);
    await first.prints('up');
    const second = npmStart({ [variable]: String(taken) });
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`Port ${taken} is taken.`);
    expect(second.output()).toContain(`${variable}=${taken + 1} npm start`);
    await first.interrupt();
  });

  it('names both variables when they are the same port', async () => {
    const refused = npmStart({ EMULATOR_PORT: String(port) });
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toContain(`PORT and EMULATOR_PORT are both ${port}.`);
  });

  it('names SIGNATURE_CHECK when it is neither on nor off', async () => {
    const refused = npmStart({ SIGNATURE_CHECK: 'perhaps' });
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toContain('SIGNATURE_CHECK must be on or off, not "perhaps".');
  });

  it.each(['http', '0', '65536', '-1', '3000.5'])('names the variable when it is %j', async (value) => {
    const refused = npmStart({ PORT: value });
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toContain(`PORT must be a port from 1 to 65535, not "${value}".`);
  });
});
