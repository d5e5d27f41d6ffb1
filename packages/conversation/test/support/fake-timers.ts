import { afterEach, beforeEach, jest } from '@jest/globals';

/** From here on the test moves the clock; promises go on by themselves. */
export function useFakeTimers(): void {
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
}

/** Lets each test of a file move the clock: nothing waits in real time but promises. */
export function fakeTimers(): void {
  beforeEach(() => {
    useFakeTimers();
    jest.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
      const controller = new AbortController();
      setTimeout(() => {
        controller.abort(new Error('The operation was aborted due to timeout'));
      }, milliseconds);
      return controller.signal;
    });
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });
}

/** Lets all that is ready go on, and none of the timers. */
export async function settle(): Promise<void> {
  for (let time = 0; time < 4; time++) await new Promise(setImmediate);
}

/**
 * Awaits a result while the clock goes on, from timer to timer. Throws when it can never come.
 * @param isBusy - whether something else is to happen before the next timer; does it.
 */
export async function elapse<Result>(
  result: Promise<Result>,
  isBusy: () => boolean | Promise<boolean> = () => false,
): Promise<Result> {
  const state = { isDone: false };
  const done = () => {
    state.isDone = true;
  };
  result.then(done, done);
  for (;;) {
    await settle();
    if (state.isDone) return result;
    if (await isBusy()) continue;
    if (jest.getTimerCount() === 0) throw new Error('It waits for nothing, and would never end.');
    await jest.advanceTimersToNextTimerAsync();
  }
}
