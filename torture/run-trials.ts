import type { Outcome, Trial, Wrong } from './trial';

/** How trials are run. */
export type Run = {
  readonly seed: number;
  /** How many cases of each trial, in place of its own count. */
  readonly count?: number;
  /** Whether the counts of the short form are taken. Trials that are not in it are left out. */
  readonly isShort: boolean;
  readonly folder: string;
  readonly print: (line: string) => void;
};

/** Wrong cases of a trial that are printed. */
const SHOWN = 3;

const WIDTHS = [10, 11, 7, 8];

/** Runs trials one after the other, and prints a line of each as soon as it has ended. */
export async function runTrials(
  trials: readonly Trial[],
  { seed, count, isShort, folder, print }: Run,
): Promise<{ readonly isRight: boolean }> {
  print(`seed ${seed}`);
  print(line('trial', 'tried', 'wrong', 'seconds', 'checked'));
  let isRight = true;
  for (const trial of trials) {
    const own = isShort ? trial.short : trial.count;
    if (own === undefined) continue;
    const setup = { seed, count: count ?? own, folder };
    const started = performance.now();
    const { tried, checked, wrong } = await quietly(() => trial.run(setup)).catch(
      (error: unknown): Outcome => ({
        tried: 0,
        checked: '',
        wrong: [{ smallest: 'the trial itself', problem: stackOf(error), seed, count: setup.count }],
      }),
    );
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    print(line(trial.name, tried.toLocaleString('en'), String(wrong.length), seconds, checked));
    for (const one of wrong.slice(0, SHOWN)) print(described(trial, one));
    if (wrong.length > 0) isRight = false;
  }
  return { isRight };
}

const line = (...cells: string[]): string =>
  cells
    .map((cell, place) => (place === 0 ? cell.padEnd(WIDTHS[0] ?? 0) : cell.padStart(WIDTHS[place] ?? 0)))
    .join('  ');

const described = ({ name }: Trial, { smallest, problem, seed, count }: Wrong): string =>
  [
    `  WRONG: ${problem}`,
    `    ${smallest}`,
    `    again: npm run torture -- --only ${name} --seed ${seed}${Number.isFinite(count) ? ` --count ${count}` : ''}`,
  ].join('\n');

const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

/** Runs something while nothing is printed by what it runs: Functions log each turn. */
async function quietly<Result>(run: () => Promise<Result>): Promise<Result> {
  const { log, error, warn } = console;
  console.log = console.error = console.warn = () => undefined;
  try {
    return await run();
  } finally {
    Object.assign(console, { log, error, warn });
  }
}
