import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanUp, temporaryFolder } from '../../src/clean-up';
import { run } from '../../src/run';

// Stands for a Jest worker: starts a command whose shell has a child, makes a folder, and says what to look for.
async function main(): Promise<void> {
  const folder = await temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  const command = run(folder, 'sh', ['-c', 'sleep 1000 & echo "pids $$ $!"; wait']);
  await command.prints('\n');
  const pids = command.output().match(/\d+/g)?.map(Number);
  console.log(`${JSON.stringify({ pids, folder })} ready`);
  process.stdin.once('data', () => {
    void cleanUp().then(() => {
      console.log('cleaned up');
    });
  });
}
void main();
