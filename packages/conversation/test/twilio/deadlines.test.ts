import { expect, it, jest } from '@jest/globals';
import { deadlines, withDeadlines } from '../../src/twilio/deadlines';
import { sessionContext } from '../support/session-context';
import { fakeTimers } from '../support/fake-timers';

fakeTimers();

it('has no timer any more when the turn is over, also when a store reads the signal only then', () => {
  const times = deadlines();
  jest.advanceTimersByTime(9000);
  times.clear();
  expect(withDeadlines(sessionContext(), times).signal.aborted).toBe(false);
  expect(jest.getTimerCount()).toBe(0);
});

it('is over at once for what begins after the last deadline', () => {
  const times = deadlines();
  jest.advanceTimersByTime(9500);
  expect(withDeadlines(sessionContext(), times).signal.reason).toEqual(
    new Error('It took more than 9.5 s, and the platform allows 10 s.'),
  );
  expect(jest.getTimerCount()).toBe(0);
});
