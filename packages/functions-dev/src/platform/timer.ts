/**
 * Calls a function once, so many milliseconds from now.
 *
 * @returns what keeps it from being called.
 */
export type StartTimer = (ms: number, onEnd: () => void) => () => void;

/** By the real time. */
export const startTimer: StartTimer = (ms, onEnd) => {
  const timer = setTimeout(onEnd, ms);
  return () => {
    clearTimeout(timer);
  };
};
