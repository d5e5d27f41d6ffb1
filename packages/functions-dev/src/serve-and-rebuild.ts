import { watch } from 'chokidar';
import { buildFunctions } from './build-functions';
import { messageOf } from 'functions-runtime';
import { startTwilioRun, type TwilioRun } from './twilio-run';

/** A build starts when nothing has changed for so long: an editor writes several files, or one file in several steps. */
const SETTLE_MS = 50;

export type ServeAndRebuildOptions = {
  readonly root: string;
  /** The port at which callers reach the Functions. */
  readonly port: number;
  readonly stopping: AbortSignal;
  /** A flag of Node.js with which the Functions are debugged, such as `--inspect=127.0.0.1:9229`. */
  readonly inspect?: string | undefined;
  /** Called with the address of `twilio-run` when it has started or restarted, and with `undefined` when it restarts. */
  readonly onServed: (url: string | undefined) => void;
  /** Called when serving has ended although `stopping` is not aborted. */
  readonly onFailure: (why: string) => void;
};

/**
 * Builds the Functions, serves them with `twilio-run`, and rebuilds when a source, an Asset or `.env` changes. Resolves
 * when the Functions are served and changes are watched; rejects when the first build or start fails.
 */
export async function serveAndRebuild({
  root,
  port,
  stopping,
  inspect,
  onServed,
  onFailure,
}: ServeAndRebuildOptions): Promise<void> {
  let served = '';
  let server: TwilioRun | undefined;

  const update = async (restart: boolean): Promise<void> => {
    const built = await buildFunctions(root);
    // twilio-run loads a changed Function by itself, but looks for new and removed files, and for `.env`, only when
    // it starts.
    if (server !== undefined && !restart && built.join() === served) return;
    if (server !== undefined) {
      onServed(undefined);
      await server.stop();
      server = undefined;
    }
    server = await startTwilioRun({ root, publicPort: port, stopping, inspect });
    void server.failed.then(onFailure);
    served = built.join();
    onServed(server.url);
  };
  await update(true);

  let pause: NodeJS.Timeout | undefined;
  let restart = false;
  let work = Promise.resolve();
  const rebuild = (): void => {
    const anew = restart;
    restart = false;
    work = work.then(async () => {
      try {
        await update(anew);
        console.log('Rebuilt. The next message meets the new code.');
      } catch (error) {
        if (stopping.aborted) return;
        restart ||= anew; // the next build still has to make up for it
        if (server === undefined) onFailure(messageOf(error));
        else console.error(`Not rebuilt: what was there before goes on.\n${messageOf(error)}`);
      }
    });
  };
  const watcher = watch(['src', '.env'], { cwd: root, ignoreInitial: true });
  watcher.on('all', (event, path) => {
    const isAsset = /^src[\\/]assets/.test(path);
    if (isAsset && event === 'change') return; // twilio-run reads it for each request
    if (isAsset || path === '.env') restart = true;
    if (path === '.env') {
      console.log(
        '.env has changed. The Functions get it now; ACCOUNT_SID and AUTH_TOKEN count when npm start begins.',
      );
    }
    clearTimeout(pause);
    pause = setTimeout(rebuild, SETTLE_MS);
  });
  stopping.addEventListener('abort', () => {
    clearTimeout(pause);
    void watcher.close();
  });
  await new Promise<void>((resolve) => watcher.once('ready', resolve));
}
