import type { EmulatorClock } from '../clock';

/** Source: https://www.twilio.com/docs/api/errors/14107 */
const MAX_REPLIES = 30;
const PAUSE_MS = 30_000;

/** Of how many pairs messages are counted; of those that were quiet for longest no more. */
const MAX_PAIRS = 10_000;

/** Stops two numbers of yours that answer each other for ever. */
export type LoopGuard = {
  /** Counts a message between two numbers. Returns whether Twilio still sends it. */
  readonly allows: (from: string, to: string) => boolean;
  /** How many pairs it counts. */
  readonly size: () => number;
};

/** Twilio counts the messages that follow each other within 30 s, and sends the first 30 of them. */
export function createLoopGuard(clock: EmulatorClock): LoopGuard {
  /** The pair that was quiet for longest first. */
  const counts = new Map<string, { count: number; last: number }>();
  return {
    allows(from, to) {
      const now = clock.now();
      for (const [pair, { last }] of counts) {
        if (now - last < PAUSE_MS && counts.size < MAX_PAIRS) break;
        counts.delete(pair);
      }
      const pair = `${from} ${to}`;
      const count = (counts.get(pair)?.count ?? 0) + 1;
      counts.delete(pair);
      counts.set(pair, { count, last: now });
      return count <= MAX_REPLIES;
    },
    size: () => counts.size,
  };
}
