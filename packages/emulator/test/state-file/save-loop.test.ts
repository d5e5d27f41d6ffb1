import { expect, it } from '@jest/globals';
import { createSaveLoop } from '../../src/state-file/save-loop';
import { createManualTimers } from '../support/manual-timers';

/** A loop whose saves take as long as a test says. */
function startLoop() {
  const timers = createManualTimers();
  const saves: (() => void)[] = [];
  let now = 0;
  const save = () => new Promise<void>((resolve) => saves.push(resolve));
  const loop = createSaveLoop(save, timers.startTimer, () => now);
  return {
    loop,
    saves,
    expire: timers.expire,
    /** Ends the save that runs, after so many milliseconds. */
    end: async (ms: number) => {
      now += ms;
      saves.at(-1)?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

it('saves once for all changes of 50 ms, and not again without a change', async () => {
  const { loop, saves, expire, end } = startLoop();
  loop.changed();
  loop.changed();
  expect(saves).toHaveLength(0);
  expire(50);
  expect(saves).toHaveLength(1);
  await end(1);
  expect(() => {
    expire(50);
  }).toThrow('No timer');
});

it('saves again what has changed meanwhile, never twice at a time, and for a tenth of the time', async () => {
  const { loop, saves, expire, end } = startLoop();
  loop.changed();
  expire(50);
  loop.changed();
  expect(saves).toHaveLength(1);
  await end(300);
  expire(3000);
  expect(saves).toHaveLength(2);
  loop.changed();
  await end(60_000);
  expire(10_000);
  expect(saves).toHaveLength(3);
});

it('saves what is left when it is closed, once the save that runs has ended', async () => {
  const { loop, saves, expire, end } = startLoop();
  loop.changed();
  expire(50);
  loop.changed();
  const closed = loop.close();
  expect(saves).toHaveLength(1);
  await end(1);
  expect(saves).toHaveLength(2);
  await end(1);
  await closed;
  loop.changed();
  expect(saves).toHaveLength(2);
});
