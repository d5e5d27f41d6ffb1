import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A variable that every process of a test run inherits. Holds the name of the run, behind those of the runs it is part of. */
export const MARKER = 'SMS_TEST_RUN';

/** A process of this machine. */
export type Process = {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  readonly environment: string;
};

/** All processes whose environment this one may read. On other systems than Linux and macOS, it says so and finds none. */
export function allProcesses(): Process[] {
  if (process.platform === 'linux') return linuxProcesses();
  if (process.platform === 'darwin') return macProcesses();
  console.log('Processes that tests have left running are not looked for on this system.');
  return [];
}

/** From /proc, which shows the environment of one's own processes. */
function linuxProcesses(): Process[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const read = (file: string) => readFileSync(`/proc/${name}/${file}`, 'utf8').replaceAll('\0', ' ');
      const [state, parent] = read('stat')
        .replace(/^.*\) /s, '')
        .split(' ');
      const command = read('cmdline').trim();
      // One that has ended and waits for its parent to notice has no environment.
      if (state === 'Z') return [];
      return [{ pid: Number(name), parent: Number(parent), command, environment: read('environ') }];
    } catch {
      return []; // somebody else's, or one that has just ended
    }
  });
}

/** From `ps`, which prints the environment behind the command. */
function macProcesses(): Process[] {
  const lines = execFileSync('ps', ['eww', '-Ao', 'pid=,ppid=,command='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, parent, command = ''] = /^ *(\d+) +(\d+) (.*)$/.exec(line) ?? [];
    const [shown = ''] = command.split(` ${MARKER}=`);
    return [{ pid: Number(pid), parent: Number(parent), command: shown, environment: command }];
  });
}

/** The processes that one has started, and those that these have started. */
export function processesBelow(pid: number, all = allProcesses()): Process[] {
  return all
    .filter(({ parent }) => parent === pid)
    .flatMap((child) => [child, ...processesBelow(child.pid, all)]);
}
