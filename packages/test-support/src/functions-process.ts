import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Memory in use after everything that nothing refers to was freed, in megabytes. */
export type Memory = { readonly heap: number; readonly rss: number };

/** Built Functions that are served in a process of their own, which can be killed at any time. */
export type FunctionsProcess = {
  readonly url: string;
  readonly memory: () => Promise<Memory>;
  /** Kills it with SIGKILL. Resolves when it has ended. */
  readonly kill: () => Promise<void>;
};

/**
 * Serves Functions in a process of their own, which ends when this one does. What they log is discarded.
 *
 * @param folder - such as `dist/functions`.
 * @param env - the variables that they find in `context`.
 * @param preload - a file that the process loads before everything else, with the variables that it reads.
 * @throws Error when it ends before it listens.
 */
export async function startFunctionsProcess(
  folder: string,
  env: Record<string, string>,
  preload: { readonly file: string; readonly env: Record<string, string> },
): Promise<FunctionsProcess> {
  const tsx = createRequire(__filename).resolve('tsx');
  const script = [join(__dirname, 'serve-functions.ts'), folder, JSON.stringify(env)];
  const child = spawn(
    process.execPath,
    ['--expose-gc', '--require', preload.file, '--import', tsx, ...script],
    {
      env: { ...process.env, ...preload.env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  );
  const ended = once(child, 'exit');
  const answer = async (): Promise<unknown> => {
    const [message] = (await Promise.race([
      once(child, 'message'),
      ended.then(([code]) => {
        throw new Error(`The process of the Functions has ended with ${String(code)}.`);
      }),
    ])) as [unknown];
    return message;
  };
  const { url } = (await answer()) as { url: string };
  return {
    url,
    async memory() {
      child.send('memory');
      return (await answer()) as Memory;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
