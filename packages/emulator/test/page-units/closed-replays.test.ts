import { expect, it } from '@jest/globals';
import { createClosedReplays } from '../../src/page/state/closed-replays';

function storage(value: string | null = null) {
  let stored = value;
  return {
    getItem: () => stored,
    setItem: (_name: string, written: string) => {
      stored = written;
    },
  };
}

it('are known after a reload, the newest twenty', () => {
  const stored = storage();
  const closed = createClosedReplays(() => stored);
  for (let id = 0; id < 21; id++) closed.add(String(id));
  const later = createClosedReplays(() => stored);
  expect([later.has('0'), later.has('1'), later.has('20')]).toEqual([false, true, true]);
});

it('of another tab are known too', () => {
  const stored = storage();
  const [one, other] = [createClosedReplays(() => stored), createClosedReplays(() => stored)];
  one.add('a');
  other.add('b');
  expect([one.has('b'), createClosedReplays(() => stored).has('a')]).toEqual([true, true]);
});

it.each(['nonsense', '{}', '[1]', 'null'])('are none when what is stored is none: %s', (value) => {
  expect(createClosedReplays(() => storage(value)).has('1')).toBe(false);
});

it('are known while the page is open where there is no storage', () => {
  const closed = createClosedReplays(() => {
    throw new Error('blocked');
  });
  closed.add('a');
  expect([closed.has('a'), closed.has('b')]).toEqual([true, false]);
});
