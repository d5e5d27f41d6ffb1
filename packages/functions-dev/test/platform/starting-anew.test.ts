import { expect, it } from '@jest/globals';
import type { Route } from 'functions-runtime';
import { closeWithTests, freePort } from 'test-support';
import { startPlatform } from '../../src/platform/server';
import { AUTH_TOKEN, FORM, send, servePlatform } from '../support/platform';

it('lets a request wait for Functions that start anew', async () => {
  await using served = await servePlatform();
  let started!: (url: string) => void;
  const anew = new Promise<string>((resolve) => (started = resolve));
  let asked!: () => void;
  const waits = new Promise<void>((resolve) => (asked = resolve));
  await using platform = await servePlatform({
    target() {
      asked();
      return anew;
    },
  });
  const reply = platform.send('/open');
  await waits;
  expect(served.seen).toEqual([]);
  started(served.url);
  expect((await reply).status).toBe(200);
  expect(served.seen).toHaveLength(1);
});

it.each([
  ['public', 200],
  ['protected', 403],
] as const)(
  'gives what a dead process does not take to the next one, with the body, where it is %s: %i',
  async (access, status) => {
    await using served = await servePlatform();
    const route: Route = { path: '/open', access: 'public', kind: 'function' };
    const dead = `http://127.0.0.1:${await freePort()}`;
    let isGivenUp = false;
    const giveUp = () => Promise.resolve((isGivenUp = true));
    const platform = await startPlatform({
      port: 0,
      authToken: AUTH_TOKEN,
      signatureCheck: true,
      target: () =>
        isGivenUp
          ? { url: served.url, routes: [{ ...route, access }] }
          : { url: dead, routes: [route], giveUp },
    });
    closeWithTests(platform.close);
    const reply = await send(platform.url, '/open', { method: 'POST', headers: [FORM], body: 'From=a' });
    expect(reply.status).toBe(status);
    expect(served.seen.map(({ body }) => body)).toEqual(status === 200 ? ['From=a'] : []);
  },
);
