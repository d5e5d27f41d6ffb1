import { setImmediate } from 'node:timers/promises';
import type { StartTimer } from 'functions-runtime';

/** Timers that expire when the test says so. */
export function manualTimers() {
  const running: { act: () => void; ms: number }[] = [];
  const startTimer: StartTimer = (act, ms) => {
    const timer = { act, ms };
    running.push(timer);
    return () => {
      const at = running.indexOf(timer);
      if (at >= 0) running.splice(at, 1);
    };
  };
  return {
    startTimer,
    /** How long those that run take, in milliseconds. */
    running: () => running.map(({ ms }) => ms),
    /** Lets the first one of this length expire, and what follows from it happen. */
    async expire(ms: number) {
      const at = running.findIndex((timer) => timer.ms === ms);
      const [timer] = running.splice(at, at < 0 ? 0 : 1);
      if (timer === undefined)
        throw new Error(`No timer of ${ms} ms among ${running.map((one) => one.ms).join()}.`);
      timer.act();
      await settle();
    },
  };
}

/** Lets all that is under way in this process happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await setImmediate();
}
