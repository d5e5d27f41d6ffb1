import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { run, temporaryFolder } from '../src';

/** Whether a process is there and has not ended. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A container's first process may leave ended ones unnoticed.
    return !existsSync('/proc/self/stat') || !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}

/** Starts a process that, as a Jest worker does, runs a command with a child and makes a folder. */
async function startWorker() {
  const worker = run(process.cwd(), process.execPath, [
    '--import',
    'tsx',
    join(__dirname, 'support/worker.ts'),
  ]);
  await worker.prints('ready');
  const { pids, folder } = JSON.parse(/\{.*\}/.exec(worker.output())?.[0] ?? '') as {
    pids: number[];
    folder: string;
  };
  expect(pids).toHaveLength(2);
  expect(pids.every(isAlive)).toBe(true);
  expect(existsSync(join(folder, 'file'))).toBe(true);
  return { worker, isOver: () => !pids.some(isAlive) && !existsSync(folder) };
}

describe('what a test has started', () => {
  it('ends when the Jest worker is killed', async () => {
    const { worker, isOver } = await startWorker();
    worker.process.kill('SIGKILL');
    await until(isOver);
    expect(await worker.ended).toBe(null);
  });

  it('ends with Ctrl-C', async () => {
    const { worker, isOver } = await startWorker();
    await worker.interrupt();
    await until(isOver);
    expect(isOver()).toBe(true);
  });

  it('has ended when its test file has', async () => {
    const { worker, isOver } = await startWorker();
    worker.process.stdin?.write('clean up\n');
    await worker.prints('cleaned up');
    expect(isOver()).toBe(true);
  });
});

it('runs a command without what npm and the developer’s shell have set', async () => {
  process.env.EMULATOR_PORT = '1';
  process.env.npm_lifecycle_event = 'test';
  try {
    const folder = await temporaryFolder();
    const printed = run(folder, process.execPath, ['-p', 'JSON.stringify(process.env)'], { MINE: '1' });
    expect(await printed.ended).toBe(0);
    const env = JSON.parse(printed.output()) as Record<string, string>;
    expect(env).not.toHaveProperty('EMULATOR_PORT');
    expect(env).not.toHaveProperty('npm_lifecycle_event');
    expect(env).toMatchObject({ MINE: '1', npm_config_update_notifier: 'false' });
  } finally {
    delete process.env.EMULATOR_PORT;
    delete process.env.npm_lifecycle_event;
  }
});
