/** Tasks that run beside the turns: no turn waits for them. */
export type Background = {
  /**
   * Runs a task, which must not reject, when those before it leave room.
   *
   * @param onDropped - called in its place when too many wait behind it.
   */
  readonly run: (task: () => Promise<void>, onDropped: () => void) => void;
  /** Resolves when no task is left. */
  readonly settled: () => Promise<void>;
};

/**
 * @param max - how many tasks may run at the same time, and how many may wait, in their order. When there are more, the one
 *   that has waited for longest is dropped.
 */
export function createBackground(max: { readonly atOnce: number; readonly waiting: number }): Background {
  const waiting: { readonly task: () => Promise<void>; readonly onDropped: () => void }[] = [];
  let running = 0;
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
    void first.task().then(() => {
      running--;
      next();
    });
  };
  return {
    run(task, onDropped) {
      waiting.push({ task, onDropped });
      next();
      if (waiting.length > max.waiting) waiting.shift()?.onDropped();
    },
    settled: () =>
      new Promise((resolve) => {
        listeners.push(resolve);
        next();
      }),
  };
}
