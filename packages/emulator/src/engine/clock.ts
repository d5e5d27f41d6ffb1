import type { Clock } from './types';

/** The emulator's own clock: this machine's time, and how far it has been moved ahead. */
export type EmulatorClock = {
  readonly now: () => number;
  readonly read: () => Clock;
  /** Moves it ahead by so many milliseconds. */
  readonly advance: (ms: number) => void;
};

/** @param realNow - this machine's time in milliseconds since 1970. */
export function createClock(realNow: () => number): EmulatorClock {
  let offset = 0;
  const now = () => realNow() + offset;
  return {
    now,
    read: () => ({ now: now(), offset }),
    advance(ms) {
      offset += ms;
    },
  };
}

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A year: more than any jar, opt-out or test needs, and far from where dates end. */
const LONGEST = 365 * UNITS.d;

/** The milliseconds of a duration such as `4h`, `90m`, `30s`, `1d` or `500ms`; `undefined` for anything else. */
export function parseDuration(text: string): number | undefined {
  const { amount, unit } = /^(?<amount>\d{1,12})(?<unit>ms|s|m|h|d)$/.exec(text)?.groups ?? {};
  if (amount === undefined) return undefined;
  const ms = Number(amount) * UNITS[unit as keyof typeof UNITS];
  return ms <= LONGEST ? ms : undefined;
}
