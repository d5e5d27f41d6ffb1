/** Tasks that run beside the turns: no turn waits for them. */
export type Background = {
  /** Runs a task, which must not reject, when those before it leave room. */
  readonly run: (task: () => Promise<void>) => void;
  /** Resolves when no task is left. */
  readonly settled: () => Promise<void>;
};

/** @param atOnce - how many tasks may run at the same time; the others wait in their order. */
export function createBackground(atOnce: number): Background {
  const waiting: (() => Promise<void>)[] = [];
  let running = 0;
  let listeners: (() => void)[] = [];

  const next = (): void => {
    if (running === atOnce) return;
    const task = waiting.shift();
    if (task === undefined) {
      if (running > 0) return;
      for (const listener of listeners) listener();
      listeners = [];
      return;
    }
    running++;
    void task().then(() => {
      running--;
      next();
    });
  };
  return {
    run(task) {
      waiting.push(task);
      next();
    },
    settled: () =>
      new Promise((resolve) => {
        listeners.push(resolve);
        next();
      }),
  };
}
