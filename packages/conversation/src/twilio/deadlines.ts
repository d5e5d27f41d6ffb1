import { DEADLINE } from '../async/deadline';
import type { SessionContext } from '../session/session-store';

/** When what follows a failure must have ended, so that the sender gets the text in any case. */
const LAST_DEADLINE = 9500;

/** A signal with a timer. */
export type Timed = {
  readonly signal: AbortSignal;
  /** Stops the timer. */
  readonly clear: () => void;
};

/**
 * A signal that aborts with an error of this message after so many milliseconds, unless it is cleared before; at once when
 * there are none left.
 */
export function abortsAfter(milliseconds: number, message: string): Timed {
  const controller = new AbortController();
  const abort = () => {
    controller.abort(new Error(message));
  };
  const timer = milliseconds > 0 ? setTimeout(abort, milliseconds) : undefined;
  if (timer === undefined) abort();
  const clear = () => {
    clearTimeout(timer);
  };
  return { signal: controller.signal, clear };
}

/** The deadlines of a turn. */
export type Deadlines = {
  /** Of all that the turn does. */
  readonly signal: AbortSignal;
  /** Of what follows a failure. Made when it is needed, which few turns do. */
  readonly lastSignal: () => AbortSignal;
  /** Stops the timers. */
  readonly clear: () => void;
};

/** The deadlines of a turn that begins now. */
export function deadlines(): Deadlines {
  const began = performance.now();
  const end = abortsAfter(DEADLINE, messageOf(DEADLINE));
  let lastEnd: Timed | undefined;
  let isOver = false;
  return {
    signal: end.signal,
    lastSignal() {
      const left = LAST_DEADLINE - (performance.now() - began);
      lastEnd ??= abortsAfter(left, messageOf(LAST_DEADLINE));
      if (isOver) lastEnd.clear(); // a store may read it late
      return lastEnd.signal;
    },
    clear() {
      isOver = true;
      end.clear();
      lastEnd?.clear();
    },
  };
}

const messageOf = (deadline: number) =>
  `It took more than ${deadline / 1000} s, and the platform allows 10 s.`;

/** A turn whose signal is that of its deadline; of the last one after it, as when its code has caught the error of an effect. */
export const withDeadlines = <Turn extends SessionContext>(
  turn: Turn,
  { signal, lastSignal }: Deadlines,
): Turn & { readonly signal: AbortSignal } => ({
  ...turn,
  get signal() {
    return signal.aborted ? lastSignal() : signal;
  },
});
