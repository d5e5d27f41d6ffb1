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

/** A signal that aborts with an error of this message after so many milliseconds, unless it is cleared before. */
export function abortsAfter(milliseconds: number, message: string): Timed {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new Error(message));
  }, milliseconds);
  const clear = () => {
    clearTimeout(timer);
  };
  return { signal: controller.signal, clear };
}

/** The deadlines of a turn. */
export type Deadlines = {
  /** Of all that the turn does. */
  readonly signal: AbortSignal;
  /** Of what follows a failure. */
  readonly lastSignal: AbortSignal;
  /** Stops the timers. */
  readonly clear: () => void;
};

/** The deadlines of a turn that begins now. */
export function deadlines(): Deadlines {
  const [end, lastEnd] = [DEADLINE, LAST_DEADLINE].map((milliseconds) =>
    abortsAfter(milliseconds, `It took more than ${milliseconds / 1000} s, and the platform allows 10 s.`),
  ) as [Timed, Timed];
  return {
    signal: end.signal,
    lastSignal: lastEnd.signal,
    clear() {
      end.clear();
      lastEnd.clear();
    },
  };
}

/** A turn whose signal is that of its deadline; of the last one after it, as when its code has caught the error of an effect. */
export const withDeadlines = <Turn extends SessionContext>(
  turn: Turn,
  { signal, lastSignal }: Deadlines,
): Turn & { readonly signal: AbortSignal } => ({
  ...turn,
  get signal() {
    return signal.aborted ? lastSignal : signal;
  },
});
