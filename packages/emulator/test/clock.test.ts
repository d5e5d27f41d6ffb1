import { expect, it } from '@jest/globals';
import { createClock } from '../src/engine/clock';
import { createSchedule } from '../src/engine/messages/schedule';

it('is moved by exactly as much as it is told, though time goes on meanwhile', () => {
  let real = 0;
  const clock = createClock(() => (real += 1));
  const schedule = createSchedule(clock);
  schedule.advance(4 * 3_600_000);
  expect(clock.read().offset).toBe(4 * 3_600_000);
  const ran: number[] = [];
  schedule.add(clock.now() + 60_000, () => ran.push(clock.now()));
  schedule.advance(3_600_000);
  expect(ran).toHaveLength(1);
  expect(clock.read().offset).toBe(5 * 3_600_000);
  schedule.stop();
});
