import { expect, it } from '@jest/globals';
import { servePlatform } from '../support/platform';

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
