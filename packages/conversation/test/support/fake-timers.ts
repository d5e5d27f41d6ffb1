import { afterEach, beforeEach, jest } from '@jest/globals';

/** Lets each test of a file move the clock: nothing waits in real time but promises. */
export function fakeTimers(): void {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });
}
