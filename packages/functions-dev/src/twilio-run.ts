import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** A `twilio-run start` that serves the built Functions. */
export type TwilioRun = {
  /** Where it listens, on loopback only. */
  readonly url: string;
  /** Ends it. Resolves when the process has ended. */
  readonly stop: () => Promise<void>;
  /** Resolves, with how it ended, when it ends without `stop` or `stopping`. */
  readonly failed: Promise<string>;
};

/** The path of the project's `twilio-run` program. */
export const twilioRunBin = (root: string): string =>
  createRequire(join(root, 'package.json')).resolve('twilio-run/bin/twilio-run.js');

export type TwilioRunOptions = {
  readonly root: string;
  /** The port that it tells the Functions and prints; it listens on another one, on loopback alone. */
  readonly publicPort: number;
  /** Ends it when aborted. */
  readonly stopping: AbortSignal;
  /** A flag of Node.js such as `--inspect=127.0.0.1:9229`: a debugger can attach. */
  readonly inspect?: string | undefined;
  /** Where what it prints goes: to this process's own output, by default, or nowhere. */
  readonly output?: 'inherit' | 'ignore';
};

/**
 * Starts `twilio-run` in a process of its own and waits until it listens. Its folders and options come from
 * `.twilioserverlessrc.js`, and what Functions find in `context` from `.env` alone, as after a deploy.
 *
 * @throws Error when it ends before it listens.
 */
export async function startTwilioRun({
  root,
  publicPort,
  stopping,
  inspect,
  output = 'inherit',
}: TwilioRunOptions): Promise<TwilioRun> {
  const preload = (file: string) => ['--require', join(__dirname, file)];
  const preloads = ['loopback.cjs', 'dot-files.cjs', 'source-maps.cjs'].flatMap(preload);
  const flags = ['--enable-source-maps', ...(inspect === undefined ? [] : [inspect])];
  const child = spawn(
    process.execPath,
    [...flags, ...preloads, twilioRunBin(root), 'start', '--port', String(publicPort)],
    {
      cwd: root,
      stdio: ['ignore', output, output, 'ipc'],
      // Ctrl-C would end it while it waits for a debugger, before the preload can ignore that.
      detached: inspect !== undefined,
    },
  );
  let wanted = true;
  const gone = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(`twilio-run ended by itself (${signal ?? `code ${String(code)}`}).`);
    });
  });
  const stop = async (): Promise<void> => {
    wanted = false;
    child.kill();
    await gone;
  };
  stopping.addEventListener('abort', () => void stop());
  if (stopping.aborted) await stop();

  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => {
      resolve((message as { port: number }).port);
    });
    void gone.then((how) => {
      reject(new Error(how));
    });
  });

  const failed = new Promise<string>((resolve) => {
    void gone.then((how) => {
      if (wanted) resolve(how);
    });
  });
  return { url: `http://127.0.0.1:${port}`, stop, failed };
}
