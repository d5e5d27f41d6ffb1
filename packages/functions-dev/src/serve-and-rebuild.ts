import { join, relative, resolve, sep } from 'node:path';
import { watch } from 'chokidar';
import { listRoutes, type Route, startRealTimer } from 'functions-runtime';
import { buildFunctions, forgetRemoved } from './build-functions';
import { createRebuilds } from './rebuilds';
import { supervise, type Supervised } from './supervise';
import { startTwilioRun, type TwilioRunOptions } from './twilio-run';

export type ServeAndRebuildOptions = Pick<TwilioRunOptions, 'context' | 'preloads' | 'env'> & {
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
  /** To be called once. Resolves when they are served and changes are watched; rejects when the first build or start fails, or `stopping` has aborted. */
  readonly start: () => Promise<void>;
};

/**
 * Builds the Functions, serves them with `twilio-run`, and rebuilds when a source, an Asset or `.env` changes. Requests wait
 * until there is something that can answer.
 */
export function serveAndRebuild({
  root,
  port,
  stopping,
  inspect,
  onServed,
  ...twilioRun
}: ServeAndRebuildOptions): Served {
  const functions = supervise({
    start: (giveUp) =>
      startTwilioRun({
        root,
        publicPort: port,
        stopping: AbortSignal.any([stopping, giveUp]),
        inspect,
        ...twilioRun,
      }),
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
  stopping.throwIfAborted(); // or nobody would close the watcher, which keeps the process alive
  forgetRemoved(root);
  const rebuilds = createRebuilds({
    build: async () => (await buildFunctions(root, true)).join(),
    functions,
    print: (line) => {
      console.log(line);
    },
    printError: (line) => {
      console.error(line);
    },
    startTimer: startRealTimer,
    stopping,
  });
  // The folder itself, because what is removed and made again is not seen otherwise.
  const watcher = watch('.', { cwd: root, ignoreInitial: true, ignored: (path) => !isWatched(root, path) });
  watcher.on('all', (event, path) => {
    const isAsset = /^src[\\/]assets/.test(path);
    if (isAsset && event === 'change') {
      // twilio-run reads it for each request, and a Function may have loaded it: a module of ECMAScript for good.
      rebuilds.changed({ build: false, restart: path.endsWith('.mjs'), env: false });
      return;
    }
    rebuilds.changed({ build: true, restart: isAsset || path === '.env', env: path === '.env' });
  });
  stopping.addEventListener('abort', () => void watcher.close());
  await new Promise<void>((resolve) => watcher.once('ready', resolve));
  await rebuilds.start();
}

const isWatched = (root: string, path: string): boolean =>
  ['', '.env', 'src'].includes(relative(root, resolve(root, path)).split(sep)[0] ?? '');
