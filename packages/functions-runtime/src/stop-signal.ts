import { watchScriptRunner } from './script-runner';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * A controller that is aborted when this process is asked to stop: by Ctrl-C, SIGTERM, a closed terminal, or the end of the
 * `npm start` that began it, which tells nobody when it is killed.
 */
export function stopController(): AbortController {
  const stop = new AbortController();
  for (const signal of SIGNALS) {
    process.once(signal, () => {
      stop.abort();
    });
  }
  const isGone = watchScriptRunner();
  if (isGone === undefined) return stop;
  const timer = setInterval(() => {
    if (isGone()) stop.abort();
  }, 250);
  stop.signal.addEventListener('abort', () => {
    clearInterval(timer);
  });
  return stop;
}

/** Calls `close` when `stop` is aborted; at once when it has been already. */
export function onStop(stop: AbortController, close: () => Promise<void>): void {
  if (stop.signal.aborted) void close();
  else stop.signal.addEventListener('abort', () => void close());
}

/** Prints the error, sets the exit code to 1, and stops everything. */
export function fail(error: unknown, stop: AbortController): void {
  console.error(messageOf(error));
  process.exitCode = 1;
  stop.abort();
}

/** The message of whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
