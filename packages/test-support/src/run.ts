import { type ChildProcess, spawn } from 'node:child_process';
import { endWithTests } from './clean-up';

/** A command that runs in a process group of its own, as one that was typed in a terminal. */
export type Running = {
  /** Everything that it has printed so far. */
  readonly output: () => string;
  /** Resolves when it has printed this (again, `times` in all); rejects when it ends first. */
  readonly prints: (text: string, times?: number) => Promise<void>;
  /** Resolves with its exit code when it has ended and no process holds its output any more; `null` after a signal. */
  readonly ended: Promise<number | null>;
  /** Sends Ctrl-C, which reaches every process of the group, and waits for the end. */
  readonly interrupt: () => Promise<number | null>;
  readonly process: ChildProcess;
};

/** Variables of the developer's shell that would change what `npm start` and `npm run deploy` do. */
const SETTINGS = [
  'PORT',
  'EMULATOR_PORT',
  'SIGNATURE_CHECK',
  'TYPE_CHECK',
  'EDITOR_URL',
  'ACCOUNT_SID',
  'AUTH_TOKEN',
  'SESSION_SECRET',
];

/** No request for a newer npm, none for advisories, and no log file: none of them is what a test is about. */
const QUIET_NPM = {
  npm_config_update_notifier: 'false',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_logs_max: '0',
};

/** The environment of a command in a newly opened terminal: without what npm adds when it runs the tests. */
function terminalEnv(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !SETTINGS.includes(name) && (!name.startsWith('npm_') || /^npm_config_(?!local_prefix)/.test(name)),
  );
  return { ...Object.fromEntries(kept), ...QUIET_NPM };
}

/**
 * Runs a command. It is killed, with every process of its group, when the test file ends or its Jest worker does.
 *
 * @param root - the folder that it runs in.
 * @param env - variables beside those of the shell; one that is `undefined` is taken away.
 */
export function run(root: string, command: string, args: string[], env: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(command, args, { cwd: root, env: { ...terminalEnv(), ...env }, detached: true });
  const { pid: group } = child;
  const forget = group === undefined ? () => undefined : endWithTests({ group });
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
    child.once('error', (error) => {
      text += error.message;
    });
    child.once('close', (code) => {
      state.over = true;
      if (group === undefined || !isAlive(group)) forget();
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
      if (!state.over && group !== undefined) process.kill(-group, 'SIGINT');
      return ended;
    },
    process: child,
  };
}

/** Whether a process group has a process. */
function isAlive(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}
