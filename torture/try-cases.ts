import fc from 'fast-check';
import type { Setup, Wrong } from './trial';

/** Gives what is wrong with a case, or `undefined`. What it throws is wrong too. */
export type Judge<Case> = (one: Case) => Promise<string | undefined>;

type Chunk<Case> = {
  readonly judge: Judge<Case>;
  /** What is printed of a case; the case by default. */
  readonly show?: (one: Case) => unknown;
  /** Is called after the last case. Gives what is wrong with what they have left behind. */
  readonly end?: () => Promise<string | undefined>;
};

/** Cases of a chunk: what each has used is given back after it. */
const CHUNK = 5000;

/**
 * Judges random cases, chunk by chunk. The first chunk has the seed itself, so that a chunk in which something is wrong is
 * repeated with its own seed and size.
 *
 * @param begin - is called before each chunk.
 */
export async function tryCases<Case>(
  { count, seed }: Pick<Setup, 'count' | 'seed'>,
  cases: fc.Arbitrary<Case>,
  begin: () => Promise<Chunk<Case>> | Chunk<Case>,
  size = CHUNK,
): Promise<Wrong[]> {
  const wrong: Wrong[] = [];
  for (let tried = 0; tried < count; tried += size) {
    const chunkSeed = seedOf(seed, tried / size);
    const numRuns = Math.min(size, count - tried);
    const repeated = { seed: chunkSeed, count: numRuns };
    const chunk = await begin();
    const property = fc.asyncProperty(cases, async (one) => {
      const problem = await chunk.judge(one);
      if (problem !== undefined) throw new Error(problem);
    });
    const found = await fc.check(property, { seed: chunkSeed, numRuns });
    if (found.failed) {
      const smallest: Case | undefined = found.counterexample?.[0];
      wrong.push({
        smallest: smallest === undefined ? 'no case' : shown(smallest, chunk.show),
        problem: String(found.errorInstance),
        ...repeated,
      });
    }
    const left = await chunk.end?.();
    if (left !== undefined) wrong.push({ smallest: 'all cases together', problem: left, ...repeated });
  }
  return wrong;
}

/**
 * Judges cases that are all listed, in their order: every one, or so many that are spread over the list.
 *
 * @returns how many were tried.
 */
export async function tryListed<Case>(
  { count, seed }: Pick<Setup, 'count' | 'seed'>,
  cases: readonly Case[],
  judge: Judge<Case>,
  show?: (one: Case) => unknown,
): Promise<{ readonly tried: number; readonly wrong: readonly Wrong[] }> {
  const step = Math.max(1, cases.length / count);
  const first = step > 1 ? Math.abs(seed) % Math.ceil(step) : 0;
  const wrong: Wrong[] = [];
  let tried = 0;
  for (let place = first; Math.floor(place) < cases.length; place += step) {
    const one = cases[Math.floor(place)];
    if (one === undefined) continue;
    tried++;
    const problem = await judge(one).catch(String);
    if (problem !== undefined) wrong.push({ smallest: shown(one, show), problem, seed, count });
  }
  return { tried, wrong };
}

/** The seed of a chunk, or of one of several things that are random by the same seed: other ones for each, and the seed itself for the first. */
export const seedOf = (seed: number, index: number): number => (seed + Math.imul(index, 0x9e3779b1)) >>> 0;

const LONGEST = 2000;

function shown<Case>(one: Case, show: (one: Case) => unknown = (same) => same): string {
  const text = fc.stringify(show(one));
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}... (${text.length} characters)`;
}
