import { join } from 'node:path';
import { watch } from 'chokidar';
import { listRoutes, messageOf, type Route, startRealTimer } from 'functions-runtime';
import { buildFunctions } from './build-functions';
import { supervise, type Supervised } from './supervise';
import { startTwilioRun } from './twilio-run';

/** A build starts when nothing has changed for so long: an editor writes several files, or one file in several steps. */
const SETTLE_MS = 50;

export type ServeAndRebuildOptions = {
  readonly root: string;
  /** The port at which callers reach the Functions. */
  readonly port: number;
  readonly stopping: AbortSignal;
  /** A flag of Node.js with which the Functions are debugged, such as `--inspect=127.0.0.1:9229`. */
  readonly inspect?: string | undefined;
  /** Called with what is served, when that may have changed. */
  readonly onServed: (routes: readonly Route[]) => void;
};

/** The Functions, as they are served. */
export type Served = Pick<Supervised, 'target'> & {
  /** To be called once. Resolves when they are served and changes are watched; rejects when the first build or start fails. */
  readonly start: () => Promise<void>;
};

/**
 * Builds the Functions, serves them with `twilio-run`, and rebuilds when a source, an Asset or `.env` changes. Requests wait
 * until there is something that can answer.
 */
export function serveAndRebuild({ root, port, stopping, inspect, onServed }: ServeAndRebuildOptions): Served {
  const functions = supervise({
    start: () => startTwilioRun({ root, publicPort: port, stopping, inspect }),
    onStarted() {
      const routes = listRoutes(join(root, 'dist/functions'), join(root, 'src/assets'));
      onServed(routes);
      return routes;
    },
    note: (line) => {
      console.error(line);
    },
    startTimer: startRealTimer,
    stopping,
    isDebugged: inspect !== undefined,
  });
  return { target: functions.target, start: () => startAndWatch(root, functions, stopping) };
}

async function startAndWatch(root: string, functions: Supervised, stopping: AbortSignal): Promise<void> {
  let served = (await buildFunctions(root)).join();
  await functions.restart();

  /** twilio-run looks for new and removed files, and for `.env`, only when it starts. */
  const update = async (needsRestart: boolean): Promise<void> => {
    const built = (await buildFunctions(root)).join();
    await (needsRestart || built !== served ? functions.restart() : functions.reload());
    served = built;
  };
  let pause: NodeJS.Timeout | undefined;
  let work = Promise.resolve();
  /** What the next build that succeeds has to make up for. */
  let due = { restart: false, env: false };
  const rebuild = (): void => {
    work = work.then(async () => {
      const now = due;
      due = { restart: false, env: false };
      try {
        await update(now.restart);
        if (now.env) console.log(ENV_CHANGED);
        console.log('Rebuilt. The next message meets the new code.');
      } catch (error) {
        due = { restart: due.restart || now.restart, env: due.env || now.env };
        if (!stopping.aborted)
          console.error(`Not rebuilt: what was there before goes on.\n${messageOf(error)}`);
      }
    });
  };
  const watcher = watch(['src', '.env'], { cwd: root, ignoreInitial: true });
  watcher.on('all', (event, path) => {
    const isAsset = /^src[\\/]assets/.test(path);
    if (isAsset && event === 'change') return; // twilio-run reads it for each request
    due = { restart: due.restart || isAsset || path === '.env', env: due.env || path === '.env' };
    clearTimeout(pause);
    pause = setTimeout(rebuild, SETTLE_MS);
  });
  stopping.addEventListener('abort', () => {
    clearTimeout(pause);
    void watcher.close();
  });
  await new Promise<void>((resolve) => watcher.once('ready', resolve));
}

const ENV_CHANGED =
  '.env has changed, and the Functions have it; ACCOUNT_SID and AUTH_TOKEN count when npm start begins.';
