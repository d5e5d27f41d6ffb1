import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { portAnswers } from './ports';

/** A `twilio-run start` that serves the built Functions. */
export type TwilioRun = {
  /** Ends it. Resolves when the process is gone. */
  readonly stop: () => Promise<void>;
};

/** How a process ended: by itself with a code, or by a signal. */
export type Ending = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/**
 * Starts `twilio-run` in a process of its own and waits until it answers. Its folders and options come from
 * `.twilioserverlessrc`, and what Functions find in `context` from `.env` alone, as after a deploy.
 *
 * @param onEnd - called when it ends without `stop`.
 * @throws Error when it ends before it listens.
 */
export async function startTwilioRun(
  root: string,
  port: number,
  onEnd: (ending: Ending) => void,
): Promise<TwilioRun> {
  const bin = createRequire(join(root, 'package.json')).resolve('twilio-run/bin/twilio-run.js');
  const child = spawn(process.execPath, [bin, 'start', '--port', String(port)], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const gone = new Promise<Ending>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
  });
  const early = new AbortController();
  void gone.then(({ code, signal }) => {
    early.abort(new Error(`twilio-run ended before it listened on port ${port} (${signal ?? code ?? '?'}).`));
  });
  await portAnswers(port, early.signal);

  let stopping = false;
  void gone.then((ending) => {
    if (!stopping) onEnd(ending);
  });
  return {
    async stop() {
      stopping = true;
      child.kill();
      await gone;
    },
  };
}
