import { allProcesses, MARKER, type Process } from './processes';

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
