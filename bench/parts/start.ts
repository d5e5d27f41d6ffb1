import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from 'test-support';
import { median, time } from '../support/measure';
import { report, runPart } from '../support/report';

const STARTS = 3;
const [GOAL_START_S, GOAL_CLONE_S] = [3, 45];
/** Between two attempts to send the first text, in milliseconds. */
const ATTEMPT_MS = 20;

const run = promisify(execFile);

/** Starts the project, texts it until it answers, and stops it. */
async function startAndText(folder: string): Promise<void> {
  const [port, emulatorPort] = [await freePort(), await freePort()];
  const child = spawn('npm', ['start'], {
    cwd: folder,
    env: { ...process.env, PORT: String(port), EMULATOR_PORT: String(emulatorPort) },
    stdio: 'ignore',
    detached: true, // a group of its own, which is stopped as a whole
  });
  try {
    for (;;) {
      if (child.exitCode !== null) throw new Error(`npm start has ended with ${child.exitCode}.`);
      if (await isAnswered(emulatorPort)) return;
      await pause(ATTEMPT_MS);
    }
  } finally {
    if (child.exitCode === null) {
      const ended = new Promise((done) => child.once('exit', done));
      process.kill(-(child.pid ?? 0), 'SIGINT');
      await ended;
    }
  }
}

async function isAnswered(port: number): Promise<boolean> {
  try {
    const message = { from: '+15551110000', to: '+15552220000', body: 'hi' };
    const url = `http://localhost:${port}/api/messages`;
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify(message) });
    return (await answer.text()).includes('Hello, thanks for');
  } catch {
    return false; // nothing listens yet
  }
}

runPart(async () => {
  const parent = await mkdtemp(join(tmpdir(), 'bench-'));
  const folder = join(parent, 'clone');
  try {
    // Once before, so that all packages are in npm's cache.
    await run('git', ['clone', '-q', '.', folder]);
    await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder });
    await rm(folder, { recursive: true });

    const cloned = await time(async () => {
      await run('git', ['clone', '-q', '.', folder]);
      await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder });
      await startAndText(folder);
    });
    const lock = await readFile(join(folder, 'node_modules/.package-lock.json'), 'utf8');
    const { packages } = JSON.parse(lock) as { packages: Record<string, { link?: true }> };
    const installed = Object.entries(packages).filter(
      ([path, { link }]) => path.includes('node_modules/') && !link,
    );
    report({
      figure: 'fresh clone to first text, registry warm',
      here: `${(cloned / 1000).toFixed(1)} s, ${installed.length} packages installed`,
      goal: `at most ${GOAL_CLONE_S} s`,
      holds: cloned <= GOAL_CLONE_S * 1000,
    });

    const starts: number[] = [];
    for (let start = 0; start < STARTS; start++) starts.push(await time(() => startAndText(folder)));
    report({
      figure: '`npm start` to first answered text, from a warm clone',
      here: `${(median(starts) / 1000).toFixed(1)} s (${starts.map((ms) => (ms / 1000).toFixed(1)).join(', ')})`,
      goal: `at most ${GOAL_START_S} s`,
      holds: median(starts) <= GOAL_START_S * 1000,
    });
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
});
