import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PARTS = [
  'src',
  'scripts',
  'packages/conversation',
  'package.json',
  'tsconfig.json',
  '.twilioserverlessrc',
  '.env.example',
];

/** A copy of this project, as a fresh clone after `npm ci`: what a test does to it touches nothing else. */
export type Project = {
  readonly root: string;
  /** The value of a variable in the copy's `.env`. */
  readonly env: (name: string) => Promise<string>;
  readonly remove: () => Promise<void>;
};

export async function copyProject(): Promise<Project> {
  const root = await mkdtemp(join(tmpdir(), 'sms-project-'));
  for (const part of PARTS) await cp(join(process.cwd(), part), join(root, part), { recursive: true });
  await linkModules(join(root, 'node_modules'), root);
  return {
    root,
    async env(name) {
      const text = await readFile(join(root, '.env'), 'utf8');
      return new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? '';
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

/** Installs what is installed here, but for the library, which the Functions bundle: that is the copy's own. */
async function linkModules(folder: string, root: string): Promise<void> {
  await mkdir(folder);
  const installed = join(process.cwd(), 'node_modules');
  for (const name of await readdir(installed)) {
    const target = name === 'sms-conversation' ? join(root, 'packages/conversation') : join(installed, name);
    await symlink(target, join(folder, name));
  }
}

/** A command that runs in a process group of its own, as one that was typed in a terminal. */
export type Running = {
  /** Everything that it has printed so far. */
  readonly output: () => string;
  /** Resolves when it has printed this (again, `times` in all); rejects when it ends first. */
  readonly prints: (text: string, times?: number) => Promise<void>;
  /** Resolves with its exit code when it has ended. */
  readonly ended: Promise<number | null>;
  /** Sends Ctrl-C, which reaches every process of the group, and waits for the end. */
  readonly interrupt: () => Promise<number | null>;
  readonly process: ChildProcess;
};

export function run(root: string, command: string, args: string[], env: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, detached: true });
  let text = '';
  const listeners = new Set<() => void>();
  const notify = () => {
    for (const listener of listeners) listener();
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      notify();
    });
  }
  const state = { over: false };
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      state.over = true;
      resolve(code);
      notify();
    });
  });

  return {
    output: () => text,
    prints: (expected, times = 1) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (text.split(expected).length > times) resolve();
          else if (state.over) reject(new Error(`It ended without printing ${expected}:\n${text}`));
          else return;
          listeners.delete(check);
        };
        listeners.add(check);
        check();
      }),
    ended,
    interrupt() {
      if (!state.over && child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
      return ended;
    },
    process: child,
  };
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, () => {
      resolve((server.address() as { port: number }).port);
    });
  });
  await new Promise((resolve) => server.close(resolve));
  return port;
}
