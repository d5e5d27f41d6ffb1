import { call, cookiesOf, event, type Handler, load, startRuntime } from '../support/platform';
import { cpu, median, ratios, spread } from '../support/measure';
import { report, runPart } from '../support/report';

const PHONES = 100;
const TURNS = 4000;
const BLOCKS = 40;
const WARM_UP = 8;
const GOAL = 1.8;

/** Calls with events in turn, each when the one before has called back. */
const callAll = (handler: Handler, contexts: readonly object[], events: readonly object[]): Promise<void> =>
  new Promise((done, failed) => {
    let left = TURNS;
    const next = (): void => {
      const index = left % PHONES;
      handler(contexts[index] ?? {}, events[index] ?? {}, (error) => {
        if (error instanceof Error) failed(error);
        else if (--left === 0) done();
        else queueMicrotask(next);
      });
    };
    next();
  });

/** A Function, with the event of each phone's second message, and its context. Each block measures one turn in microseconds. */
async function prepare(file: string, makeContext: () => object) {
  const handler = load(file);
  const contexts = Array.from({ length: PHONES }, makeContext);
  const send = (index: number, cookies?: Record<string, string>) =>
    call(handler, contexts[index] ?? {}, event(index, 'hi', cookies));
  const events = await Promise.all(
    contexts.map(async (_, index) => event(index, 'hi', cookiesOf(await send(index)))),
  );
  const { body } = await send(0, cookiesOf(await send(0)));
  if (!/ [12]</.test(body)) throw new Error(`${file} does not count: ${body}`);
  return async () => (await cpu(() => callAll(handler, contexts, events))) / TURNS;
}

runPart(async () => {
  const makeContext = startRuntime();
  const { log } = console;
  console.log = () => undefined;
  const measureHere = await prepare('dist/functions/sms.protected.js', makeContext);
  const measurePeer = await prepare('bench/peers/quickstart.cjs', makeContext);
  for (const isWritten of [false, true]) {
    if (isWritten) console.log = log; // standard output is /dev/null
    const [here, peer]: [number[], number[]] = [[], []];
    for (let block = -WARM_UP; block < BLOCKS; block++) {
      const [ours, theirs] = [await measureHere(), await measurePeer()];
      if (block < 0) continue;
      here.push(ours);
      peer.push(theirs);
    }
    const ratio = median(ratios(here, peer));
    report({
      figure: `CPU of a counted, signed turn${isWritten ? ', with its log line written to /dev/null' : ''}`,
      here: spread(here, 1, 'µs'),
      peer: `Twilio's unsigned cookie quickstart: ${spread(peer, 1, 'µs')}`,
      ratio: ratio.toFixed(2),
      ...(isWritten ? {} : { goal: `ratio at most ${GOAL}`, holds: ratio <= GOAL }),
    });
  }
});
