import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { answering, handler, writeProject } from 'test-support';
import { startFunctionsServer, type FunctionsServerOptions } from '../src';

/** Collects what `DATA` finds in `context`, the last one first. */
function readContexts(): Record<string, string>[] {
  const contexts: Record<string, string>[] = [];
  const read = (context: Record<string, string>) => {
    contexts.unshift(context);
    return 'read';
  };
  Object.assign(globalThis, { read });
  return contexts;
}

const DATA = handler('callback(null, globalThis.read(context));');

/** Serves files of a project, and gets paths from it. */
async function serve(
  files: Readonly<Record<string, string>>,
  {
    folder = 'functions',
    env = {},
    ...options
  }: FunctionsServerOptions & { folder?: string; env?: Record<string, string> } = {},
) {
  const root = await writeProject(files);
  const server = await startFunctionsServer(join(root, folder), env, options);
  const get = async (path: string) => {
    const response = await fetch(server.url + path);
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      text: await response.text(),
    };
  };
  return { ...server, root, get, [Symbol.asyncDispose]: server.close };
}

describe('Runtime', () => {
  it('has every Function by its path, and loads private ones by theirs', async () => {
    await using server = await serve({
      'functions/sms.protected.js': answering(
        "greet('Ann') + Object.keys(Runtime.getFunctions())",
        "const { greet } = require(Runtime.getFunctions()['texts/greet'].path);\n",
      ),
      'functions/texts/greet.private.js': 'exports.greet = (name) => `Hello ${name}! `;',
    });
    expect((await server.get('/sms')).text).toContain('<Message>Hello Ann! sms,texts/greet</Message>');
    expect(server.paths).toEqual(['/sms']);
    expect((await server.get('/texts/greet')).status).toBe(404);
  });

  it('has private Assets alone: their path, and open()', async () => {
    await using server = await serve({
      'functions/sms.js': answering(
        "JSON.parse(assets['/a/texts.json'].open()).hi + require(assets['/twice.js'].path)(2) + Object.keys(assets)",
        'const assets = Runtime.getAssets();\n',
      ),
      'assets/a/texts.private.json': '{ "hi": "Grüße " }',
      'assets/twice.private.js': 'module.exports = (number) => 2 * number + " ";',
      'assets/logo.svg': '<svg/>',
      'assets/list.protected.json': '[]',
    });
    expect((await server.get('/sms')).text).toContain('<Message>Grüße 4 /a/texts.json,/twice.js</Message>');
  });

  it('is that of the server whose Function asks, also when another one was started since', async () => {
    const files = (name: string) => ({
      'functions/sms.js': answering(
        "require(Runtime.getFunctions()['name'].path) + Runtime.getAssets()['/name.txt'].open() + Runtime.getSync()._version._domain.twilio.username",
      ),
      'functions/name.private.js': `module.exports = '${name}';`,
      'assets/name.private.txt': name,
    });
    const account = (digit: string) => ({ ACCOUNT_SID: `AC${digit.repeat(32)}`, AUTH_TOKEN: 'token' });
    await using one = await serve(files('one'), { env: account('1') });
    await using two = await serve(files('two'), { env: account('2') });
    expect((await one.get('/sms')).text).toContain(`oneoneAC${'1'.repeat(32)}`);
    expect((await two.get('/sms')).text).toContain(`twotwoAC${'2'.repeat(32)}`);
  });
});

describe('Assets', () => {
  it.each([
    ['/logo.svg', 200, '<svg/>'],
    ['/list.json', 200, '[]'],
    ['/.well-known/app.json', 200, '{}'],
    ['/secret.txt', 404, 'Could not find requested resource'],
    ['/secret.private.txt', 404, 'Could not find requested resource'],
    ['//secret.txt', 404, 'Could not find requested resource'],
    ['/../functions/sms.js', 404, 'Could not find requested resource'],
  ])('GET %s is %i', async (path, status, text) => {
    await using server = await serve({
      'functions/sms.js': DATA,
      'assets/logo.svg': '<svg/>',
      'assets/list.protected.json': '[]',
      'assets/.well-known/app.json': '{}',
      'assets/secret.private.txt': 'secret',
    });
    expect(await server.get(path)).toMatchObject({ status, text });
  });

  it.each<[string, string, FunctionsServerOptions & { folder?: string }]>([
    ['beside the Functions', 'assets', {}],
    ['in src/assets beside dist', 'src/assets', { folder: 'dist/functions' }],
  ])('are %s by default', async (_, assets, options) => {
    const { folder = 'functions' } = options;
    await using server = await serve({ [`${folder}/sms.js`]: DATA, [`${assets}/a.txt`]: 'a' }, options);
    expect((await server.get('/a.txt')).text).toBe('a');
  });

  it('are in the folder that is named', async () => {
    const root = await writeProject({ 'static/a.txt': 'a' });
    await using server = await serve({ 'functions/sms.js': DATA }, { assets: join(root, 'static') });
    expect((await server.get('/a.txt')).text).toBe('a');
  });
});

it.each<[Record<string, string>, FunctionsServerOptions, string]>([
  [{ 'functions/a.private.js': '' }, {}, 'There is no Function in '],
  [
    { 'functions/a.js': '' },
    { assets: 'no/such' },
    'There is no folder no/such. Name the one that holds the Assets',
  ],
  [{ 'functions/a.js': '', 'functions/a.protected.js': '' }, {}, 'are both /a. Rename one'],
  [{ 'functions/a.b.js': '', 'assets/a.b': '' }, {}, 'are both /a.b. Rename one'],
])('refuses %j, %j', async (files, options, advice) => {
  await expect(serve(files, options)).rejects.toThrow(advice);
});

describe('context', () => {
  it('has what the platform puts there', async () => {
    const contexts = readContexts();
    await using server = await serve({ 'functions/a/sms.js': DATA }, { env: { COLOR: 'red' } });
    expect((await server.get('/a/sms')).text).toBe('read');
    expect(contexts[0]).toMatchObject({
      COLOR: 'red',
      PATH: '/a/sms',
      DOMAIN_NAME: server.url.replace('http://', ''),
      SERVICE_SID: expect.stringMatching(/^ZS[0-9a-f]{32}$/),
      ENVIRONMENT_SID: expect.stringMatching(/^ZE[0-9a-f]{32}$/),
      getTwilioClient: expect.any(Function),
    });
    const { SERVICE_SID, ENVIRONMENT_SID } = contexts[0] ?? {};
    await server.get('/a/sms');
    expect(contexts).toMatchObject([{ SERVICE_SID, ENVIRONMENT_SID }, {}]);
  });

  it('has these variables as they are given, if they are', async () => {
    const contexts = readContexts();
    const env = { DOMAIN_NAME: 'x.twil.io', SERVICE_SID: 'ZS1', ENVIRONMENT_SID: 'ZE1' };
    await using server = await serve({ 'functions/sms.js': DATA }, { env });
    await server.get('/sms');
    expect(contexts[0]).toMatchObject(env);
  });
});

describe('process.env', () => {
  it('has the variables of a Function for it alone, with those of the process', async () => {
    process.env.OF_PROCESS = 'process';
    process.env.OF_BOTH = 'process';
    const read =
      "['PAINT', 'OF_BOTH', 'OF_PROCESS', 'NEITHER'].map((name) => `${process.env[name]} ${name in process.env}`)";
    await using red = await serve(
      { 'functions/sms.js': answering(read) },
      { env: { PAINT: 'red', OF_BOTH: 'red' } },
    );
    await using blue = await serve({ 'functions/sms.js': answering(read) }, { env: { PAINT: 'blue' } });
    const rest = 'process true,undefined false';
    expect((await red.get('/sms')).text).toContain(`>red true,red true,${rest}<`);
    expect((await blue.get('/sms')).text).toContain(`>blue true,process true,${rest}<`);
    expect([process.env.PAINT, process.env.OF_BOTH, 'PAINT' in process.env]).toEqual([
      undefined,
      'process',
      false,
    ]);
    process.env = { OF_PROCESS: 'replaced' };
    expect((await red.get('/sms')).text).toContain('>red true,red true,replaced true,undefined false<');
  });

  it('keeps what a Function writes for Functions alone', async () => {
    const code =
      "Object.keys({ ...process.env }).includes('PAINT') + process.env.PAINT + (process.env.PAINT = 'green') + (delete process.env.MADE) + (process.env.MADE = 'made')";
    await using server = await serve({ 'functions/sms.js': answering(code) }, { env: { PAINT: 'red' } });
    expect((await server.get('/sms')).text).toContain('>trueredgreentruemade<');
    expect((await server.get('/sms')).text).toContain('>truegreengreentruemade<');
    expect([process.env.PAINT, process.env.MADE]).toEqual([undefined, undefined]);
  });
});

it('tells why a call fails', async () => {
  const failures: unknown[] = [];
  const onFailure = (failure: unknown) => void failures.push(failure);
  await using server = await serve({ 'functions/sms.js': handler("throw new Error('oh');") }, { onFailure });
  expect((await server.get('/sms')).status).toBe(500);
  expect(failures).toEqual([
    {
      token: undefined,
      path: '/sms',
      isAnswer: true,
      text: expect.stringMatching(/^Error: oh \(.*sms\.js:2:7\)$/),
      at: { file: 'functions/sms.js', line: 2, column: 7 },
      frames: [{ file: 'functions/sms.js', line: 2, column: 7 }],
    },
  ]);
});

it('closes, whatever runs', async () => {
  const called = new Promise((resolve) => Object.assign(globalThis, { read: resolve }));
  const server = await serve({ 'functions/sms.js': handler('globalThis.read();') });
  const answer = server.get('/sms').catch(String);
  await called;
  await server.close();
  expect(await answer).toBe('TypeError: fetch failed');
});
