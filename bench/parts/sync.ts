import { buildOnSync } from '../../test/support/functions-on-sync';
import { atOnce, below } from '../../test/support/at-once';
import { type Path, startTorture, type Torture } from '../../test/support/torture';
import { countBursts, countInTurn, MESSAGES, reserve } from '../../test/support/torture-runs';
import { median, percentile, time } from '../support/measure';

/** How many of a crowd go on at the same time. */
const WIDTH = 20;

/** How often a request to Sync fails. */
const FAILING = 0.1;

const COUNTERS = ['/sms', '/sms-on-sync'] as const;
const RESERVATIONS = ['/reservation', '/reservation-on-sync'] as const;

const nameOf = (path: Path): string => (path.endsWith('-on-sync') ? 'Sync' : 'cookies');

/** Prints a claim that has not held, and fails the run. */
function check(holds: boolean, claim: string): void {
  if (holds) return;
  console.log(`NOT SO: ${claim}`);
  process.exitCode = 1;
}

const print = (what: string, value: string): void => {
  console.log(`${`${what}:`.padEnd(28)}${value}`);
};

const PAIRS = 200;

async function bursts(at: Torture): Promise<void> {
  const pairs = `${PAIRS} pairs x ${MESSAGES} texts, two at once, 3 in 10 delivered again`;
  console.log(`\n${pairs}; Sync fails 1 time in ${1 / FAILING}`);
  for (const path of COUNTERS) {
    let counted: Awaited<ReturnType<typeof countBursts>> | undefined;
    const duration = await time(async () => {
      counted = await countBursts(at, { path, conversations: PAIRS, width: WIDTH });
    });
    if (counted === undefined) return;
    const { wrong, lost, doubled, failed, durations } = counted;
    const perSecond = (durations.length / duration) * 1000;
    const latency = `${median(durations).toFixed(0)} ms (median), ${percentile(durations, 0.95).toFixed(0)} ms (95th percentile)`;
    print(
      `the counter on ${nameOf(path)}`,
      `${lost} counts lost, ${doubled} answered twice, ${failed} turns failed`,
    );
    print('  speed', `${perSecond.toFixed(0)} turns a second, ${WIDTH * 2} at once; ${latency}`);
    if (path === '/sms') check(lost > 0, 'cookies lose a count when two texts come at once');
    else check(wrong === 0 && failed === 0, `${wrong} of ${PAIRS} pairs counted wrong on Sync`);
  }
}

const CONVERSATIONS = 1000;

async function killedBetween(at: Torture): Promise<void> {
  const wrong = await reserve(
    at,
    RESERVATIONS,
    { conversations: CONVERSATIONS, width: WIDTH },
    at.killServer,
  );
  console.log(`\n${CONVERSATIONS} reservations on each store, the server killed between all messages`);
  print('lost', RESERVATIONS.map((path) => `${countOfPath(wrong, path)} on ${nameOf(path)}`).join(', '));
  check(
    wrong.length === 0 && at.kills() > 0,
    'no conversation is lost when the server is killed between messages',
  );
}

const countOfPath = (paths: readonly Path[], path: Path): number =>
  paths.filter((one) => one === path).length;

const [KILLED, KILL_EVERY] = [200, 500];

async function killedAtWork(at: Torture): Promise<void> {
  const crowd = { conversations: KILLED, width: WIDTH };
  const { wrong, lost, doubled } = await countInTurn(at, { ...crowd, path: '/sms-on-sync' });
  const reservations = await reserve(at, RESERVATIONS, crowd);
  console.log(
    `\n${KILLED} conversations of each kind, the server killed ${at.kills()} times while it answers`,
  );
  print('delivered again', `${at.redelivered()} calls`);
  print('the counter on Sync', `${lost} counts lost, ${doubled} answered twice`);
  print(
    'reservations lost',
    RESERVATIONS.map((path) => `${countOfPath(reservations, path)} on ${nameOf(path)}`).join(', '),
  );
  check(wrong === 0, `${wrong} of ${KILLED} pairs counted wrong on Sync`);
  check(reservations.length === 0, 'no conversation is lost when the server is killed at work');
  check(at.kills() > 0 && at.redelivered() > 0, 'the server was killed while it answered');
}

/** Texts of ten conversations before memory is measured: the code is compiled, caches and connections are as they stay. */
const [FEW, TEXTS_OF_FEW] = [10, 300];
const MANY = 10_000;

/** In megabytes: 100 bytes for each conversation. A map that has the two numbers of each as its keys takes twice as much. */
const MAX_GROWTH = 1;

async function memory(at: Torture, path: Path): Promise<void> {
  const text = async (conversation: number): Promise<void> => {
    await at.send(conversation, path, 'hi');
  };
  await atOnce(WIDTH, below(FEW * TEXTS_OF_FEW), async (index) => text(index % FEW));
  const few = await at.memory();
  await atOnce(WIDTH, below(MANY - FEW), (index) => text(FEW + index));
  const many = await at.memory();
  const growth = many.heap - few.heap;
  const shown = (['heap', 'rss'] as const)
    .map((name) => `${name} ${few[name].toFixed(1)} -> ${many[name].toFixed(1)} MB`)
    .join(', ');
  print(`on ${nameOf(path)}`, shown);
  check(growth < MAX_GROWTH, `the heap grows by less than ${MAX_GROWTH} MB (${growth.toFixed(1)} MB)`);
}

/** Of so many phones: Sync takes no more than 20 writes of one document a second. */
const [TURNS, PHONES] = [500, 100];

async function cost(folder: string): Promise<void> {
  console.log(`\nA turn of the counter, through the emulator`);
  const durations: Record<string, number[]> = {};
  {
    await using at = await startTorture(folder, { isDirect: true });
    // In turn, so that what else this machine does slows down both.
    for (let turn = 0; turn < TURNS; turn++) {
      for (const path of COUNTERS)
        (durations[path] ??= []).push((await at.send(turn % PHONES, path, 'hi')).durationMs ?? NaN);
    }
  }
  await using at = await startTorture(folder);
  for (const path of COUNTERS) {
    const before = at.syncRequests();
    for (let turn = 0; turn < TURNS; turn++) await at.send(turn % PHONES, path, 'hi');
    const requests = (at.syncRequests() - before) / TURNS;
    const expected = path === '/sms' ? 0 : 2;
    print(
      `on ${nameOf(path)}`,
      `${median(durations[path] ?? []).toFixed(2)} ms (median of ${TURNS}), ${requests} requests to Sync`,
    );
    check(requests === expected, `a turn on ${nameOf(path)} makes ${expected} requests to Sync`);
  }
}

async function main(): Promise<void> {
  const folder = await buildOnSync();
  await cost(folder);
  await withTorture(folder, { failing: FAILING }, bursts);
  await withTorture(folder, {}, killedBetween);
  await withTorture(folder, { failing: FAILING, killEvery: KILL_EVERY }, killedAtWork);
  console.log(`\nMemory of the server after a collection, with ${FEW} and with ${MANY} conversations`);
  for (const path of COUNTERS) await withTorture(folder, {}, (at) => memory(at, path));
}

async function withTorture(
  folder: string,
  options: Parameters<typeof startTorture>[1],
  run: (at: Torture) => Promise<void>,
): Promise<void> {
  await using at = await startTorture(folder, options);
  await run(at);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
