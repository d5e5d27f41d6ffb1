import { fork } from 'node:child_process';
import { once } from 'node:events';
import { median, spread } from '../support/measure';
import { report, runPart } from '../support/report';

const STARTS = 25;
const GOAL_MS = 3;

/** The CPU time that a fresh process takes to load these after `twilio`, in milliseconds. */
async function load(...names: string[]): Promise<number> {
  const child = fork('bench/peers/cold.cjs', names, {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [[took]] = (await Promise.all([once(child, 'message'), once(child, 'exit')])) as unknown as [
    [number],
  ];
  return took;
}

runPart(async () => {
  const [empty, here, peer]: [number[], number[], number[]] = [[], [], []];
  for (let start = 0; start < STARTS; start++) {
    empty.push(await load('./bench/peers/empty.cjs'));
    here.push(await load('./dist/functions/sms.protected.js'));
    peer.push(await load('express', 'express-session'));
  }
  const nothing = median(empty);
  const more = here.map((took) => took - nothing);
  report({
    figure: 'cold start: CPU of loading the Function after `twilio`, over an empty file',
    here: spread(more, 1, 'ms'),
    peer: `Express and express-session: ${spread(
      peer.map((took) => took - nothing),
      1,
      'ms',
    )}`,
    ratio: (median(more) / (median(peer) - nothing)).toFixed(2),
    goal: `at most ${GOAL_MS} ms`,
    holds: median(more) <= GOAL_MS,
  });
});
