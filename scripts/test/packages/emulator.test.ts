import { once } from 'node:events';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { answering, closeWithTests, freePort, nodeOf, run, type Running, RUNTIMES } from 'test-support';
import { errorsOf, RESOLUTIONS } from './support/compile';
import { type Consumer, installAlone, pack, sizeOf } from './support/packed';

const ACCOUNT = `AC${'0'.repeat(32)}`;

/** What `npm install` may put on somebody's disk, in bytes. */
const MAX_BYTES = 5_000_000;

let tarball: string;
let consumer: Consumer;
let webhook: string;

beforeAll(async () => {
  tarball = await pack('sms-emulator');
  consumer = await installAlone('sms-emulator', tarball);
  const server = createServer((request, response) => {
    void text(request).then((form) => {
      const body = new URLSearchParams(form).get('Body') ?? '';
      response.setHeader('Content-Type', 'text/xml');
      response.setHeader('Set-Cookie', 'said=something; Max-Age=14400');
      response.end(`<Response><Message>You said ${body}</Message></Response>`);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  closeWithTests(() => server.close());
  webhook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`;
});

/** Code that begins with an emulator and Ann's phone, and its end. */
const withAnn = (code: string): string => `
  void (async () => {
    const assert = require('node:assert/strict');
    const emulator = require('sms-emulator');
    const twilio = await emulator.startEmulator({ webhook: process.env.WEBHOOK });
    const ann = twilio.phone('+15551110000');
    ${code}
    await twilio.stop();
    console.log('done');
  })();`;

/** A use of each export. */
const USES: Readonly<Record<string, string>> = {
  startEmulator: `
    assert.deepEqual(await ann.text('hi'), ['You said hi']);
    twilio.clock.advance('4h');
    assert.deepEqual(ann.lastTurn().cookies.after.map(({ name }) => name), ['said']);`,
  transcript: `
    await ann.text('hi');
    assert.match(emulator.transcript(ann), /\\n  > hi\\n  < You said hi\\nCookie said=something, for /);`,
  phoneMatchers: `
    const self = { isNot: false, equals: Object.is };
    assert.equal(emulator.phoneMatchers.toHaveReceivedNothing.call(self, ann).pass, true);`,
  createEngine: `
    const engine = emulator.createEngine({ account: emulator.readAccount('.') });
    assert.deepEqual(engine.numbers(), []);
    await engine.stop();`,
  readAccount: `assert.match(emulator.readAccount('.', {}).accountSid, /^AC/);`,
  serveApi: `
    const engine = emulator.createEngine({ account: emulator.readAccount('.') });
    const { url, close } = await emulator.serveApi(engine, emulator.pageFiles(), 0);
    assert.match(await (await fetch(url)).text(), /<title>/);
    await engine.stop();
    await close();`,
  pageFiles: `assert.deepEqual([...(await emulator.pageFiles()).keys()], ['/', '/page.js', '/theme.js', '/page.css', '/icon.svg']);`,
  TWILIO_LIMITS: `assert.equal(emulator.TWILIO_LIMITS.totalMs, 15_000);`,
  KEPT: `assert.equal(emulator.KEPT.messages.each, 10_000);`,
  readTwiml: `
    assert.equal(emulator.readTwiml('<Response><Message>hi</Message></Response>').kind, 'twiml');
    assert.equal(emulator.readTwiml('<Response>').problem.code, 12100);`,
  createNumbering: `
    const [number] = emulator.createNumbering('http://localhost:3000')(['/sms'], []);
    assert.equal(number.smsUrl, 'http://localhost:3000/sms');`,
  openStateFile: `
    const state = await emulator.openStateFile('.', 'tried', true, console.log);
    const keeper = await state.keep({ engine: twilio.engine });
    await keeper.close();
    assert.equal((await emulator.openStateFile('.', 'tried', false, console.log)).saved.snapshot.numbers.length, 1);`,
};

describe('the package of the emulator', () => {
  it('is small, brings nothing else, and passes licenses on', async () => {
    expect(await sizeOf(consumer.installed)).toBeLessThan(MAX_BYTES);
    const manifest = JSON.parse(await readFile(join(consumer.installed, 'package.json'), 'utf8')) as object;
    expect(manifest).not.toHaveProperty('dependencies');
    const licenses = await readFile(join(consumer.installed, 'dist/LICENSES.txt'), 'utf8');
    for (const name of ['hono', 'zod', 'preact', 'iconv-lite', 'tough-cookie']) {
      expect(licenses).toMatch(new RegExp(`^${name} [\\d.]+ \\(`, 'm'));
    }
  });

  it('has these entries, each of which a test uses', () => {
    expect(Object.keys(consumer.exports)).toEqual(['.', './jest', './vitest', './divert', './package.json']);
  });

  it('exports what is used here, by names to ES modules too, and nothing else', async () => {
    const names = Object.keys(USES).sort();
    const required = await consumer.node([
      '-p',
      "JSON.stringify(Object.keys(require('sms-emulator')).sort())",
    ]);
    expect(JSON.parse(required)).toEqual(names);
    await consumer.write({
      'names.mjs': `
        import * as all from 'sms-emulator';
        import manifest from 'sms-emulator/package.json' with { type: 'json' };
        import { ${names.join(', ')} } from 'sms-emulator';
        const { default: _, 'module.exports': __, ...named } = all;
        console.log(JSON.stringify([Object.keys(named).sort(), [${names.join(', ')}].includes(undefined), manifest.name]));`,
    });
    expect(JSON.parse(await consumer.node(['--no-warnings', 'names.mjs']))).toEqual([
      names,
      false,
      'sms-emulator',
    ]);
  });

  it.each(Object.entries(USES))('%s does its work', async (_, code) => {
    expect(await consumer.node(['-e', withAnn(code)], { WEBHOOK: webhook })).toMatch(/^done$/m);
  });

  it.each(RUNTIMES)('its driver runs by the Node.js of %s', async (runtime) => {
    const code = withAnn(USES.startEmulator ?? '');
    expect(await consumer.node(['-e', code], { WEBHOOK: webhook }, nodeOf(runtime))).toBe('done\n');
  });

  it('runs in node:test, and in a project of ES modules', async () => {
    const modules = await installAlone('sms-emulator', tarball, 'module');
    await modules.write({
      'ann.test.js': `
        import assert from 'node:assert/strict';
        import { test } from 'node:test';
        import { startEmulator, transcript } from 'sms-emulator';
        test('hears what it said', async () => {
          const twilio = await startEmulator({ webhook: process.env.WEBHOOK });
          const ann = twilio.phone('+15551110000');
          await ann.text('hi');
          assert.equal(ann.inbox().length, 1, transcript(ann));
          await twilio.stop();
        });`,
    });
    // A test of node:test in one of Jest would report to it.
    expect(
      await modules.node(['--test', 'ann.test.js'], { WEBHOOK: webhook, NODE_TEST_CONTEXT: undefined }),
    ).toMatch(/^. pass 1$/m);
  });

  it.each(RESOLUTIONS)('has types that compile with nothing else installed (%s)', async (resolution) => {
    await consumer.write({
      'types.ts': `
        import { type Emulator, type Phone, startEmulator, transcript } from 'sms-emulator';
        import type { Conversation, Turn } from 'sms-emulator';
        import 'sms-emulator/divert';
        export async function start(webhook: string): Promise<string> {
          const twilio: Emulator = await startEmulator({ webhook, method: 'GET' });
          const ann: Phone = twilio.phone('+15551110000', { profileName: 'Ann' });
          const texts: string[] = await ann.text('hi', { errors: [11200] });
          const turn: Turn | undefined = ann.lastTurn();
          const all: Conversation | undefined = ann.conversation();
          await twilio[Symbol.asyncDispose]();
          return transcript(ann) + texts.join() + (turn?.sid ?? '') + String(all?.optedOut);
        }
        // @ts-expect-error: it takes no such option
        export const mistaken = startEmulator({ webhooks: 'http://localhost/' });`,
    });
    expect(errorsOf(consumer.root, 'types.ts', resolution)).toEqual([]);
  });
});

describe('Functions in the driver of the package', () => {
  const code = `
    require('sms-emulator').startEmulator({ functions: 'functions' }).then(async (twilio) => {
      console.log(await twilio.phone('+15551110000').text('hi'));
      await twilio.stop();
    }, ({ message }) => console.log(message));`;

  it('need the runtime handler, and say how to install it', async () => {
    await consumer.write({ 'functions/sms.js': answering('event.Body') });
    expect(await consumer.node(['-e', code])).toContain('npm install --save-dev @twilio/runtime-handler@2');
  });

  it('are served with it', async () => {
    const own = await installAlone('sms-emulator', tarball);
    await own.write({ 'functions/sms.js': answering('event.Body') });
    await mkdir(join(own.root, 'node_modules/@twilio'));
    await symlink(
      resolve('node_modules/@twilio/runtime-handler'),
      join(own.root, 'node_modules/@twilio/runtime-handler'),
    );
    expect(await own.node(['-e', code])).toBe("[ 'hi' ]\n");
  });
});

describe('the matchers of the package, in Jest', () => {
  const jest = (file: string): Running =>
    run(consumer.root, process.execPath, [resolve('node_modules/jest/bin/jest.js'), '--colors=false', file], {
      WEBHOOK: webhook,
    });

  it('pass, and print the conversation when they fail', async () => {
    await consumer.write({
      'jest.config.json': JSON.stringify({
        testMatch: ['**/*.spec.js'],
        setupFilesAfterEnv: ['sms-emulator/jest'],
      }),
      'ann.spec.js': `
        const { startEmulator } = require('sms-emulator');
        const talk = async (check) => {
          const twilio = await startEmulator({ webhook: process.env.WEBHOOK });
          const ann = twilio.phone('+15551110000');
          try {
            expect(ann).toHaveReceivedNothing();
            await ann.text('hi');
            check(ann);
          } finally {
            await twilio.stop();
          }
        };
        it('passes', () => talk((ann) => {
          expect(ann).toHaveReceived(/hi/);
          expect(ann).toHaveConversation(['> hi', '< You said hi']);
          expect(ann).not.toHaveReceived('bye');
        }));
        it('fails', () => talk((ann) => expect(ann).toHaveReceived('bye')));`,
    });
    const running = jest('ann.spec.js');
    await running.ended;
    expect(running.output()).toMatch(/Tests: +1 failed, 1 passed/);
    expect(running.output()).toMatch(
      /Expected \+15551110000 to receive "bye"\n\n +\+15551110000 \(>\) and \S+ \(<\):\n +> hi\n +< You said hi\n/,
    );
  });

  it('have types, for @jest/globals', async () => {
    await consumer.write({
      'ann.spec.ts': `
        import { expect } from '@jest/globals';
        import type { Phone } from 'sms-emulator';
        import 'sms-emulator/jest';
        export const check = (ann: Phone): void => {
          expect(ann).not.toHaveReceived(/hi/);
          expect(ann).toHaveConversation(['> hi']);
          // @ts-expect-error: it takes lines
          expect(ann).toHaveConversation('> hi');
        };`,
    });
    const ofJest = createRequire(require.resolve('@jest/globals/package.json'));
    const paths = {
      '@jest/globals': [resolve('node_modules/@jest/globals')],
      expect: [join(ofJest.resolve('expect'), '..')],
    };
    // Jest's own types are not this package's matter.
    expect(errorsOf(consumer.root, 'ann.spec.ts', 'bundler', { paths, skipLibCheck: true })).toEqual([]);
  });
});

describe('the command of the package', () => {
  const command = (args: readonly string[], env: NodeJS.ProcessEnv = {}, node = process.execPath): Running =>
    run(consumer.root, node, [join(consumer.root, 'node_modules/.bin/sms-emulator'), ...args], env);

  /** Starts it, and sends it a text. */
  async function start(node?: string) {
    const port = String(await freePort());
    const env = { EMULATOR_PORT: port, ACCOUNT_SID: ACCOUNT, AUTH_TOKEN: 'token' };
    const running = command(['--webhook', webhook, '--fresh'], env, node);
    await running.prints('Ctrl-C stops it.');
    const url = `http://localhost:${port}`;
    const body = JSON.stringify({ from: '+15551110000', to: '+15552220000', body: 'hi' });
    const sent = await fetch(`${url}/api/messages`, { method: 'POST', body });
    return { running, url, port, sent: (await sent.json()) as { replies: { body: string }[] } };
  }

  it('says how it is used', async () => {
    const running = command(['--help']);
    expect(await running.ended).toBe(0);
    expect(running.output()).toMatch(/^npx sms-emulator --webhook http/);
  });

  it.each(RUNTIMES)('texts a webhook by the Node.js of %s, serves the page, and stops', async (runtime) => {
    const { running, url, sent } = await start(nodeOf(runtime));
    expect(sent.replies.map(({ body }) => body)).toEqual(['You said hi']);
    const page = await (await fetch(url)).text();
    const files = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
    expect(files).toEqual(expect.arrayContaining(['/page.js', '/theme.js', '/page.css']));
    for (const path of files) expect((await fetch(new URL(path, url))).status).toBe(200);
    expect(await running.interrupt()).toBe(0);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  it('gets what an app sends to Twilio, by divert', async () => {
    const { running, port } = await start();
    const code = `
      const client = require(process.env.TWILIO)('${ACCOUNT}', 'token');
      client.messages.create({ from: '+15552220000', to: '+15551110000', body: 'from the app' }).then(
        ({ body, status }) => console.log(body, status));`;
    const env = { EMULATOR_PORT: port, TWILIO: require.resolve('twilio') };
    expect(await consumer.node(['--require', 'sms-emulator/divert', '-e', code], env)).toBe(
      'from the app queued\n',
    );
    await running.prints('+15552220000 > +15551110000: from the app');
    await running.interrupt();
  });

  it('is healthy by the check of its Dockerfile while it runs, and not when it has ended', async () => {
    const dockerfile = await readFile('packages/emulator/Dockerfile', 'utf8');
    const [, check = '[]'] = /^HEALTHCHECK .*\\\n +CMD (.*)$/m.exec(dockerfile) ?? [];
    const [program, ...args] = JSON.parse(check) as string[];
    expect(program).toBe('node');
    const { running, port } = await start();
    const isHealthy = () => run(consumer.root, process.execPath, args, { EMULATOR_PORT: port }).ended;
    expect(await isHealthy()).toBe(0);
    await running.interrupt();
    expect(await isHealthy()).toBe(1);
  });
});
