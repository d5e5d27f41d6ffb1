import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import { afterEach, expect, it } from '@jest/globals';
import { divert, type DivertedRequest } from '../src/divert.cjs';
import { run } from 'test-support';
import { serveWebhook } from './support/webhook-server';

/** Those of a test, which are removed also when it fails. */
const installed: (() => void)[] = [];
const install: typeof divert = (resolve) => {
  const remove = divert(resolve);
  installed.push(remove);
  return remove;
};
afterEach(() => {
  for (const remove of installed.splice(0)) remove();
});

const serve = (name: string) => serveWebhook({ '/': name });

/** Of an emulator for one account. */
const only =
  (own: string, url: string) =>
  ({ accountSid = own }: DivertedRequest) =>
    accountSid === own ? url : undefined;

const ask = async (accountSid?: string): Promise<string> => {
  const headers = accountSid === undefined ? {} : { Authorization: `Basic ${btoa(`${accountSid}:token`)}` };
  return (await fetch('https://api.twilio.com/', { headers })).text();
};

it('several emulators in one process each get the requests of their account, and the last one those of others', async () => {
  await using one = await serve('one');
  await using two = await serve('two');
  const removeOne = install(only('AC1', one.origin));
  const removeTwo = install(only('AC2', two.origin));
  expect(await Promise.all([ask('AC1'), ask('AC2'), ask('AC3'), ask()])).toEqual([
    'one',
    'two',
    'two',
    'two',
  ]);
  removeTwo();
  removeTwo(); // does nothing
  expect(await Promise.all([ask('AC1'), ask('AC2'), ask()])).toEqual(['one', 'one', 'one']);
  install(only('AC2', two.origin));
  removeOne();
  expect(await Promise.all([ask('AC1'), ask('AC2')])).toEqual(['two', 'two']);
});

it('what decides is told the host and the account, of all kinds of requests', async () => {
  await using server = await serve('');
  const asked: DivertedRequest[] = [];
  const remove = install((request) => {
    asked.push(request);
    return server.origin;
  });
  await new Promise((resolve) => https.get('https://AC1:token@Sync.Twilio.com/', resolve));
  await new Promise((resolve) => https.get('https://api.twilio.com/', { auth: 'AC2:token' }, resolve));
  await fetch('https://api.us1.twilio.com/', { headers: { authorization: `basic ${btoa('SK1:secret')}` } });
  await fetch('https://api.twilio.com/', { headers: { authorization: 'Bearer token' } });
  remove();
  expect(asked).toEqual([
    { host: 'sync.twilio.com', accountSid: 'AC1' },
    { host: 'api.twilio.com', accountSid: 'AC2' },
    { host: 'api.us1.twilio.com', accountSid: 'SK1' },
    { host: 'api.twilio.com', accountSid: undefined },
  ]);
});

it('a request that no emulator takes fails', async () => {
  install(() => undefined);
  await expect(fetch('https://api.twilio.com/')).rejects.toMatchObject({ code: 'ESMSEMULATOR' });
  expect(() => https.get('https://api.twilio.com/')).toThrow('api.twilio.com is the emulator');
});

const PLACES: readonly (readonly [object, string])[] = [
  ...[http, https].flatMap((module) => ['request', 'get'].map((name) => [module, name] as const)),
  [globalThis, 'fetch'],
  [net.Socket.prototype, 'connect'],
  [tls, 'connect'],
  [dns, 'lookup'],
  [dns.promises, 'lookup'],
];
const values = () => PLACES.map(([object, name]) => Reflect.get(object, name) as unknown);
const descriptors = () => PLACES.map(([object, name]) => Object.getOwnPropertyDescriptor(object, name));

it('the functions of Node.js are back, each as it was, when the last emulator is gone', () => {
  const originals = values();
  const before = descriptors();
  const removals = [install(() => undefined), install(() => undefined)];
  for (const [index, value] of values().entries()) expect(value).not.toBe(originals[index]);
  removals[0]?.();
  for (const [index, value] of values().entries()) expect(value).not.toBe(originals[index]);
  removals[1]?.();
  for (const [index, value] of values().entries()) expect(value).toBe(originals[index]);
  expect(descriptors()).toEqual(before);
});

it('what modules have imported by name changes, and is back', async () => {
  const app = run('.', process.execPath, [
    '--input-type=module',
    '--eval',
    `import { get } from 'node:https';
    import { divert } from './packages/emulator/src/divert.cjs';
    const original = get;
    const remove = divert(() => undefined);
    const isDiverted = get !== original;
    remove();
    console.log(isDiverted, get === original);`,
  ]);
  await app.ended;
  expect(app.output()).toBe('true true\n');
});

it('what another library has replaced meanwhile stays, and sends nothing to an emulator any more', async () => {
  await using server = await serve('own');
  const { get } = http;
  const remove = install(() => 'http://127.0.0.1:9');
  const { get: diverted } = http;
  const theirs = ((...args: Parameters<typeof get>) => diverted(...args)) as typeof get;
  http.get = theirs;
  remove();
  expect(http.get).toBe(theirs);
  const response = await new Promise<http.IncomingMessage>((resolve) => http.get(server.origin, resolve));
  expect(response.resume().statusCode).toBe(200);
  http.get = get;
});
