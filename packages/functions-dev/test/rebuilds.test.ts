import { expect, it } from '@jest/globals';
import { createRebuilds } from '../src/rebuilds';
import { manualTimers, settle } from './support/manual-timers';

const REBUILT = 'Rebuilt. The next message meets the new code.';
const ENV_CHANGED = expect.stringContaining('.env has changed, and the Functions have it');
const ASSET_CHANGED = 'An Asset has changed. The next message meets it.';
const SOURCE = { build: true, restart: false, env: false };
const ENV = { build: true, restart: true, env: true };
const ASSET = { build: false, restart: false, env: false };

/** Rebuilds whose builds end when the test says so. */
async function started() {
  const timers = manualTimers();
  const builds: { succeed: () => void; fail: (error: Error) => void }[] = [];
  const served: string[] = [];
  const printed: string[] = [];
  const print = (line: string) => void printed.push(line);
  const rebuilds = createRebuilds({
    build: () =>
      new Promise((resolve, reject) => {
        const succeed = () => {
          resolve('sms.js');
        };
        builds.push({ succeed, fail: reject });
      }),
    functions: {
      restart: () => Promise.resolve(void served.push('restart')),
      reload: () => Promise.resolve(served.push('reload') > 0),
    },
    print,
    printError: print,
    startTimer: timers.startTimer,
    stopping: new AbortController().signal,
  });
  const starting = rebuilds.start();
  builds[0]?.succeed();
  await starting;
  return {
    builds,
    served,
    printed,
    /** A change, and the time after which its build starts. */
    change: async (due: typeof ENV) => {
      rebuilds.changed(due);
      await timers.expire(50);
    },
    succeed: async () => {
      builds.at(-1)?.succeed();
      await settle();
    },
    fail: async () => {
      builds.at(-1)?.fail(new Error('It does not compile.'));
      await settle();
    },
  };
}

it('builds once for all that has changed while another build was under way, and says so once', async () => {
  const { builds, served, printed, change, succeed } = await started();
  await change(SOURCE);
  for (let edit = 0; edit < 3; edit++) await change(SOURCE);
  await succeed();
  expect(printed).toEqual([]);
  await succeed();
  expect(printed).toEqual([REBUILT]);
  expect(builds).toHaveLength(3);
  expect(served).toEqual(['restart', 'reload', 'reload']);
});

it('says that the Functions have .env when they have what has changed since, too', async () => {
  const { served, printed, change, succeed } = await started();
  await change(ENV);
  await change(SOURCE);
  await succeed();
  expect(printed).toEqual([]);
  await succeed();
  expect(printed).toEqual([ENV_CHANGED, REBUILT]);
  expect(served).toEqual(['restart', 'restart', 'reload']);
});

it('makes up for what a failed build had to, with the next one', async () => {
  const { served, printed, change, succeed, fail } = await started();
  await change(ENV);
  await fail();
  expect(printed).toEqual(['Not rebuilt: what was there before goes on.\nIt does not compile.']);
  await change(SOURCE);
  await succeed();
  expect(printed.slice(1)).toEqual([ENV_CHANGED, REBUILT]);
  expect(served).toEqual(['restart', 'restart']);
});

it('builds nothing for an Asset that has changed, which the next message meets', async () => {
  const { builds, served, printed, change, succeed } = await started();
  await change(ASSET);
  expect(printed).toEqual([ASSET_CHANGED]);
  await change({ ...ASSET, restart: true });
  expect(printed).toEqual([ASSET_CHANGED, ASSET_CHANGED]);
  expect(served).toEqual(['restart', 'reload', 'restart']);
  expect(builds).toHaveLength(1);

  await change(SOURCE);
  await change(ASSET);
  await succeed();
  expect(printed.slice(2)).toEqual([]);
  await succeed();
  expect(printed.slice(2)).toEqual([REBUILT]);
});
