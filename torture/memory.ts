import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { KEPT } from 'sms-emulator';
import { atOnce, below } from '../test/support/at-once';
import { type Path, startTorture, type Torture } from '../test/support/torture';
import type { Setup, Trial } from './trial';

/** Phones that text at the same time. */
const WIDTH = 8;

/** What the heaps may grow by once all is full, in megabytes: 100 and 35 bytes a text. A message that is not dropped takes more. */
const MAX_GROWTH = { emulator: 3, server: 1 } as const;

type Heaps = Record<keyof typeof MAX_GROWTH, number>;

/** After everything that nothing refers to was freed, in megabytes. */
async function heaps(at: Torture): Promise<Heaps> {
  await at.twilio.settled();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let time = 0; time < 2; time++) collect(); // the second time also what finalizers have let go of
  return { emulator: process.memoryUsage().heapUsed / 1024 / 1024, server: (await at.memory()).heap };
}

/** Has texts sent, and then as many more; gives the heaps after both. */
async function grow(
  at: Torture,
  count: number,
  send: (index: number) => Promise<unknown>,
): Promise<[Heaps, Heaps]> {
  const half = Math.floor(count / 2);
  const sendOne = async (index: number): Promise<void> => {
    await send(index);
  };
  await atOnce(WIDTH, below(half), sendOne);
  const full = await heaps(at);
  await atOnce(WIDTH, below(count - half), (index) => sendOne(half + index));
  return [full, await heaps(at)];
}

const WAYS = {
  /** Texts of one phone to each Function. */
  'of two conversations': (at: Torture, index: number) => at.send(0, FUNCTIONS[index % 2] ?? '/sms', 'hi'),
  /** Each of a phone of its own. */
  'of as many phones': (at: Torture, index: number) => at.send(index, FUNCTIONS[index % 2] ?? '/sms', 'hi'),
} as const;

const FUNCTIONS: readonly Path[] = ['/sms', '/reservation'];

async function growth({ count, folder }: Setup, way: keyof typeof WAYS) {
  await using at = await startTorture(folder, { isDirect: true });
  const [full, twice] = await grow(at, count, (index) => WAYS[way](at, index));
  const grown = (of: keyof Heaps) => twice[of] - full[of];
  const figure = (of: keyof Heaps) => `${of} ${full[of].toFixed(1)} -> ${twice[of].toFixed(1)} MB`;
  return {
    shown: `${way}: ${figure('emulator')}, ${figure('server')}`,
    isWrong: grown('emulator') > MAX_GROWTH.emulator || grown('server') > MAX_GROWTH.server,
  };
}

/** More texts than the emulator keeps, and then as many more: neither it nor the server of the Functions grows any more. */
export const memory: Trial = {
  name: 'memory',
  // Half of them are one and a half times as many conversations as are kept, and more messages than are kept of two.
  count: 3 * KEPT.conversations,
  async run(setup) {
    const found = [];
    for (const way of Object.keys(WAYS) as (keyof typeof WAYS)[]) found.push(await growth(setup, way));
    const wrong = found
      .filter(({ isWrong }) => isWrong)
      .map(({ shown }) => ({ smallest: 'all texts', problem: `It grows. ${shown}`, ...setup }));
    return { tried: 2 * setup.count, checked: found.map(({ shown }) => shown).join('; '), wrong };
  },
};
