import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { portAnswers } from './ports';

/** A `twilio-run start` that serves the built Functions. */
export type TwilioRun = {
  /** Ends it. Resolves when the process is gone. */
  readonly stop: () => Promise<void>;
  /** Resolves with a description of its end when it ends without having been stopped. */
  readonly failed: Promise<string>;
};

/**
 * Starts `twilio-run` in a process of its own and waits until it answers. Its folders and options come from
 * `.twilioserverlessrc`, and what Functions find in `context` from `.env` alone, as after a deploy.
 *
 * @param stopping - ends it when aborted.
 * @throws Error when it ends before it listens.
 */
export async function startTwilioRun(root: string, port: number, stopping: AbortSignal): Promise<TwilioRun> {
  const bin = createRequire(join(root, 'package.json')).resolve('twilio-run/bin/twilio-run.js');
  const child = spawn(process.execPath, [bin, 'start', '--port', String(port)], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
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

  const early = new AbortController();
  void gone.then((how) => {
    early.abort(new Error(how));
  });
  await portAnswers(port, early.signal);

  const failed = new Promise<string>((resolve) => {
    void gone.then((how) => {
      // Ctrl-C reaches every process of the terminal, and the child's end may be seen here before the signal.
      setTimeout(() => {
        if (wanted) resolve(how);
      }, 200);
    });
  });
  return { stop, failed };
}
