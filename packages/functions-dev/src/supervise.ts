import { messageOf, type StartTimer } from 'functions-runtime';
import type { Target } from './platform/gateway';
import type { ReportedRun } from './reported-run';

/** Keeps a process that serves the Functions, whatever happens to it. */
export type Supervised = {
  /** The process for one request. Waits while one starts. */
  readonly target: () => Promise<Target>;
  /**
   * Starts another process in place of the one that serves. Requests that come meanwhile wait for it; those under way are
   * answered by the old one. Rejects when it cannot be started; it is then tried again after a pause.
   */
  readonly restart: () => Promise<void>;
  /**
   * Has the next request meet the Functions as they are built now. Resolves with whether that is so: one that a debugger holds
   * up meets them when it goes on. Rejects when there is no process, and none can be started.
   */
  readonly reload: () => Promise<boolean>;
};

export type SuperviseOptions = {
  /** @param giveUp - ends the process, and has this reject, when it is aborted before the process serves. */
  readonly start: (giveUp: AbortSignal) => Promise<ReportedRun>;
  /** Called when a process has started: what it serves, as of the files of now. */
  readonly onStarted: () => Target['routes'];
  /** Is told in a line what has happened to the process. */
  readonly note: (line: string) => void;
  readonly startTimer: StartTimer;
  readonly stopping: AbortSignal;
  /** Whether a debugger may hold a process up, and wants one at a time, at its port. */
  readonly isDebugged?: boolean;
  /** How long a process may be held up before it is replaced, in milliseconds. */
  readonly heldUpMs?: number;
};

/** More than the 10 s that a call may take, so that its caller hears of that. */
const HELD_UP_MS = 12_000;
const PING_MS = 1000;
/** How long one that is held up may take to tell where. */
const WHERE_MS = 500;
/** How long a process may take until it serves, unless it is debugged: it takes about a second on an idle machine. */
const START_MS = 60_000;
/** How long requests under way may go on in a process that is replaced: as long as a call may take. */
const DRAIN_MS = 10_000;
/** How long a process that is debugged may take to load what was built before that is told, in milliseconds. */
const DEBUGGED_MS = 2000;
/** The pauses before a process that has ended is started anew; the last one counts for all further times. */
const PAUSES = [0, 500, 1000, 2000, 4000, 8000];
/** A process that has served for so long counts as one that can. */
const GOOD_MS = 30_000;

/** A process, and how many requests it has under way. */
type Serving = {
  readonly run: ReportedRun;
  readonly routes: Target['routes'];
  underWay: number;
  onIdle: () => void;
  /** Whether it has ended, or another one has taken its place. */
  isOver: boolean;
};

/** Starts nothing yet: the first `restart` does. */
export function supervise(options: SuperviseOptions): Supervised {
  const { start, onStarted, note, stopping, isDebugged = false, heldUpMs = HELD_UP_MS } = options;
  const after = timersUntil(stopping, options.startTimer);
  /** What requests wait for: resolved while `current` is there. */
  let gate = pending<Serving>();
  let current: Serving | undefined;
  let failures = 0;
  let cancelRetry = (): void => undefined;
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = (act: () => Promise<void>): Promise<void> => {
    const done = queue.then(act);
    queue = done.catch(() => undefined);
    return done;
  };

  const open = (serving: Serving): void => {
    current = serving;
    gate.resolve(serving);
  };
  const close = (): void => {
    if (current === undefined) return;
    current = undefined;
    gate = pending();
  };

  async function startInTime(): Promise<ReportedRun> {
    const giveUp = new AbortController();
    const end = () => {
      giveUp.abort();
    };
    const cancel = isDebugged ? () => undefined : after(START_MS, end);
    try {
      const run = await start(giveUp.signal);
      if (!giveUp.signal.aborted) return run;
    } catch (error) {
      if (!giveUp.signal.aborted) throw error;
    } finally {
      cancel();
    }
    throw new Error(`twilio-run has not begun to serve within ${START_MS / 1000} s, and was ended.`);
  }

  async function startServing(): Promise<Serving> {
    const run = await startInTime();
    try {
      return { run, routes: onStarted(), underWay: 0, onIdle: () => undefined, isOver: false };
    } catch (error) {
      void run.stop(); // nobody would call it
      throw error;
    }
  }

  async function replace(): Promise<void> {
    const old = current;
    cancelRetry();
    close();
    try {
      if (isDebugged && old !== undefined) {
        await old.run.stop();
        old.isOver = true;
      }
      const serving = await startServing();
      open(serving);
      watch(serving);
    } catch (error) {
      if (old?.isOver === false) open(old);
      else startAnew();
      throw error;
    }
    if (old !== undefined) drain(old);
  }

  function watch(serving: Serving): void {
    const { run } = serving;
    void run.failed.then((how) => {
      serving.isOver = true;
      if (current !== serving) return;
      close();
      note(`${how} It is started anew; conversations, numbers and the clock stay.`);
      startAnew();
    });
    after(GOOD_MS, () => {
      if (!serving.isOver) failures = 0;
    });
    const beat = (): void => {
      if (serving.isOver) return;
      const cancel = after(heldUpMs, () => {
        const end = (where: string) => {
          note(`twilio-run is held up, as by an endless loop in a Function, and is replaced.${where}`);
          run.kill();
        };
        void Promise.race([run.heldUpAt(), resolvedAfter(WHERE_MS, '')]).then(end);
      });
      run.ping().then(() => {
        cancel();
        after(PING_MS, beat);
      }, cancel);
    };
    if (!isDebugged) beat();
  }

  function startAnew(): void {
    const pause = PAUSES[Math.min(failures++, PAUSES.length - 1)] ?? 0;
    if (pause > 0) note(`In ${pause / 1000} s, because it has ended ${failures} times in a row.`);
    cancelRetry();
    cancelRetry = after(pause, () => {
      inTurn(async () => {
        if (current !== undefined || stopping.aborted) return;
        await replace();
        note('The Functions are served again.');
      }).catch((error: unknown) => {
        note(messageOf(error));
      });
    });
  }

  function drain(old: Serving): void {
    old.isOver = true;
    const end = () => void old.run.stop();
    if (old.underWay === 0) {
      end();
      return;
    }
    const cancel = after(DRAIN_MS, end);
    old.onIdle = () => {
      cancel();
      end();
    };
  }

  /** A Function may have changed the process for good, and it would answer no call in time. */
  function replaceLate(serving: Serving): void {
    inTurn(async () => {
      if (serving !== current || stopping.aborted) return; // it has been replaced since
      note('A call has not been answered in time. twilio-run is replaced.');
      await replace();
    }).catch((error: unknown) => {
      note(messageOf(error));
    });
  }

  async function target(): Promise<Target> {
    for (;;) {
      const serving = await gate.promise;
      if (serving !== current) continue; // it has ended since
      const { run, routes } = serving;
      serving.underWay++;
      return {
        url: run.url,
        headers: run.headers,
        agent: run.agent,
        routes,
        release: () => {
          if (--serving.underWay === 0) serving.onIdle();
        },
        giveUp() {
          run.kill();
          return run.ended;
        },
        tooLate(path, token) {
          run.tooLate(path, token);
          replaceLate(serving);
        },
      };
    }
  }

  return {
    target,
    restart: () => inTurn(replace),
    async reload() {
      if (current === undefined) {
        await inTurn(() => (current === undefined ? replace() : Promise.resolve()));
        return true;
      }
      // One that ends meanwhile is started anew, with what is built now.
      const reloaded = current.run.reload().then(isSo, isSo);
      return isDebugged ? Promise.race([reloaded, resolvedAfter(DEBUGGED_MS, false)]) : reloaded;
    },
  };

  function resolvedAfter<Value>(ms: number, value: Value): Promise<Value> {
    return new Promise((resolve) => {
      after(ms, () => {
        resolve(value);
      });
    });
  }
}

const isSo = () => true;

/** Timers that are cancelled when everything stops. Each call returns a function that cancels its own. */
function timersUntil(stopping: AbortSignal, startTimer: StartTimer) {
  const running = new Set<() => void>();
  stopping.addEventListener('abort', () => {
    for (const cancel of running) cancel();
  });
  return (ms: number, act: () => void): (() => void) => {
    if (stopping.aborted) return () => undefined;
    const stopTimer = startTimer(() => {
      running.delete(cancel);
      act();
    }, ms);
    const cancel = () => {
      stopTimer();
      running.delete(cancel);
    };
    running.add(cancel);
    return cancel;
  };
}

/** A promise and the function that resolves it. */
function pending<Value>(): { readonly promise: Promise<Value>; readonly resolve: (value: Value) => void } {
  let resolve!: (value: Value) => void;
  const promise = new Promise<Value>((settle) => (resolve = settle));
  return { promise, resolve };
}
