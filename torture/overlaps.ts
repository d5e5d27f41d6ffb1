import fc from 'fast-check';
import { answerOf, isOnSync, type Path, PATHS, type Stage, startStage, textsFor } from './conversations';
import type { Trial } from './trial';
import { tryCases } from './try-cases';

type Meeting = {
  readonly fault: 'overlap' | 'overtake';
  readonly path: Path;
  readonly before: readonly string[];
  /** The texts that meet. */
  readonly both: readonly [string, string];
  readonly then: readonly string[];
};

const meetings = (path: Path): fc.Arbitrary<Meeting> =>
  fc.tuple(fc.constantFrom('overlap', 'overtake'), fc.nat(8), fc.nat(2)).chain(([fault, known, more]) =>
    textsFor(path, known + 2 + more).map((texts): Meeting => {
      const [one = '', other = ''] = texts.slice(known);
      return { fault, path, before: texts.slice(0, known), both: [one, other], then: texts.slice(known + 2) };
    }),
  );

/** What may come of two texts that meet: both answers, and the texts that the conversation has read afterwards. */
type Possible = { readonly answers: readonly [string, string]; readonly read: readonly string[] };

/**
 * - Overtaken: the second text is read, then the first.
 * - At the same moment, on Sync: one is read after the other, in any order.
 * - At the same moment, on cookies: each is answered as if there were no other, and one of the two is lost.
 */
async function possible({ fault, path, before, both }: Meeting, { answerTo }: Stage): Promise<Possible[]> {
  const [one, other] = both;
  const answer = (...texts: string[]) => answerTo(path, [...before, ...texts]);
  const reversed: Possible = {
    answers: [await answer(other, one), await answer(other)],
    read: [...before, other, one],
  };
  if (fault === 'overtake') return [reversed];
  if (isOnSync(path))
    return [
      reversed,
      { answers: [await answer(one), await answer(one, other)], read: [...before, one, other] },
    ];
  const answers = [await answer(one), await answer(other)] as const;
  return both.map((text) => ({ answers, read: [...before, text] }));
}

async function problemOf(meeting: Meeting, stage: Stage): Promise<string | undefined> {
  const { fault, path, before, both, then } = meeting;
  const phone = stage.newPhone(path);
  for (const text of before) await phone.send(text);
  stage.twilio.faults({ [fault]: 'next' });
  const [one, other] = await Promise.all(both.map((text) => phone.send(text)));
  const got = [one, other].map((turn) => (turn === undefined ? '' : answerOf(turn)));
  const all = await possible(meeting, stage);
  let left = all.filter(({ answers }) => JSON.stringify(answers) === JSON.stringify(got));
  if (left.length === 0)
    return `The answers are ${JSON.stringify(got)}, not ${JSON.stringify(all.map(({ answers }) => answers))}.`;
  const read: string[] = [];
  for (const text of then) {
    read.push(text);
    const answer = answerOf(await phone.send(text));
    const expected = await Promise.all(left.map((each) => stage.answerTo(path, [...each.read, ...read])));
    left = left.filter((_, place) => expected[place] === answer);
    if (left.length === 0)
      return `Then ${JSON.stringify(text)} is answered by ${JSON.stringify(answer)}, not ${JSON.stringify(expected)}.`;
  }
  return undefined;
}

/** Two texts that reach the webhook at the same moment, or in reverse order, at every step. */
export const overlaps: Trial = {
  name: 'overlaps',
  count: 600,
  short: 16,
  async run({ count, seed, folder }) {
    const wrong = await tryCases({ count, seed }, fc.oneof(...PATHS.map(meetings)), async () => {
      const stage = await startStage(folder);
      return {
        judge: (meeting) => problemOf(meeting, stage),
        async end() {
          await stage[Symbol.asyncDispose]();
          return undefined;
        },
      };
    });
    return {
      tried: count,
      checked: 'on Sync both count, in some order; on cookies one of two at once is lost, and no more',
      wrong,
    };
  },
};
