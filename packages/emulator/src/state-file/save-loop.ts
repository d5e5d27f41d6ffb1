import type { StartTimer } from 'functions-runtime';

/** Saves something when it has changed, never twice at the same time. */
export type SaveLoop = {
  /** To be called when something has changed. */
  readonly changed: () => void;
  /** Saves what has not been saved, and ends. Resolves when it is done. */
  readonly close: () => Promise<void>;
};

/**
 * In milliseconds, between a change and the next save. It is ten times as long as the last save took, so that saving takes a tenth of the
 * time at most.
 */
const PAUSE = { min: 50, max: 10_000, factor: 10 };

/**
 * @param save - saves what there is when it is called. It must not reject.
 * @param startTimer - starts the pauses.
 * @param now - in milliseconds.
 */
export function createSaveLoop(
  save: () => Promise<void>,
  startTimer: StartTimer,
  now: () => number = () => performance.now(),
): SaveLoop {
  let isChanged = false;
  let isClosed = false;
  let cancelTimer: (() => void) | undefined;
  let saving: Promise<void> | undefined;
  let pause = PAUSE.min;

  const saveOnce = async (): Promise<void> => {
    isChanged = false;
    const began = now();
    await save();
    pause = Math.min(Math.max((now() - began) * PAUSE.factor, PAUSE.min), PAUSE.max);
  };
  const plan = (): void => {
    if (!isChanged || isClosed || saving !== undefined || cancelTimer !== undefined) return;
    cancelTimer = startTimer(() => {
      cancelTimer = undefined;
      saving = saveOnce().finally(() => {
        saving = undefined;
        plan();
      });
    }, pause);
  };
  return {
    changed() {
      isChanged = true;
      plan();
    },
    async close() {
      isClosed = true;
      cancelTimer?.();
      await saving;
      while (isChanged) await saveOnce();
    },
  };
}
