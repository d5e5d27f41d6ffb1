import type { StartTimer } from 'functions-runtime';

/** Timers that expire when a test says so. */
export type ManualTimers = {
  readonly startTimer: StartTimer;
  /** Lets every running timer of this length expire. */
  readonly expire: (ms: number) => void;
};

export function createManualTimers(): ManualTimers {
  const running = new Set<{ readonly ms: number; readonly onExpiry: () => void }>();
  return {
    startTimer(onExpiry, ms) {
      const timer = { ms, onExpiry };
      running.add(timer);
      return () => void running.delete(timer);
    },
    expire(ms) {
      const expired = [...running].filter((timer) => timer.ms === ms);
      if (expired.length === 0) throw new Error(`No timer of ${ms} ms is running.`);
      for (const timer of expired) {
        running.delete(timer);
        timer.onExpiry();
      }
    },
  };
}
