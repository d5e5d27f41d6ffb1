import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, realpath } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the reaper ends: the process group with this leader, or the folder at this path. */
export type Registered = { readonly group: number } | { readonly folder: string };

/** Tells the reaper what there is to end. Started with the first entry, so that most test files have none. */
let reaper: ChildProcess | undefined;

function startReaper(): ChildProcess {
  const started = spawn(process.execPath, [join(__dirname, 'reaper.cjs')], {
    detached: true, // Ctrl-C must not end it before it has done its work
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  started.unref();
  if (started.stdin instanceof Socket) started.stdin.unref();
  return started;
}

const tell = (to: ChildProcess | undefined, action: 'add' | 'remove', entry: Registered): void =>
  void to?.stdin?.write(`${JSON.stringify({ action, ...entry })}\n`);

/**
 * Has a process group killed, or a folder removed, when the test file ends or the Jest worker that runs it is killed.
 *
 * @returns a function that removes the entry, when the test has ended it itself.
 */
export function endWithTests(entry: Registered): () => void {
  reaper ??= startReaper();
  tell(reaper, 'add', entry);
  return () => {
    tell(reaper, 'remove', entry);
  };
}

const closing: (() => unknown)[] = [];

/**
 * Has something in this process closed when the test file ends, the last one first, also when a `beforeAll` has failed in
 * between.
 */
export function closeWithTests(close: () => unknown): void {
  closing.unshift(close);
}

/**
 * Ends all that `closeWithTests` and `endWithTests` were given. Resolves when it is done.
 * @throws the first error of a `close`, when all else has been ended.
 */
export async function cleanUp(): Promise<void> {
  const errors: unknown[] = [];
  for (const close of closing.splice(0)) {
    try {
      await close();
    } catch (error) {
      errors.push(error);
    }
  }
  await endReaper();
  if (errors.length > 0) throw errors[0];
}

async function endReaper(): Promise<void> {
  if (reaper === undefined) return;
  const ending = reaper;
  reaper = undefined;
  ending.ref();
  ending.stdin?.end();
  if (ending.exitCode === null) await once(ending, 'exit');
}

/** Makes an empty folder in the system's one for temporary files; it is removed when the test file ends. */
export async function temporaryFolder(): Promise<string> {
  // Without symbolic links, as process.cwd() and esbuild report it.
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'sms-test-')));
  endWithTests({ folder });
  return folder;
}
