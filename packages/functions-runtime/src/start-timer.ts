/** Calls `onExpiry` once, after `ms` milliseconds. Returns a function that cancels the timer. */
export type StartTimer = (onExpiry: () => void, ms: number) => () => void;

/** Timers in real time. */
export const startRealTimer: StartTimer = (onExpiry, ms) => {
  const timer = setTimeout(onExpiry, ms);
  return () => {
    clearTimeout(timer);
  };
};
