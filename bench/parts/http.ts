import { below } from '../../test/support/at-once';
import { startCounterServer, type CounterServer } from '../support/counter-server';
import { median, ratios, spread } from '../support/measure';
import { report, runPart } from '../support/report';

const PHONES = 1000;
const BLOCKS = 15;
const WARM_UP = 5;
const GOAL = 1;

/** The CPU time of the server for one turn of each phone, in microseconds a turn. */
async function measure(server: CounterServer, width: number): Promise<number> {
  const before = await server.cpu();
  await server.textAll(below(PHONES), width);
  return ((await server.cpu()) - before) / PHONES;
}

runPart(async () => {
  const functions = await startCounterServer('functions');
  const session = await startCounterServer('express-session');
  for (const width of [1, 20]) {
    const [here, peer]: [number[], number[]] = [[], []];
    for (let block = -WARM_UP; block < BLOCKS; block++) {
      const [ours, theirs] = [await measure(functions, width), await measure(session, width)];
      if (block < 0) continue;
      here.push(ours);
      peer.push(theirs);
    }
    const ratio = median(ratios(here, peer));
    report({
      figure: `CPU of the same over HTTP, ${width === 1 ? 'one after the other' : `${width} at once`}`,
      here: spread(here, 0, 'µs'),
      peer: `Express with express-session: ${spread(peer, 0, 'µs')}`,
      ratio: ratio.toFixed(2),
      ...(width === 1 ? { goal: `ratio at most ${GOAL}`, holds: ratio <= GOAL } : {}),
    });
  }
  functions.stop();
  session.stop();
});
