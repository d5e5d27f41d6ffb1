import fc from 'fast-check';
import { startRelay, type Relayed } from '../test/support/http-relay';
import { answerOf, comparable, type Path, PATHS, type Stage, startStage, textsFor } from './conversations';
import type { Trial } from './trial';
import { tryCases } from './try-cases';

/**
 * How each webhook of a conversation comes twice: after the first was answered, at the same moment, or once more before each
 * of all later messages. Twilio takes the second answer, or the first.
 */
const WAYS = ['in turn', 'at once', 'later'] as const;

type Twice = {
  readonly path: Path;
  readonly way: (typeof WAYS)[number];
  readonly takesFirst: boolean;
  readonly texts: readonly string[];
};

const cases: fc.Arbitrary<Twice> = fc.constantFrom(...PATHS).chain((path) =>
  fc.record({
    path: fc.constant(path),
    way: fc.constantFrom(...WAYS),
    takesFirst: fc.boolean(),
    texts: fc.integer({ min: 1, max: 10 }).chain((length) => textsFor(path, length)),
  }),
);

/** Stands between Twilio and the Functions, and delivers what it gets twice. */
async function startDoubling(origin: string) {
  let how: Pick<Twice, 'way' | 'takesFirst'> = { way: 'in turn', takesFirst: true };
  let problem: string | undefined;
  let deliveries = 0;
  const earlier: { request: Relayed; answer: string }[] = [];
  const relay = await startRelay(async (request, pass) => {
    const deliver = () => {
      deliveries++;
      return pass(origin, request);
    };
    const compare = (one: string, other: string, what: string) => {
      if (one !== other) problem ??= `${what}: ${one} and ${other}`;
    };
    if (how.way === 'later') {
      for (const [place, { request: old, answer }] of earlier.entries()) {
        deliveries++;
        const again = documentOf(await pass(origin, old));
        const isForgotten =
          old.path.endsWith('-on-sync') && earlier.length - place > REMEMBERED && again === SILENCE;
        if (!isForgotten) compare(answer, again, 'An earlier message is answered in two ways');
      }
      const answer = await deliver();
      earlier.push({ request, answer: documentOf(answer) });
      return answer;
    }
    const first = how.way === 'at once' ? deliver() : await deliver();
    const both = await Promise.all([first, deliver()]);
    const [one, other] = both.map(documentOf);
    compare(one ?? '', other ?? '', 'The same message is answered in two ways');
    return how.takesFirst ? both[0] : both[1];
  });
  return {
    url: relay.url,
    close: relay.close,
    deliveries: () => deliveries,
    begin(next: typeof how) {
      how = next;
      problem = undefined;
      earlier.length = 0;
    },
    problem: () => problem,
  };
}

/** Of how many messages the reply is repeated on Sync; older ones get none. See docs/sync.md. */
const REMEMBERED = 8;
const SILENCE = '<Response/>';

const documentOf = ({ body }: { body: string | Buffer }): string => comparable(body.toString());

/** A stage whose webhooks come twice, beside one whose webhooks do not. */
async function startBoth(folder: string) {
  const [stage, plain] = [await startStage(folder), await startStage(folder)];
  const [number] = stage.twilio.engine.numbers();
  const doubling = await startDoubling(new URL(number?.smsUrl ?? '').origin);
  for (const path of PATHS) stage.twilio.configure(path, { smsUrl: doubling.url + path });
  return {
    doubling,
    judge: (one: Twice) => problemOf(one, stage, plain, doubling),
    async end(): Promise<undefined> {
      await stage[Symbol.asyncDispose]();
      await plain[Symbol.asyncDispose]();
      await doubling.close();
    },
  };
}

async function problemOf(
  { path, texts, ...how }: Twice,
  { newPhone }: Stage,
  { answerTo }: Stage,
  doubling: Awaited<ReturnType<typeof startDoubling>>,
): Promise<string | undefined> {
  doubling.begin(how);
  const phone = newPhone(path);
  for (const [index, text] of texts.entries()) {
    const answer = answerOf(await phone.send(text));
    const expected = await answerTo(path, texts.slice(0, index + 1));
    if (answer !== expected)
      return `Text ${index + 1} is answered by ${JSON.stringify(answer)}, not ${JSON.stringify(expected)}.`;
  }
  return doubling.problem();
}

/** Every webhook of whole conversations twice: each goes on as if it had come once. */
export const twice: Trial = {
  name: 'twice',
  count: 600,
  short: 12,
  async run({ count, seed, folder }) {
    let deliveries = 0;
    const wrong = await tryCases({ count, seed }, cases, async () => {
      const both = await startBoth(folder);
      return {
        judge: both.judge,
        async end() {
          deliveries += both.doubling.deliveries();
          return both.end();
        },
      };
    });
    return {
      tried: count,
      checked: `${deliveries} deliveries: two of a message get one answer, and it counts once`,
      wrong,
    };
  },
};
