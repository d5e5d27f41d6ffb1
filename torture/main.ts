import { parseArgs } from 'node:util';
import { buildOnSync } from '../test/support/functions-on-sync';
import { runTrials } from './run-trials';
import { TRIALS } from './trials';

const HELP = `npm run torture [-- OPTIONS]: breaks the project on purpose. docs/reliability.md says how.

  --only NAMES   comma-separated: ${TRIALS.map(({ name }) => name).join(', ')}
  --seed NUMBER  makes the same cases again; a random one by default
  --count COUNT  how many cases of each trial
  --short        the short form, which is a test too`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      seed: { type: 'string' },
      count: { type: 'string' },
      short: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const seed = wholeNumber('--seed', values.seed) ?? Math.floor(Math.random() * 2 ** 31);
  const count = wholeNumber('--count', values.count);
  const names = values.only?.split(',') ?? TRIALS.map(({ name }) => name);
  const unknown = names.filter((name) => !TRIALS.some((trial) => trial.name === name));
  if (unknown.length > 0) throw new Error(`There is no trial ${unknown.join(', ')}.\n\n${HELP}`);
  const trials = TRIALS.filter(({ name }) => names.includes(name));
  const { isRight } = await runTrials(trials, {
    seed,
    ...(count === undefined ? {} : { count }),
    isShort: values.short,
    folder: await buildOnSync(),
    print: console.log.bind(console),
  });
  if (!isRight) process.exitCode = 1;
}

function wholeNumber(option: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^\d+$/.test(value)) throw new Error(`${option} ${value} is not a whole number.`);
  return Number(value);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
