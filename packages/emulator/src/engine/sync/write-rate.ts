import type { EmulatorClock } from '../clock';

/** How often each document is updated. */
export type WriteRate = {
  /** Whether one more update is not too many. */
  readonly allows: (sid: string) => boolean;
  /** Counts an update. */
  readonly note: (sid: string) => void;
};

/** Source: https://www.twilio.com/docs/sync/limits#object-limits: 20 writes a second of one object. */
const MAX_WRITES = 20;

/** In milliseconds. */
const WINDOW = 1000;

/**
 * Counts the updates that were done in the last second of real time: of the emulator's clock without what it was advanced by, so that
 * `advance` neither allows nor forbids a write. Creating and deleting are not counted, and neither is what was refused.
 *
 * Twilio's own limit allows bursts within ten seconds, which are not described further; there are none here.
 */
export function createWriteRate(clock: EmulatorClock): WriteRate {
  /** The times of the last updates of each document, in milliseconds; who was updated longest ago is the first. */
  const times = new Map<string, number[]>();
  const realNow = (): number => {
    const { now, offset } = clock.read();
    return now - offset;
  };
  const recent = (sid: string, now: number): number[] =>
    (times.get(sid) ?? []).filter((time) => time > now - WINDOW);

  return {
    allows: (sid) => recent(sid, realNow()).length < MAX_WRITES,
    note(sid) {
      const now = realNow();
      const writes = [...recent(sid, now), now];
      times.delete(sid);
      times.set(sid, writes);
      for (const [oldest, itsTimes] of times) {
        if ((itsTimes.at(-1) ?? 0) > now - WINDOW) return;
        times.delete(oldest);
      }
    },
  };
}
