/** A task that runs beside the turns: no turn waits for it. */
export type BackgroundTask = {
  /** Tasks with the same name run one after the other. */
  readonly name: string;
  /** Must not reject. */
  readonly run: () => Promise<void>;
  /** Called in its place when too many wait behind it, with their number. */
  readonly onDropped: (waiting: number) => void;
  /** Whether it need not run any more. */
  readonly isObsolete: () => boolean;
};

/** Runs tasks beside the turns. */
export type Background = {
  /** Runs a task when those before it leave room. */
  readonly add: (task: BackgroundTask) => void;
  /** Drops the tasks that wait and need not run any more. */
  readonly dropObsolete: () => void;
  /** Resolves when no task is left. */
  readonly settled: () => Promise<void>;
};

/**
 * @param max - how many tasks may run at the same time, and how many may wait, in their order. When there are more, the one
 *   that has waited for longest is dropped.
 */
export function createBackground(max: { readonly atOnce: number; readonly waiting: number }): Background {
  let waiting: BackgroundTask[] = [];
  let running = 0;
  /** The last task that runs of each name. */
  const last = new Map<string, Promise<void>>();
  let listeners: (() => void)[] = [];

  const next = (): void => {
    if (running === max.atOnce) return;
    const first = waiting.shift();
    if (first === undefined) {
      if (running > 0) return;
      for (const listener of listeners) listener();
      listeners = [];
      return;
    }
    running++;
    const ended = (last.get(first.name)?.then(first.run) ?? first.run()).then(() => {
      if (last.get(first.name) === ended) last.delete(first.name);
      running--;
      next();
    });
    last.set(first.name, ended);
  };
  return {
    add(task) {
      waiting.push(task);
      next();
      if (waiting.length > max.waiting) waiting.shift()?.onDropped(max.waiting);
    },
    dropObsolete() {
      waiting = waiting.filter(({ isObsolete }) => !isObsolete());
    },
    settled: () =>
      new Promise((resolve) => {
        listeners.push(resolve);
        next();
      }),
  };
}
