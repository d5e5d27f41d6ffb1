import { describe, expect, it } from '@jest/globals';
import { nodeOf, RUNTIMES } from 'test-support';
import { runApp } from './support/diverted-app';
import { type Answer, deadUrl, serveConnections, serveWebhook } from './support/webhook-server';

const json = (value: unknown, status = 200): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(value),
});

const MESSAGES = '/2010-04-01/Accounts/AC1/Messages.json';
const CREATE = `print((await client().messages.create({ from: '+15550006789', to: '+15551110000', body: 'hi' })).sid);`;

describe.each([
  ['node', process.execPath],
  ...RUNTIMES.map((name) => [name, nodeOf(name)] as const),
] as const)('with %s, the client of Twilio', (_, node) => {
  it('sends a message to the emulator, with the credentials and the host it was meant for', async () => {
    await using emulator = await serveWebhook(json({ sid: 'SM1' }, 201));
    expect(await runApp(emulator, CREATE, { node })).toEqual(['SM1']);
    const [request] = emulator.requests;
    expect(request).toMatchObject({ method: 'POST', path: MESSAGES });
    expect(request?.header('Host')).toBe(new URL(emulator.origin).host);
    expect(request?.header('X-Forwarded-Host')).toBe('api.twilio.com');
    expect(request?.header('Authorization')).toBe(`Basic ${btoa('AC1:token')}`);
    expect(Object.fromEntries(request?.parameters ?? [])).toEqual({
      From: '+15550006789',
      To: '+15551110000',
      Body: 'hi',
    });
  });
});

it('lists follow the pages', async () => {
  const pages = [
    json({ messages: [{ sid: 'SM1' }], next_page_uri: `${MESSAGES}?Page=1` }),
    json({ messages: [{ sid: 'SM2' }], next_page_uri: null }),
  ];
  await using emulator = await serveWebhook({
    [MESSAGES]: ({ path }) => pages[path.endsWith('?Page=1') ? 1 : 0],
  });
  const app = `print((await client().messages.list()).map(({ sid }) => sid));`;
  expect(await runApp(emulator, app)).toEqual([['SM1', 'SM2']]);
});

it('an error of the API has its status, code and text', async () => {
  const problem = { code: 20404, message: 'Not found', more_info: 'https://twil.io/20404', status: 404 };
  await using emulator = await serveWebhook(json(problem, 404));
  const app = `await client().messages('SM1').fetch().catch(({ status, code, message }) => print({ status, code, message }));`;
  expect(await runApp(emulator, app)).toEqual([{ status: 404, code: 20404, message: 'Not found' }]);
});

it('another product is a folder of the emulator, and the header fields of a request arrive', async () => {
  await using emulator = await serveWebhook(json({ revision: '2' }));
  const app = `
    print((await client().sync.v1.services('IS1').documents('cart').update({ data: {}, ifMatch: '1' })).revision);
    await client().messaging.v1.services('MG1').fetch();`;
  expect(await runApp(emulator, app)).toEqual(['2']);
  const [sync, messaging] = emulator.requests;
  expect(sync).toMatchObject({ method: 'POST', path: '/sync/v1/Services/IS1/Documents/cart' });
  expect(sync?.header('If-Match')).toBe('1');
  expect(sync?.header('X-Forwarded-Host')).toBe('sync.twilio.com');
  expect(messaging?.path).toBe('/messaging/v1/Services/MG1');
});

it('a refusal of too many requests is tried again when the client is told to', async () => {
  const answers = [json({}, 429), json({ sid: 'SM1' }, 201)];
  await using emulator = await serveWebhook(() => answers.shift());
  const app = CREATE.replace('client()', 'client({ autoRetry: true })');
  expect(await runApp(emulator, app)).toEqual(['SM1']);
  expect(emulator.requests.map(({ body }) => body)).toEqual(Array(2).fill(emulator.requests[0]?.body));
});

it('an edge and a region change neither the emulator nor the path', async () => {
  await using emulator = await serveWebhook(json({ sid: 'SM1' }, 201));
  const env = { TWILIO_EDGE: 'sydney', TWILIO_REGION: 'au1' };
  await runApp(emulator, `${CREATE} await client().sync.v1.services('IS1').fetch();`, { env });
  expect(emulator.requests.map(({ path, header }) => [path, header('X-Forwarded-Host')])).toEqual([
    [MESSAGES, 'api.sydney.au1.twilio.com'],
    ['/sync/v1/Services/IS1', 'sync.sydney.au1.twilio.com'],
  ]);
});

it('a proxy gets nothing, neither of the client nor of axios and fetch', async () => {
  await using proxy = await serveConnections((socket) => socket.destroy());
  await using emulator = await serveWebhook(json({ sid: 'SM1' }, 201));
  const env = Object.fromEntries(
    ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'].map((name) => [name, `http://${proxy.host}`]),
  );
  const app = `${CREATE}
    const axios = require('node:module').createRequire(require.resolve('twilio'))('axios');
    print((await axios.get('https://api.twilio.com/a', { auth: { username: 'AC1', password: 'token' } })).data.sid);
    print((await axios.get('http://api.twilio.com/b')).data.sid);
    print((await (await fetch('https://api.twilio.com/c')).json()).sid);`;
  const [node = process.execPath] = RUNTIMES.slice(-1).map(nodeOf); // where fetch knows of proxies
  const flags = ['--no-warnings'];
  const printed = await runApp(emulator, app, {
    node,
    flags,
    env: { ...env, NODE_USE_ENV_PROXY: '1', NO_PROXY: '' },
  });
  expect(printed).toEqual(['SM1', 'SM1', 'SM1', 'SM1']);
  expect(emulator.requests.map(({ path }) => path)).toEqual([MESSAGES, '/a', '/b', '/c']);
  expect(emulator.requests[1]?.header('Authorization')).toBe(`Basic ${btoa('AC1:token')}`);
  expect(proxy.connections()).toBe(0);
});

it('an emulator that does not run is an error that says how to start it', async () => {
  const origin = new URL(await deadUrl()).origin;
  const caught = `.catch(({ code, message }) => print([code, message]))`;
  const app = `
    await client().messages.create({ from: '+15550006789', to: '+15551110000', body: 'hi' })${caught};
    await fetch('https://api.twilio.com/').catch(({ cause }) => Promise.reject(cause))${caught};`;
  const message =
    `The emulator does not listen at ${origin.replace('127.0.0.1', 'localhost')}. ` +
    'Start it with npm start or npx sms-emulator, or set EMULATOR_PORT.';
  const expected = ['ECONNREFUSED', message];
  expect(await runApp({ origin }, app)).toEqual([expected, expected]);
});

it('modules that import functions by name are diverted too, and so are worker threads', async () => {
  await using emulator = await serveWebhook('');
  const app = `
    import { get, request } from 'node:https';
    import { once } from 'node:events';
    import { Worker } from 'node:worker_threads';
    for (const sent of [get('https://api.twilio.com/get'), request('https://api.twilio.com/request').end()]) {
      (await once(sent, 'response'))[0].resume();
    }
    await once(new Worker("fetch('https://api.twilio.com/worker')", { eval: true }), 'exit');`;
  await runApp(emulator, app, { flags: ['--input-type=module'] });
  expect(emulator.requests.map(({ path }) => path).sort()).toEqual(['/get', '/request', '/worker']);
});

it('a port that is none is an error at the start', async () => {
  const started = runApp({ origin: 'http://127.0.0.1' }, '', { env: { EMULATOR_PORT: '99999' } });
  await expect(started).rejects.toThrow('EMULATOR_PORT must be a port from 1 to 65535, not "99999".');
});
