import { join, relative, resolve, sep } from 'node:path';
import { watch } from 'chokidar';
import { type LinkPlace, listRoutes, type Route, startRealTimer } from 'functions-runtime';
import { buildFunctions, forgetRemoved } from './build-functions';
import type { CallFailure, CallLog } from './call-reports';
import { withoutControls } from './printable';
import { createProblemList, type ProblemList, type Problems } from './problems';
import { createRebuilds } from './rebuilds';
import { placeWords, startReportedRun } from './reported-run';
import { supervise, type Supervised } from './supervise';
import type { TwilioRunOptions } from './twilio-run';
import { startTypeCheck } from './type-check';

export type ServeAndRebuildOptions = Pick<TwilioRunOptions, 'context' | 'preloads' | 'env'> & {
  readonly root: string;
  /** The port at which callers reach the Functions. */
  readonly port: number;
  readonly stopping: AbortSignal;
  /** A flag of Node.js with which the Functions are debugged, such as `--inspect=127.0.0.1:9229`. */
  readonly inspect?: string | undefined;
  /** Called with what is served, when that may have changed. */
  readonly onServed: (routes: readonly Route[]) => void;
  /** Adds to a place how it is opened in an editor; by default nothing. */
  readonly linkPlace?: LinkPlace;
  /** Gets each failure of a call, also of one that is not answered by it. It has been printed. */
  readonly onFailure?: (failure: CallFailure) => void;
  /** Gets what calls print. It has been printed. */
  readonly onLog?: (log: CallLog) => void;
  /** Gets all that is wrong with the sources, when it has changed: what has kept them from being served, and errors of types. */
  readonly onProblems?: (problems: Problems) => void;
  /** Whether types are checked in the background; by default they are not. */
  readonly checksTypes?: boolean;
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
  linkPlace = (place) => place,
  onFailure = () => undefined,
  onLog = () => undefined,
  onProblems = () => undefined,
  checksTypes = false,
  ...twilioRun
}: ServeAndRebuildOptions): Served {
  const reports = {
    linkPlace,
    onLog,
    onFailure(failure: CallFailure) {
      if (!failure.isPrinted) console.error(failureWords(failure));
      onFailure(failure);
    },
  };
  const functions = supervise({
    start: (giveUp) =>
      startReportedRun(
        { root, publicPort: port, stopping: AbortSignal.any([stopping, giveUp]), inspect, ...twilioRun },
        reports,
      ),
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
  const problems = createProblemList(root, linkPlace, onProblems);
  return {
    target: functions.target,
    start: () => startAndWatch({ root, functions, problems, checksTypes, stopping }),
  };
}

const failureWords = ({ path, message, at }: CallFailure): string =>
  `${path}: ${withoutControls(message)}${at === undefined ? '' : ` (${placeWords(at)})`}`;

type WatchOptions = {
  readonly root: string;
  readonly functions: Supervised;
  readonly problems: ProblemList;
  readonly checksTypes: boolean;
  readonly stopping: AbortSignal;
};

async function startAndWatch({
  root,
  functions,
  problems,
  checksTypes,
  stopping,
}: WatchOptions): Promise<void> {
  let checkTypes = (): void => undefined;
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
    onOutcome: problems.noteBuild,
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
    if (!isAsset) checkTypes();
    rebuilds.changed({ build: true, restart: isAsset || path === '.env', env: path === '.env' });
  });
  stopping.addEventListener('abort', () => void watcher.close());
  await new Promise<void>((resolve) => watcher.once('ready', resolve));
  await rebuilds.start();
  // Only now: it would slow the start down.
  if (checksTypes) checkTypes = startChecking(root, problems, stopping);
}

/** Returns the function that has the types checked again. */
function startChecking(root: string, problems: ProblemList, stopping: AbortSignal): () => void {
  const { check } = startTypeCheck({
    root,
    stopping,
    onChecked: problems.noteTypes,
    onUnable(reason) {
      problems.noteTypes([], 0);
      console.error(
        `Types are not checked in the background: ${reason}. TYPE_CHECK=off keeps quiet about it.`,
      );
    },
  });
  check();
  return check;
}

const isWatched = (root: string, path: string): boolean =>
  ['', '.env', 'src'].includes(relative(root, resolve(root, path)).split(sep)[0] ?? '');
