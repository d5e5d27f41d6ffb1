const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * A controller that is aborted when this process is asked to stop: Ctrl-C, SIGTERM, a closed terminal, or the end of
 * the `npm start` that began it. npm's shell does not pass SIGTERM on: what tells its end is another parent process.
 */
export function stopController(): AbortController {
  const stop = new AbortController();
  for (const signal of SIGNALS) {
    process.once(signal, () => {
      stop.abort();
    });
  }
  if (process.env.npm_lifecycle_event === undefined) return stop;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) stop.abort();
  }, 250);
  stop.signal.addEventListener('abort', () => {
    clearInterval(timer);
  });
  return stop;
}

/** Closes something when everything is to stop, at once when that has been asked for already. */
export function onStop(stop: AbortController, close: () => Promise<void>): void {
  if (stop.signal.aborted) void close();
  else stop.signal.addEventListener('abort', () => void close());
}

/** Says why, and lets everything that was started end. */
export function fail(error: unknown, stop: AbortController): void {
  console.error(messageOf(error));
  process.exitCode = 1;
  stop.abort();
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
