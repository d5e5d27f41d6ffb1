import type { Clock } from './types';

/** A clock that runs with this machine's, and can be moved ahead of it. */
export type EmulatorClock = {
  /** In milliseconds since 1970. */
  readonly now: () => number;
  readonly read: () => Clock;
  /** Moves it ahead, in milliseconds. */
  readonly advance: (ms: number) => void;
  /** Sets how far it is moved from this machine's time, in milliseconds. */
  readonly restore: (offset: number) => void;
  /** Moves it back to this machine's time. */
  readonly reset: () => void;
  /** By how much `reset` has moved it back in all, in milliseconds. With it, the time never goes back. */
  readonly movedBack: () => number;
  /** Runs a task while the clock stands still at this time, or at the present when that is later. Then it goes on from there. */
  readonly standAt: (time: number, task: () => void) => void;
};

/** @param realNow - this machine's time in milliseconds since 1970. */
export function createClock(realNow: () => number): EmulatorClock {
  let offset = 0;
  let standing: number | undefined;
  let movedBack = 0;
  const now = () => standing ?? realNow() + offset;
  return {
    now,
    read: () => ({ now: now(), offset }),
    advance(ms) {
      offset += ms;
      if (standing !== undefined) standing += ms;
    },
    restore(saved) {
      offset = saved;
    },
    reset() {
      movedBack += offset;
      offset = 0;
    },
    movedBack: () => movedBack,
    standAt(time, task) {
      const wasStanding = standing !== undefined; // a task may advance the clock, to another task
      standing = Math.max(time, now());
      offset = standing - realNow();
      try {
        task();
      } finally {
        offset = standing - realNow();
        if (!wasStanding) standing = undefined;
      }
    },
  };
}

/** In milliseconds. */
export const DAY = 86_400_000;

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: DAY };

/** A year: longer than tests need, and so short that no date overflows. */
const MAX_DURATION = 365 * DAY;

/**
 * Parses a duration such as `4h`, `90m`, `30s`, `500ms` or `1d 2h 30m`.
 *
 * @returns milliseconds; `undefined` when it is not a duration, or longer than a year.
 */
export function parseDuration(text: string): number | undefined {
  if (!/^(?:\d{1,12}(?:ms|s|m|h|d) ?){1,5}(?<! )$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+)([a-z]+)/g)];
  const ms = parts.reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * UNITS[unit as keyof typeof UNITS],
    0,
  );
  return ms <= MAX_DURATION ? ms : undefined;
}
