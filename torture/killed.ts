import { countInTurn, reserve } from '../test/support/torture-runs';
import { startTorture } from '../test/support/torture';
import type { Setup, Trial, Wrong } from './trial';

/** How many conversations go on at the same time. */
const WIDTH = 8;

/** How often the server is killed while it answers, in moments: of each message, and of each request to Sync two. */
const KILL_EVERY = 500;

/** How often a request to Sync fails meanwhile. */
const FAILING = 0.1;

const RESERVATIONS = ['/reservation', '/reservation-on-sync'] as const;

/** Half of the conversations are on cookies, half on Sync. */
async function killedBetween({
  count,
  folder,
}: Setup): Promise<{ readonly kills: number; readonly lost: number }> {
  await using at = await startTorture(folder);
  const crowd = { conversations: Math.ceil(count / 2), width: WIDTH };
  const lost = await reserve(at, RESERVATIONS, crowd, at.killServer);
  return { kills: at.kills(), lost: lost.length };
}

/** A tenth of the conversations on each store, and counters on Sync, whose messages are delivered again when nothing was answered. */
async function killedAtWork({
  count,
  folder,
}: Setup): Promise<{ readonly kills: number; readonly lost: number }> {
  await using at = await startTorture(folder, { killEvery: KILL_EVERY, failing: FAILING });
  const crowd = { conversations: Math.ceil(count / 10), width: WIDTH };
  const lost = await reserve(at, RESERVATIONS, crowd);
  const { wrong } = await countInTurn(at, { ...crowd, path: '/sms-on-sync' });
  return { kills: at.kills(), lost: lost.length + wrong };
}

/** Conversations whose server is killed, with SIGKILL, between all messages, and then others whose server is killed while it answers. */
export const killed: Trial = {
  name: 'killed',
  count: 1000,
  async run(setup) {
    const between = await killedBetween(setup);
    const atWork = await killedAtWork(setup);
    const { seed, count } = setup;
    const wrong: Wrong[] = Object.entries({ between, atWork })
      .filter(([, { kills, lost }]) => lost > 0 || kills === 0)
      .map(([when, found]) => ({ smallest: when, problem: JSON.stringify(found), seed, count }));
    const tried = 2 * Math.ceil(count / 2) + 3 * Math.ceil(count / 10);
    const checked = `none is lost: ${between.kills} kills between all messages, ${atWork.kills} while it answers`;
    return { tried, checked, wrong };
  },
};
