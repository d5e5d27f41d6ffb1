// A process beside a Jest worker. Reads on standard input what the worker has started and made, one JSON object a line:
// `{ action: 'add' | 'remove', group: 123 }` or `{ action, folder: '/tmp/x' }`. When the input ends, because the test file
// has ended or the worker was killed, it kills the process groups and removes the folders that are left.
const { rmSync } = require('node:fs');
const { createInterface } = require('node:readline');

const groups = new Set();
const folders = new Set();

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const { action, group, folder } = JSON.parse(line);
    const [entries, value] = group === undefined ? [folders, folder] : [groups, group];
    if (action === 'add') entries.add(value);
    else entries.delete(value);
  })
  .on('close', () => {
    for (const group of groups) {
      try {
        process.kill(-group, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
    // A process that is being killed may still write into its folder.
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  });
