import { messageOf, type StartTimer } from 'functions-runtime';
import type { Supervised } from './supervise';

/** A build starts when nothing has changed for so long: an editor writes several files, or one file in several steps. */
const SETTLE_MS = 50;

const ENV_CHANGED =
  '.env has changed, and the Functions have it; ACCOUNT_SID and AUTH_TOKEN count when npm start begins.';
const REBUILT = 'Rebuilt. The next message meets the new code.';
const HELD_UP = 'Built. twilio-run is held up, as by a breakpoint, and meets the new code when it goes on.';
const ASSET_CHANGED = 'An Asset has changed. The next message meets it.';
const ASSET_HELD_UP =
  'An Asset has changed. twilio-run is held up, as by a breakpoint, and meets it when it goes on.';

/**
 * What is to be made up for: whether there is something to build, as there is not for an Asset that a Function may have loaded;
 * whether files or `.env` must be looked for again; and whether `.env` has changed.
 */
export type Due = { readonly build: boolean; readonly restart: boolean; readonly env: boolean };

export type RebuildsOptions = {
  /** Resolves with what was built: another text when there are new Functions, or fewer. */
  readonly build: () => Promise<string>;
  readonly functions: Pick<Supervised, 'restart' | 'reload'>;
  readonly print: (line: string) => void;
  readonly printError: (line: string) => void;
  /** Told why a change is not served, and `undefined` when it is. */
  readonly onOutcome?: (error: unknown) => void;
  readonly startTimer: StartTimer;
  readonly stopping: AbortSignal;
};

/** Builds one after the other, each of which makes up for all that has changed before it began. */
export type Rebuilds = {
  /** To be called once. Resolves when the Functions are served; rejects when the first build or start fails. */
  readonly start: () => Promise<void>;
  readonly changed: (more: Due) => void;
};

export function createRebuilds(options: RebuildsOptions): Rebuilds {
  const { build, functions, print, printError, onOutcome = () => undefined, startTimer, stopping } = options;
  let served: string | undefined;
  /** Of what has changed since the last build began; `undefined` when nothing has. */
  let due: Due | undefined;
  let work = Promise.resolve();
  let cancelPause = (): void => undefined;
  stopping.addEventListener('abort', () => {
    cancelPause();
  });
  const addDue = (more: Due): void => {
    due = {
      build: more.build || due?.build === true,
      restart: more.restart || due?.restart === true,
      env: more.env || due?.env === true,
    };
  };

  const rebuild = async (): Promise<void> => {
    if (due === undefined) return; // a build that was begun since has made up for it
    const now = due;
    due = undefined;
    try {
      const isMet = await buildAndServe(now);
      onOutcome(undefined);
      if (hasChanged()) {
        addDue({ build: now.build, restart: false, env: now.env }); // the next time says so
        return;
      }
      if (now.env) print(ENV_CHANGED);
      if (now.build) print(isMet ? REBUILT : HELD_UP);
      else print(isMet ? ASSET_CHANGED : ASSET_HELD_UP);
    } catch (error) {
      addDue(now);
      if (stopping.aborted) return;
      printError(messageOf(error));
      onOutcome(error);
    }
  };
  const hasChanged = () => due !== undefined;

  /** Resolves with whether the next message meets what was built, and the Assets. */
  async function buildAndServe(now: Due): Promise<boolean> {
    const built = now.build
      ? await build().catch(failWith('Not rebuilt: what was there before goes on.'))
      : served;
    // twilio-run looks for new and removed files, and for `.env`, only when it starts.
    const isAnew = now.restart || built !== served;
    const isMet = await (isAnew ? functions.restart().then(() => true) : functions.reload()).catch(
      failWith('Built, but twilio-run did not start with it. What was there before goes on in part.'),
    );
    served = built;
    return isMet;
  }

  const rebuildSoon = (): void => {
    cancelPause();
    cancelPause = startTimer(() => {
      work = work.then(rebuild);
    }, SETTLE_MS);
  };

  return {
    async start() {
      const built = await build();
      await functions.restart();
      served = built;
      if (hasChanged()) rebuildSoon();
    },
    changed(more) {
      addDue(more);
      if (served !== undefined && !stopping.aborted) rebuildSoon();
    },
  };
}

/** Rejects with a sentence before the message of an error. */
const failWith =
  (sentence: string) =>
  (error: unknown): never => {
    throw new Error(`${sentence}\n${messageOf(error)}`, { cause: error });
  };
