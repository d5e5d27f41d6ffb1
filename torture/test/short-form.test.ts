import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildOnSync } from '../../test/support/functions-on-sync';
import { runTrials } from '../run-trials';
import type { Trial } from '../trial';
import { TRIALS } from '../trials';
import { tryCases } from '../try-cases';

let folder: string;
beforeAll(async () => {
  folder = await buildOnSync();
});

const inShortForm = TRIALS.filter(({ short }) => short !== undefined);

describe('npm run torture, in its short form', () => {
  it.each(inShortForm.map((trial) => [trial.name, trial] as const))(
    '%s: nothing goes wrong',
    async (_, trial) => {
      const seed = Math.floor(Math.random() * 2 ** 31);
      const lines: string[] = [];
      await runTrials([trial], { seed, isShort: true, folder, print: (line) => lines.push(line) });
      expect(lines.join('\n')).not.toContain('WRONG');
      expect(lines.slice(2)).toHaveLength(1);
    },
  );

  it('says of what goes wrong what it was, and how it is tried again', async () => {
    const lines: string[] = [];
    const trial: Trial = {
      name: 'numbers',
      count: 100_000,
      run: async (setup) => ({
        ...{ tried: setup.count, checked: 'all are below 1000' },
        wrong: await tryCases(setup, fc.nat(100_000), () => ({
          judge: (one) => Promise.resolve(one < 1000 ? undefined : 'It is not.'),
        })),
      }),
    };
    const { isRight } = await runTrials([trial], {
      seed: 7,
      isShort: false,
      folder,
      print: (line) => lines.push(line),
    });
    expect(isRight).toBe(false);
    expect(lines[2]).toMatch(/^numbers +100,000 +20 .* all are below 1000$/);
    expect(lines[3]).toBe(
      [
        '  WRONG: Error: It is not.',
        '    1000',
        '    again: npm run torture -- --only numbers --seed 7 --count 5000',
      ].join('\n'),
    );
  });
});
