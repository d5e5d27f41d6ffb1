import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A variable that every process of a test run inherits. Holds the name of the run, behind those of the runs it is part of. */
const MARKER = 'SMS_TEST_RUN';

/** How long a process that is ending may take, in milliseconds. */
const GRACE_MS = 10_000;
const POLL_MS = 50;

/** Begins a test run: all processes that this one starts from now on carry its mark. */
export function markRun(): void {
  const run = `${process.pid}-${Date.now()}`;
  process.env[MARKER] = [process.env[MARKER], run].filter(Boolean).join();
}

/**
 * Ends a test run: kills what its tests have started and not ended. This process is none of that, and neither is the
 * service that esbuild starts for it, which ends with it. On other systems than Linux and macOS, where the environment of
 * another process cannot be read, it says so and does nothing.
 *
 * @param graceMs - how long processes that are ending may take.
 * @throws Error with the command lines of those that it killed.
 */
export async function endRun(graceMs = GRACE_MS): Promise<void> {
  let left = processesOfRun();
  for (let waited = 0; left.length > 0 && waited < graceMs; waited += POLL_MS) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    left = processesOfRun();
  }
  if (left.length === 0) return;
  for (const { pid } of left) kill(pid);
  const lines = left.map(({ pid, command }) => `  ${pid} ${command}`);
  throw new Error(`Tests have left processes running, which were killed:\n${lines.join('\n')}`);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function processesOfRun(): Process[] {
  const mark = `${MARKER}=${process.env[MARKER] ?? ''}`;
  return allProcesses().filter(({ pid, parent, command, environment }) => {
    const isOwnService = parent === process.pid && /esbuild.* --service=/.test(command);
    return environment.includes(mark) && pid !== process.pid && !isOwnService;
  });
}

function allProcesses(): Process[] {
  if (process.platform === 'linux') return linuxProcesses();
  if (process.platform === 'darwin') return macProcesses();
  console.log('Processes that tests have left running are not looked for on this system.');
  return [];
}

type Process = {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  readonly environment: string;
};

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
