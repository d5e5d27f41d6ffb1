import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { FAULTS } from '../src/engine/faults';
import { withFaultsAnswer, withFaultsTable } from '../src/faults-docs';

it.each([
  ['emulator.md', withFaultsTable],
  ['emulator-api.md', withFaultsAnswer],
])(
  'docs/%s has every fault as engine/faults.ts describes it: npm run docs writes it',
  async (name, change) => {
    const page = await readFile(join(__dirname, '../../../docs', name), 'utf8');
    for (const { key } of FAULTS) expect(page).toContain(key);
    expect(page).toBe(change(page));
    // A fault that is missing would be written.
    expect(change(page.replace('staleCookie', 'otherCookie'))).toBe(page);
  },
);
