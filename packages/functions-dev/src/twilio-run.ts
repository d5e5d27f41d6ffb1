import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { setTimeout as setTimeoutPromise } from 'node:timers/promises';
import type { HeaderPair } from 'functions-runtime';
import { readJsonLines } from './json-lines';

/** A `twilio-run start` that serves the built Functions. */
export type TwilioRun = {
  /** Where it listens, on loopback only. */
  readonly url: string;
  /** What it wants in each request: without it, it answers 403. */
  readonly headers: readonly HeaderPair[];
  /** The connections to it. */
  readonly agent: Agent;
  /** Has Functions, and Assets that are code, loaded anew by the next request. Resolves when that is so, and rejects when the process ends before. */
  readonly reload: () => Promise<void>;
  /** Resolves when the process is not held up, as by an endless loop. Rejects when it ends before. */
  readonly ping: () => Promise<void>;
  /** What the process runs at this moment, when it is held up. Resolves with nothing when that cannot be known. Never rejects. */
  readonly whereIs: () => Promise<HeldUpAt>;
  /** Ends it, as one that is held up; `failed` resolves then. */
  readonly kill: () => void;
  /** Ends it. Resolves when the process has ended. */
  readonly stop: () => Promise<void>;
  /** Resolves, with how, when the process has ended, in whatever way, and all that it has told has been read. */
  readonly ended: Promise<string>;
  /** Resolves, with how it ended, when it ends without `stop` or `stopping`. */
  readonly failed: Promise<string>;
};

/** The call that holds a process up, by its id of `readCallMessage`, and where: as in the stack of an error. */
export type HeldUpAt = { readonly call?: number; readonly stack?: string };

/** The path of the project's `twilio-run` program. */
export const twilioRunBin = (root: string): string =>
  createRequire(join(root, 'package.json')).resolve('twilio-run/bin/twilio-run.js');

/** The file descriptor of the pipe over which the process and this one talk, in lines of JSON. */
const CHANNEL = 3;
/** That of the thread that tells where the process is held up. */
const SIDE_CHANNEL = 4;
/** In characters. What a Function prints comes in lines of up to 8,000, of which JSON may make six times as many. */
const LONGEST_MESSAGE = 200_000;
/** How long a process may go on without it, in milliseconds: one that ends closes it first. */
const CUT_MS = 2000;
const CUT = 'twilio-run has closed its pipe to npm start, as a Function can, and was ended.';

export type TwilioRunOptions = {
  readonly root: string;
  /** The port that it tells the Functions and prints; it listens on another one, on loopback alone. */
  readonly publicPort: number;
  /** Ends it when aborted. */
  readonly stopping: AbortSignal;
  /** A flag of Node.js such as `--inspect=127.0.0.1:9229`: a debugger can attach. */
  readonly inspect?: string | undefined;
  /** What Functions find in `context` besides `.env`, such as `ACCOUNT_SID`. */
  readonly context?: Readonly<Record<string, string>> | undefined;
  /** Files that the process loads before twilio-run, besides this package's own, and variables of its environment. */
  readonly preloads?: readonly string[] | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Gets all other messages of the process, of which a Function may have written any. */
  readonly onMessage?: ((message: unknown) => void) | undefined;
  /** Where what it prints goes: to this process's own output, by default, or nowhere. */
  readonly output?: 'inherit' | 'ignore';
};

/**
 * Starts `twilio-run` in a process of its own and waits until it listens. Its folders and options come from
 * `.twilioserverlessrc.js`, and what Functions find in `context` from `.env`, as after a deploy, and `context`. A Function is loaded
 * once, and then again after `reload`.
 *
 * @throws Error when it ends before it listens.
 */
export async function startTwilioRun(options: TwilioRunOptions): Promise<TwilioRun> {
  const key = randomUUID();
  const child = spawnTwilioRun(options);
  let wanted = true;
  let isCut = false;
  const gone = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      const how = `twilio-run ended by itself (${signal ?? `code ${String(code)}`}).`;
      resolve(isCut ? CUT : how);
    });
    child.once('error', ({ message }) => {
      resolve(`twilio-run could not be started (${message}).`);
    });
  });
  const channel = child.stdio[CHANNEL] as Duplex;
  channel.on('error', () => undefined); // it is closed then
  tell(channel, { key }); // not in its environment, which Functions can read
  // A Function may have taken SIGTERM, or be in an endless loop.
  const kill = () => child.kill('SIGKILL');
  channel.once('close', () => {
    const timer = setTimeout(() => {
      isCut = true;
      kill();
    }, CUT_MS);
    void gone.then(() => {
      clearTimeout(timer);
    });
  });
  const stop = async (): Promise<void> => {
    wanted = false;
    kill();
    await gone;
  };
  // The process never closes a connection that waits, so that none is closed when a request is written to it.
  const agent = new Agent({ keepAlive: true });
  void gone.then(() => {
    agent.destroy();
  });
  const { stopping } = options;
  const onStopping = () => void stop();
  stopping.addEventListener('abort', onStopping);
  void gone.then(() => {
    stopping.removeEventListener('abort', onStopping);
  });
  if (stopping.aborted) await stop();

  const side = connectToSide(child.stdio[SIDE_CHANNEL] as Duplex, gone);
  const { port, ask } = await connectTo(channel, gone, options.onMessage);
  const read = new Promise<void>((resolve) => {
    channel.once('close', resolve);
  });
  // A process that a Function has started may hold the pipe.
  const ended = async (): Promise<string> => {
    const how = await gone;
    await Promise.race([read, setTimeoutPromise(CUT_MS, undefined, { ref: false })]);
    return wanted ? how : 'twilio-run was stopped, or replaced.';
  };
  const failed = new Promise<string>((resolve) => {
    void gone.then((how) => {
      if (wanted) resolve(how);
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    headers: [['X-Functions-Key', key]],
    agent,
    reload: () => ask({ reload: true }),
    ping: () => ask({}),
    whereIs: side,
    kill,
    stop,
    ended: ended(),
    failed,
  };
}

/** What each process loads before twilio-run, behind `loopback.cjs`. */
const PRELOADS = [
  'account.cjs',
  'dot-files.cjs',
  'unread-bodies.cjs',
  'source-maps.cjs',
  'removed-functions.cjs',
  'follow-calls.cjs',
];

function spawnTwilioRun({
  root,
  publicPort,
  inspect,
  context = {},
  preloads: others = [],
  env = {},
  output = 'inherit',
}: TwilioRunOptions): ChildProcess {
  const flag = inspect?.replace(/^--inspect-brk\b/, '--inspect');
  const waits = flag === inspect ? [] : ['wait-for-debugger.cjs'];
  const own = ['loopback.cjs', ...waits, ...PRELOADS].map((file) => join(__dirname, file));
  const preloads = [...own, ...others].flatMap((file) => ['--require', file]);
  const flags = ['--enable-source-maps', ...(flag === undefined ? [] : [flag])];
  const command = [twilioRunBin(root), 'start', '--no-live', '--no-logs', '--port', String(publicPort)];
  return spawn(process.execPath, [...flags, ...preloads, ...command], {
    cwd: root,
    env: {
      ...process.env,
      ...env,
      TWILIO_RUN_ACCOUNT: JSON.stringify(context),
      TWILIO_RUN_PARENT: String(process.pid), // it may be killed before the preload can ask who it is
    },
    stdio: ['ignore', output, output, 'pipe', 'pipe'],
    // Ctrl-C would end it while it waits for a debugger, before the preload can ignore that.
    detached: inspect !== undefined,
  });
}

/** Waits for its port. `ask` sends a message; it resolves when that has been answered, and rejects when the process ends. */
async function connectTo(
  channel: Duplex,
  gone: Promise<string>,
  onMessage: (message: unknown) => void = () => undefined,
) {
  const asked = new Map<number, { readonly resolve: () => void; readonly reject: (error: Error) => void }>();
  let ended: Error | undefined;
  let questions = 0;
  const port = await new Promise<number>((resolve, reject) => {
    // A Function can write what it likes. Over Node.js's own channel ('ipc'), some of that would end this process.
    const read = (message: unknown): void => {
      const { port: listening, id } = Object(message) as { port?: unknown; id?: unknown };
      if (typeof listening === 'number') resolve(listening);
      else if (typeof id !== 'number') onMessage(message);
      else {
        asked.get(id)?.resolve();
        asked.delete(id);
      }
    };
    readJsonLines(channel, read, LONGEST_MESSAGE);
    void gone.then((how) => {
      ended = new Error(how);
      reject(ended);
      for (const question of asked.values()) question.reject(ended);
    });
  });
  const ask = (question: object): Promise<void> =>
    new Promise((resolve, reject) => {
      if (ended !== undefined) {
        reject(ended);
        return;
      }
      const id = ++questions;
      asked.set(id, { resolve, reject });
      tell(channel, { id, ...question });
    });
  return { port, ask };
}

/** Asks the thread beside the one that may be held up. */
function connectToSide(channel: Duplex, gone: Promise<string>): TwilioRun['whereIs'] {
  const asked = new Map<number, (found: HeldUpAt) => void>();
  let questions = 0;
  channel.on('error', () => undefined); // it is closed then
  const read = (message: unknown): void => {
    const { id, call, stack } = Object(message) as Record<string, unknown>;
    if (typeof id !== 'number') return;
    asked.get(id)?.({
      ...(typeof call === 'number' ? { call } : {}),
      ...(typeof stack === 'string' ? { stack } : {}),
    });
    asked.delete(id);
  };
  readJsonLines(channel, read, LONGEST_MESSAGE);
  return () => {
    const id = ++questions;
    const found = new Promise<HeldUpAt>((resolve) => asked.set(id, resolve));
    tell(channel, { id });
    return Promise.race([found, gone.then(() => ({}))]);
  };
}

/** Does nothing when the process has ended. */
function tell(channel: Duplex, message: object): void {
  channel.write(`${JSON.stringify(message)}\n`, () => undefined);
}
