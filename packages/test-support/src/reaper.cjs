// A process beside a Jest worker. Reads on standard input what the worker has started and made, one JSON object a line:
// `{ action: 'add' | 'remove', group: 123 }` or `{ action, folder: '/tmp/x' }`. When the input ends, because the test file
// has ended or the worker was killed, it kills the process groups and removes the folders that are left, and then ends.
const { existsSync, readdirSync, readFileSync, rmSync } = require('node:fs');
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
  .on('close', async () => {
    for (const group of groups) signal(group, 'SIGKILL');
    // On a busy machine a killed process takes a moment to end.
    while ([...groups].some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 5));
    // A process that is being killed may still write into its folder.
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  });

/** Whether there is such a group. */
function signal(group, name) {
  try {
    process.kill(-group, name);
    return true;
  } catch {
    return false; // it has ended by itself
  }
}

/** Whether a process of the group has not ended. A container's first process may leave ended ones as they are. */
const isAlive = (group) =>
  signal(group, 0) &&
  (!existsSync('/proc/self/stat') || readdirSync('/proc').some((pid) => isMember(pid, group)));

function isMember(pid, group) {
  try {
    // proc(5): pid (name) state parent group ...
    const [state, , ofGroup] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
    return Number(ofGroup) === group && state !== 'Z' && state !== 'X';
  } catch {
    return false; // no process, or one that has ended meanwhile
  }
}
