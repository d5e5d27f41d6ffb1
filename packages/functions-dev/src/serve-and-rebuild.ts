import { join, relative, resolve, sep } from 'node:path';
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
    start: (giveUp) =>
      startTwilioRun({ root, publicPort: port, stopping: AbortSignal.any([stopping, giveUp]), inspect }),
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

const ENV_CHANGED =
  '.env has changed, and the Functions have it; ACCOUNT_SID and AUTH_TOKEN count when npm start begins.';
const REBUILT = 'Rebuilt. The next message meets the new code.';
const HELD_UP = 'Built. twilio-run is held up, as by a breakpoint, and meets the new code when it goes on.';

/** What a build has to make up for. */
type Due = { readonly restart: boolean; readonly env: boolean };
const NOTHING: Due = { restart: false, env: false };
const both = (one: Due, other: Due): Due => ({
  restart: one.restart || other.restart,
  env: one.env || other.env,
});

async function startAndWatch(root: string, functions: Supervised, stopping: AbortSignal): Promise<void> {
  let served: string | undefined;
  /** Of what has changed since the last build began; `undefined` when nothing has. */
  let due: Due | undefined;
  const hasChanged = () => due !== undefined;
  const addDue = (more: Due) => {
    due = due === undefined ? more : both(due, more);
  };
  let pause: NodeJS.Timeout | undefined;
  let work = Promise.resolve();

  const rebuild = async (): Promise<void> => {
    const now = due ?? NOTHING;
    due = undefined;
    try {
      const built = (
        await buildFunctions(root).catch(failWith('Not rebuilt: what was there before goes on.'))
      ).join();
      // twilio-run looks for new and removed files, and for `.env`, only when it starts.
      const isAnew = now.restart || built !== served;
      const isMet = await (isAnew ? functions.restart().then(() => true) : functions.reload()).catch(
        failWith('Built, but twilio-run did not start with it. What was there before goes on in part.'),
      );
      served = built;
      if (now.env) console.log(ENV_CHANGED);
      if (!hasChanged()) console.log(isMet ? REBUILT : HELD_UP); // otherwise the next build says so
    } catch (error) {
      addDue(now);
      if (!stopping.aborted) console.error(messageOf(error));
    }
  };
  const rebuildSoon = (): void => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      work = work.then(rebuild);
    }, SETTLE_MS);
  };

  // The folder itself, because what is removed and made again is not seen otherwise.
  const watcher = watch('.', { cwd: root, ignoreInitial: true, ignored: (path) => !isWatched(root, path) });
  watcher.on('all', (event, path) => {
    const isAsset = /^src[\\/]assets/.test(path);
    if (isAsset && event === 'change') return; // twilio-run reads it for each request
    addDue({ restart: isAsset || path === '.env', env: path === '.env' });
    if (served !== undefined) rebuildSoon();
  });
  stopping.addEventListener('abort', () => {
    clearTimeout(pause);
    void watcher.close();
  });
  await new Promise<void>((resolve) => watcher.once('ready', resolve));

  const built = (await buildFunctions(root)).join();
  await functions.restart();
  served = built;
  if (hasChanged()) rebuildSoon();
}

const isWatched = (root: string, path: string): boolean =>
  ['', '.env', 'src'].includes(relative(root, resolve(root, path)).split(sep)[0] ?? '');

/** Rejects with a sentence before the message of an error. */
const failWith =
  (sentence: string) =>
  (error: unknown): never => {
    throw new Error(`${sentence}\n${messageOf(error)}`, { cause: error });
  };
