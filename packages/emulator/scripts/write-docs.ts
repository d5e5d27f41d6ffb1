import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFaultsAnswer, withFaultsTable } from '../src/faults-docs';

/** `npm run docs`: writes what the documentation takes from the code. */
function update(name: string, change: (page: string) => string): void {
  const file = join(__dirname, '../../../docs', name);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

update('emulator.md', withFaultsTable);
update('emulator-api.md', withFaultsAnswer);
