import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { filesIn, listRoutes, startRealTimer } from 'functions-runtime';
import { type Platform, startPlatform } from '../../src/platform/server';
import { buildFunctions } from '../../src/build-functions';
import { createEnvFile } from '../../src/env-file';
import { supervise } from '../../src/supervise';
import { startReportedRun } from '../../src/reported-run';
import { startTwilioRun, type TwilioRun } from '../../src/twilio-run';
import { closeWithTests, copyProject, type Project, run } from 'test-support';
import { OURS } from '../support/build-project';
import { AUTH_TOKEN, post, send } from '../support/platform';

// The real thing: what `npm run build` makes, served by the real twilio-run with the real runtime handler.
let project: Project;
let twilioRun: TwilioRun;
let platform: Platform;
const stop = new AbortController();

const SHOW = `exports.handler = (context, event, callback) => callback(null, {
  domain: context.DOMAIN_NAME,
  headers: Object.keys(event.request.headers),
  all: event.request.headers,
  environment: process.env,
  context,
  begunWith: require('fs').existsSync('/proc') ? require('fs').readFileSync('/proc/self/environ', 'utf8') : '',
});`;

const start = (stopping: AbortSignal, reports: Partial<Parameters<typeof startReportedRun>[1]> = {}) =>
  startReportedRun(
    { root: project.root, publicPort: 3000, stopping, output: 'ignore' },
    { linkPlace: (place) => place, onFailure: () => undefined, onLog: () => undefined, ...reports },
  );

beforeAll(async () => {
  project = await copyProject();
  await createEnvFile(project.root);
  await buildFunctions(project.root);
  const functions = join(project.root, 'dist/functions');
  await writeFile(join(functions, 'show.js'), SHOW);
  await writeFile(join(functions, 'library.private.js'), SHOW);
  await writeFile(join(functions, 'loop.js'), 'exports.handler = () => { for (;;); };');
  await writeFile(join(functions, 'end.js'), 'exports.handler = () => process.exit(7);');

  await makeAssets(join(project.root, 'src/assets'));

  twilioRun = await start(stop.signal);
  closeWithTests(twilioRun.stop);
  const routes = listRoutes(functions, join(project.root, 'src/assets'));
  platform = await startPlatform({
    port: 0,
    target: () => ({ url: twilioRun.url, headers: twilioRun.headers, agent: twilioRun.agent, routes }),
    authToken: AUTH_TOKEN,
    signatureCheck: true,
  });
  closeWithTests(platform.close);
});

/** Files that a deploy uploads and that a server could easily miss, and one that is private. */
async function makeAssets(assets: string): Promise<void> {
  await mkdir(join(assets, '.well-known'));
  await mkdir(join(assets, 'folder'));
  await writeFile(join(assets, '.well-known/.hidden'), 'hidden');
  await writeFile(join(assets, 'folder/two words.txt'), 'two words');
  await writeFile(join(assets, 'empty.txt'), '');
  await writeFile(join(assets, '.DS_Store'), 'no Asset');
  await writeFile(join(assets, 'list.private.json'), '[]');
  await symlink('folder/two words.txt', join(assets, 'link.txt'));
  await symlink('folder', join(assets, 'linked'));
}

const MESSAGE = { From: '+15551110000', To: '+15552220000', Body: 'hi' };

describe('the built Function behind the platform', () => {
  it('is called over one connection, which stays open', async () => {
    const connections = () => Object.values(twilioRun.agent.freeSockets).flat();
    await send(platform.url, '/show');
    const [first] = connections();
    await send(platform.url, '/show');
    expect(first).toBeDefined();
    expect(connections()).toEqual([first]);
  });

  it('answers a signed message, with a cookie as the platform sends it', async () => {
    const reply = await send(platform.url, '/sms', post(`${platform.url}/sms`, MESSAGE));
    expect(reply.status).toBe(200);
    expect(reply.body).toContain('Hello, thanks for the new message.');
    expect(reply.all('set-cookie')).toEqual([
      expect.stringMatching(/^counter=[\w.-]+;Max-Age=14400;Path=\/; HttpOnly; Secure$/),
    ]);
  });

  it('goes on with the cookie', async () => {
    const request = post(`${platform.url}/sms`, MESSAGE);
    const [cookie = ''] = (await send(platform.url, '/sms', request)).all('set-cookie');
    const headers = [...(request.headers ?? []), ['Cookie', cookie.split(';', 1)[0] ?? ''] as const];
    const { body } = await send(platform.url, '/sms', { ...request, headers });
    expect(body).toContain('Hello, thanks for message number 2');
  });

  it('gets no message that is not signed', async () => {
    const { body, method } = post(`${platform.url}/sms`, MESSAGE);
    const reply = await fetch(`${platform.url}/sms`, { method: method ?? '', body: String(body) });
    expect(reply.status).toBe(403);
  });

  it('is signed for as docs/platform.md says', async () => {
    const page = await readFile('docs/platform.md', 'utf8');
    const [, code = ''] = /```js\n(.*?)```/s.exec(page) ?? [];
    await writeFile(join(project.root, 'sign.mjs'), code.replace('http://localhost:3000', platform.url));
    await writeFile(join(project.root, 'token.env'), `AUTH_TOKEN=${AUTH_TOKEN}\n`);
    const signed = run(project.root, process.execPath, ['--env-file=token.env', 'sign.mjs']);
    await signed.ended;
    expect(signed.output()).toMatch(/^200 .*Hello, thanks for the new message\./s);
  });

  it('has its public Assets beside it, and nothing else', async () => {
    const status = async (path: string) => (await send(platform.url, path)).status;
    expect(await status('/index.html')).toBe(200);
    expect(await status('/')).toBe(200);
    for (const path of ['/library', '/library.private.js', '/show.js', '/.env', '/favicon.ico']) {
      expect(await status(path)).toBe(404);
    }
  });

  it.each([
    ['/link.txt', 200, 'two words'],
    ['/folder/two-words.txt', 200, 'two words'],
    ['/linked/two-words.txt', 200, 'two words'],
    ['/.well-known/.hidden', 200, 'hidden'],
    ['/empty.txt', 200, ''],
    ['/list.json', 404, 'Could not find requested resource'],
    ['/list.private.json', 404, 'Could not find requested resource'],
    ['/.DS_Store', 404, 'Could not find requested resource'],
  ])('has the Assets beside it that a deploy uploads: %s is %i', async (path, status, body) => {
    expect(await send(platform.url, path)).toMatchObject({ status, body });
  });

  it('sees no preflight, which is answered without a signature', async () => {
    const reply = await send(platform.url, '/sms', { method: 'OPTIONS' });
    expect(reply.status).toBe(204);
    expect(reply.all('access-control-allow-methods')).toEqual(['GET, POST, OPTIONS']);
  });
});

describe('twilio-run with loopback.cjs', () => {
  it('believes in the port that it was given, and says so to Functions', async () => {
    const { domain } = JSON.parse((await send(platform.url, '/show')).body) as { domain: string };
    expect(domain).toBe('localhost:3000');
    expect(new URL(twilioRun.url).port).not.toBe('3000');
  });

  it('listens on 127.0.0.1 alone', async () => {
    const port = Number(new URL(twilioRun.url).port);
    const connection = connect(port, '127.0.0.1');
    await once(connection, 'connect');
    connection.destroy();
    for (const host of ['127.0.0.2', '::1']) {
      await expect(once(connect(port, host), 'connect')).rejects.toThrow();
    }
  });

  /** A process with the preload, as startTwilioRun starts it, that listens. */
  async function startListening() {
    const preload = join(__dirname, '../../src/loopback.cjs');
    const script = 'require("http").createServer().listen(3000)';
    const child = spawn(process.execPath, ['--require', preload, '-e', script], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    const channel = child.stdio[3] as Duplex;
    channel.write('{"key":"a key"}\n');
    await once(channel, 'data');
    return { child, channel };
  }

  it('ends when its parent is gone', async () => {
    const { child, channel } = await startListening();
    channel.destroy();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('ends when its parent is gone, also in an endless loop', async () => {
    const script = `const { spawn } = require('node:child_process');
      const preload = ${JSON.stringify(join(__dirname, '../../src/loopback.cjs'))};
      const loop = 'require("fs").writeSync(1, "loops"); for (;;);';
      const stdio = ['ignore', 'inherit', 'inherit', 'pipe', 'pipe'];
      spawn(process.execPath, ['--require', preload, '-e', loop], { stdio });`;
    const parent = run(project.root, process.execPath, ['-e', script]);
    await parent.prints('loops');
    parent.process.kill('SIGKILL');
    expect(await parent.ended).toBe(null); // when nobody holds its output any more
  });

  it('leaves Ctrl-C to its parent', async () => {
    const { child } = await startListening();
    child.kill('SIGINT');
    child.kill('SIGHUP');
    child.kill();
    expect(await once(child, 'exit')).toEqual([null, 'SIGTERM']);
  });
});

const headersOf = ({ headers }: TwilioRun) => headers.map(([name, value]): [string, string] => [name, value]);

it('a process that a Function holds up is replaced, and the next call is answered', async () => {
  const stopping = new AbortController();
  const notes: string[] = [];
  let ended!: () => void;
  const hasEnded = new Promise<void>((resolve) => (ended = resolve));
  const functions = supervise({
    start: () => start(stopping.signal),
    onStarted: () => [],
    note(line) {
      notes.push(line);
      if (line.includes('started anew')) ended();
    },
    startTimer: startRealTimer,
    stopping: stopping.signal,
    heldUpMs: 1000,
  });
  await functions.restart();
  const call = async (path: string) => {
    const { url, headers = [], release } = await functions.target();
    try {
      return (
        await fetch(`${url}${path}`, {
          headers: headers.map(([name, value]): [string, string] => [name, value]),
        })
      ).status;
    } finally {
      release?.();
    }
  };
  await expect(call('/loop')).rejects.toThrow('fetch failed');
  await hasEnded;
  expect(await call('/show')).toBe(200);
  expect(notes[0]).toContain('is held up');
  stopping.abort();
});

it('a process that a Function has changed so that it answers nothing is replaced after the first call that is late', async () => {
  const changes = `exports.handler = (c, e, callback) => {
    callback(null, 'changed');
    require('http').ServerResponse.prototype.end = () => undefined;
  };`;
  await writeFile(join(project.root, 'dist/functions/changes.js'), changes);
  const stopping = new AbortController();
  const routes = ['/changes', '/show'].map((path) => ({ path, access: 'public', kind: 'function' }) as const);
  const functions = supervise({
    start: () => start(stopping.signal),
    onStarted: () => routes,
    note: () => undefined,
    startTimer: startRealTimer,
    stopping: stopping.signal,
  });
  let isLate = false;
  const own = await startPlatform({
    port: 0,
    target: functions.target,
    authToken: AUTH_TOKEN,
    signatureCheck: true,
    startTimer(end) {
      if (isLate) setImmediate(end);
      return () => undefined;
    },
  });
  closeWithTests(own.close);
  await functions.restart();
  expect((await send(own.url, '/changes')).status).toBe(200);
  isLate = true;
  expect((await send(own.url, '/show')).status).toBe(504);
  isLate = false;
  expect((await send(own.url, '/show')).status).toBe(200);
  stopping.abort();
});

describe('startTwilioRun', () => {
  it('answers nobody else: neither Functions, nor Assets, nor what is private', async () => {
    for (const path of ['/sms', '/library', '/index.html', '/list.json']) {
      const reply = await fetch(`${twilioRun.url}${path}`, { headers: { 'X-Functions-Key': 'guessed' } });
      expect(reply.status).toBe(403);
      expect(await reply.text()).toBe('Only npm start calls this address.\n');
    }
  });

  it.each([
    ['garbage', "writeSync(3, 'garbage not json\\n')"],
    ['half a message', `writeSync(3, '{"id":')`],
    ['a message of Node.js', `writeSync(3, '{"cmd":"NODE_HANDLE_ACK"}\\n{"cmd":"NODE_HANDLE_NACK"}\\n')`],
    ['messages that nobody waits for', `writeSync(3, 'null\\n"text"\\n{"port":"x","id":"y"}\\n{"id":1000000}\\n')`],
    ['10 MB without a line break', `for (let i = 0; i < 10_000; i++) write('x'.repeat(1000))`],
    ['a message through process.send', "process.send?.({ cmd: 'NODE_HANDLE_ACK' })"],
  ])('may be sent anything by a Function, and takes SIGTERM of none: %s', async (_, statement) => {
    const path = join(project.root, 'dist/functions/sends.js');
    await writeFile(
      path,
      `const { writeSync } = require('fs');
      function write(text) {
        for (;;) {
          try { return writeSync(3, text); } catch (error) { if (error.code !== 'EAGAIN') throw error; }
        }
      }
      exports.handler = (c, e, callback) => {
        ${statement};
        process.on('SIGTERM', () => undefined);
        callback(null, 'sent');
      };`,
    );
    const another = await start(stop.signal);
    const reply = await fetch(`${another.url}/sends`, { headers: headersOf(another) });
    expect(reply.status).toBe(200);
    await another.ping();
    await another.reload();
    await another.stop();
  }); // prettier-ignore

  it('is ended when a Function closes the pipe to it', async () => {
    const path = join(project.root, 'dist/functions/cuts.js');
    await writeFile(
      path,
      "exports.handler = (c, e, callback) => { require('fs').closeSync(3); callback(); };",
    );
    const another = await start(stop.signal);
    await fetch(`${another.url}/cuts`, { headers: headersOf(another) });
    expect(await another.failed).toBe(
      'twilio-run has closed its pipe to npm start, as a Function can, and was ended.',
    );
    await expect(another.ping()).rejects.toThrow('closed its pipe');
  });

  it('says why it cannot be started', async () => {
    const nowhere = {
      root: project.root,
      publicPort: 3000,
      stopping: stop.signal,
      output: 'ignore',
    } as const;
    jest.replaceProperty(process, 'execPath', '/no/such/node');
    await expect(startTwilioRun(nowhere)).rejects.toThrow(
      'twilio-run could not be started (spawn /no/such/node ENOENT).',
    );
    jest.restoreAllMocks();
  });

  it('shows Functions its key neither in a request nor in the environment, and takes one of the client’s for none', async () => {
    const reply = await send(platform.url, '/show', {
      headers: [
        ['A', 'x-functions-key'],
        ['X-Functions-Key', 'mine'],
      ],
    });
    expect(reply.status).toBe(200);
    const shown = JSON.parse(reply.body) as Record<string, unknown>;
    expect(shown.headers).toEqual(expect.arrayContaining(['a', 'host']));
    expect(shown.headers).not.toContain('x-functions-key');
    expect(shown.environment).toHaveProperty('SESSION_SECRET');
    expect(shown.begunWith).toContain(existsSync('/proc') ? 'PATH=' : '');
    const [, key] = twilioRun.headers[0] ?? [];
    expect(key).toMatch(/^[\da-f-]{36}$/);
    expect(reply.body).not.toContain(key);
  });

  it('loads a Function once, and anew after reload', async () => {
    const counted = join(project.root, 'dist/functions/counted.js');
    const source = (word: string) =>
      `let calls = 0; exports.handler = (c, e, callback) => callback(null, '${word} ' + ++calls);`;
    await writeFile(counted, source('old'));
    const another = await start(stop.signal);
    const call = async () => (await fetch(`${another.url}/counted`, { headers: headersOf(another) })).text();
    expect([await call(), await call()]).toEqual(['old 1', 'old 2']);
    await writeFile(counted, source('new'));
    expect(await call()).toBe('old 3');
    await another.reload();
    expect([await call(), await call()]).toEqual(['new 1', 'new 2']);
    await another.stop();
    await expect(another.ping()).rejects.toThrow('ended by itself');
  });

  it('loads Assets that are code anew after reload, also linked ones, and no package', async () => {
    const { root } = await copyProject();
    await createEnvFile(root);
    const at = (path: string) => join(root, path);
    const change = async (word: string) => {
      for (const file of ['src/assets/helper.private.js', 'elsewhere.js', 'node_modules/package.js'])
        await writeFile(at(file), `module.exports = '${word}';`);
    };
    await change('old');
    await symlink('../../elsewhere.js', at('src/assets/linked.private.js'));
    await mkdir(at('dist/functions'), { recursive: true });
    await writeFile(
      at('dist/functions/loads.js'),
      `exports.handler = (c, e, callback) => callback(null, [
        require(Runtime.getAssets()['/helper.js'].path),
        require(Runtime.getAssets()['/linked.js'].path),
        require('package'),
      ].join());`,
    );
    const another = await startTwilioRun({
      root,
      publicPort: 3000,
      stopping: stop.signal,
      output: 'ignore',
    });
    const call = async () => (await fetch(`${another.url}/loads`, { headers: headersOf(another) })).text();
    expect(await call()).toBe('old,old,old');
    await change('new');
    expect(await call()).toBe('old,old,old');
    await another.reload();
    expect(await call()).toBe('new,new,old');
    await another.stop();
  });

  it('answers with a Function that a build has removed or renamed, until another one takes its place', async () => {
    const { root } = await copyProject();
    await createEnvFile(root);
    const source = (file: string) => join(root, 'src/functions', file);
    const code = (answer: string) => `export const handler = (_: object, __: object, done: (e: null, t: string) => void) => done(null, ${answer});`; // prettier-ignore
    await writeFile(source('gone.ts'), code("'gone'"));
    await mkdir(source('deep'));
    await writeFile(source('deep/renamed.ts'), code("'renamed'"));
    await writeFile(source('broken.ts'), `${code("''")} require(['./no-such-file'].join());`);
    await buildFunctions(root, true);
    const old = await startTwilioRun({ root, publicPort: 3000, stopping: stop.signal, output: 'ignore' });
    await rm(source('gone.ts'));
    await rename(source('deep/renamed.ts'), source('deep/renamed.protected.ts'));
    await buildFunctions(root, true);
    const call = async (path: string) => {
      const reply = await fetch(`${old.url}${path}`, { headers: headersOf(old) });
      return [reply.status, await reply.text()];
    };
    expect(await call('/gone')).toEqual([200, 'gone']);
    expect(await call('/deep/renamed')).toEqual([200, 'renamed']);
    expect(await call('/broken')).toEqual([500, expect.stringContaining('./no-such-file')]);
    expect((await filesIn(join(root, 'dist/functions'))).sort()).toEqual(
      ['broken.js', join('deep', 'renamed.protected.js'), ...OURS].sort(),
    );

    await rename(source('deep/renamed.protected.ts'), source('deep/renamed.ts'));
    await buildFunctions(root, true);
    await old.reload();
    expect(await call('/deep/renamed')).toEqual([200, 'renamed']);
    await buildFunctions(root);
    expect(await call('/deep/renamed')).toEqual([200, 'renamed']);
    await old.stop();
  });

  it('says how it ended when nobody has stopped it', async () => {
    const another = await start(stop.signal);
    await fetch(`${another.url}/end`, { headers: headersOf(another) }).catch(() => undefined);
    expect(await another.failed).toBe('twilio-run ended by itself (code 7).');
  });

  it('rejects when everything is to stop before it listens', async () => {
    const own = await copyProject();
    await writeFile(join(own.root, '.twilioserverlessrc.js'), 'for (;;);');
    const stopping = new AbortController();
    const starting = startTwilioRun({
      root: own.root,
      publicPort: 3000,
      stopping: stopping.signal,
      output: 'ignore',
    });
    stopping.abort();
    await expect(starting).rejects.toThrow('(SIGKILL)');
  });

  it('ends it when everything is to stop', async () => {
    const stopping = new AbortController();
    const another = await start(stopping.signal);
    stopping.abort();
    await another.stop();
    await expect(fetch(another.url)).rejects.toThrow();
  });
});
