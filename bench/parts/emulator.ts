import { once } from 'node:events';
import { fork } from 'node:child_process';
import { request } from 'node:http';
import type { Turn } from 'sms-emulator';
import { atOnce, below } from '../../test/support/at-once';
import { cpu, median, spread, time } from '../support/measure';
import { packedEmulator } from '../support/packed-emulator';
import { report, runPart } from '../support/report';

const TURNS = 600;
const WARM_UP = 200;
const [PHONES, MESSAGES] = [100, 20];
const [GOAL_MS, GOAL_RATE] = [1, 2000];

/** Sends a turn's request once more, with Node's own client: what the webhook and HTTP take without the emulator. */
function callAgain(turn: Turn | undefined): Promise<void> {
  const [exchange] = turn?.exchanges ?? [];
  if (exchange === undefined) throw new Error('The turn made no request.');
  const { url, method, headers, parameters } = exchange.request;
  const body = new URLSearchParams(
    parameters.map(([name, value]): [string, string] => [name, value]),
  ).toString();
  return new Promise((done, failed) => {
    request(url, { method, headers: headers.flat(), agent: false }, (response) => {
      response.resume().once('end', done);
    })
      .once('error', failed)
      .end(body);
  });
}

async function startWebhook() {
  const child = fork('bench/peers/webhook.cjs', {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [port] = (await once(child, 'message')) as [number];
  return { url: `http://127.0.0.1:${port}/sms`, stop: () => void child.kill() };
}

runPart(async () => {
  const { startEmulator } = packedEmulator();
  const webhook = await startWebhook();
  await using emulator = await startEmulator({ webhook: webhook.url });
  const phone = emulator.phone('+15551110000');
  const [turns, calls]: [number[], number[]] = [[], []];
  for (let index = -WARM_UP; index < TURNS; index++) {
    const turn = await time(() => phone.text('hi'));
    const call = await time(() => callAgain(phone.lastTurn()));
    if (index < 0) continue;
    turns.push(turn);
    calls.push(call);
  }
  const more = median(turns) - median(calls);
  report({
    figure: "an emulator turn beyond the webhook's own time",
    here: `${more.toFixed(2)} ms: ${spread(turns, 2, 'ms')}`,
    peer: `the same request by node:http: ${spread(calls, 2, 'ms')}`,
    goal: `at most ${GOAL_MS} ms`,
    holds: more <= GOAL_MS,
  });

  let wrong = 0;
  const phones = below(PHONES).map((index) => emulator.phone(`+${15_553_000_000 + index}`));
  let took = NaN;
  const busy = await cpu(async () => {
    took = await time(() =>
      atOnce(PHONES, phones, async ({ text }) => {
        for (let count = 1; count <= MESSAGES; count++)
          if ((await text('hi')).join() !== `Message ${count}`) wrong++;
      }),
    );
  });
  const all = PHONES * MESSAGES;
  const rate = all / (busy / 1e6);
  report({
    figure: `emulator, ${PHONES} phones x ${MESSAGES} messages`,
    here: `${rate.toFixed(0)} turns a second of CPU, ${wrong} wrong (${((all / took) * 1000).toFixed(0)} by the clock)`,
    goal: `at least ${GOAL_RATE}, none wrong`,
    holds: rate >= GOAL_RATE && wrong === 0,
  });
  webhook.stop();
});
