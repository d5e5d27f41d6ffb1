import type { EmulatorClock } from './clock';

/** Source: https://www.twilio.com/docs/api/errors/14107 */
const MAX_REPLIES = 30;
const PAUSE_MS = 30_000;

/** Stops two numbers of yours that answer each other for ever. */
export type LoopGuard = {
  /** Counts a message between two numbers. Returns whether Twilio still sends it. */
  readonly allows: (from: string, to: string) => boolean;
};

/** Twilio counts the messages that follow each other within 30 s, and sends the first 30 of them. */
export function createLoopGuard(clock: EmulatorClock): LoopGuard {
  const counts = new Map<string, { count: number; last: number }>();
  return {
    allows(from, to) {
      const now = clock.now();
      const pair = `${from} ${to}`;
      const before = counts.get(pair);
      const count = before !== undefined && now - before.last < PAUSE_MS ? before.count + 1 : 1;
      counts.set(pair, { count, last: now });
      return count <= MAX_REPLIES;
    },
  };
}
