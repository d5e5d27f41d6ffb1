import { expect, it } from '@jest/globals';
import type { EmulatorEvent } from '../../src/engine/types';
import { type Connector, followEmulator } from '../../src/page/state/live';
import type { Action } from '../../src/page/state/reduce';
import type { Snapshot } from '../../src/page/state/state';
import { initialState } from '../../src/page/state/state';
import { messageOf } from '../support/samples';

const SNAPSHOT: Snapshot = {
  numbers: [],
  conversations: [],
  older: null,
  clock: { now: 0, offset: 0 },
  faults: initialState({ phone: null, chosenNumbers: {} }).faults,
  phones: [],
  off: [],
  profileNames: {},
  scheduled: [],
  replays: [],
  sources: { problems: [], leftOut: 0 },
};
const event = (sid: string): EmulatorEvent => ({ type: 'message', message: messageOf(sid) });

/** A stream of events that a test controls. */
class Source {
  readonly listeners = new Map<string, (event: MessageEvent<string>) => void>();
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  closed = false;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void {
    this.listeners.set(type, listener);
  }
  close(): void {
    this.closed = true;
  }
  emit(happened: EmulatorEvent): void {
    this.listeners.get(happened.type)?.({ data: JSON.stringify(happened) } as MessageEvent<string>);
  }
}

/** Follows an emulator whose streams, answers and timers the test controls. */
function follow() {
  const sources: Source[] = [];
  const loads: { resolve: (snapshot: Snapshot) => void; reject: (error: Error) => void }[] = [];
  const timers = new Set<() => void>();
  const actions: Action[] = [];
  const connector = {
    openEvents() {
      const source = new Source();
      sources.push(source);
      return source;
    },
    load: () => new Promise<Snapshot>((resolve, reject) => loads.push({ resolve, reject })),
    schedule(callback: () => void) {
      timers.add(callback);
      return () => timers.delete(callback);
    },
  };
  const stop = followEmulator((action) => actions.push(action), connector as unknown as Connector);
  /** The stream and the answer of the last connection. */
  const last = () => {
    const [source, load] = [sources.at(-1), loads.at(-1)];
    if (source === undefined || load === undefined) throw new Error('There is no connection.');
    return { source, load };
  };
  return {
    actions,
    stop,
    timers,
    sources,
    source: () => sources.at(-1) ?? new Source(),
    open() {
      sources.at(-1)?.onopen?.();
    },
    async answer() {
      last().load.resolve(SNAPSHOT);
      await Promise.resolve(); // so that what waits for the answer has run
    },
    async refuse() {
      last().load.reject(new Error('refused'));
      await Promise.resolve(); // so that what waits for the answer has run
    },
    /** Runs every timer that is waiting. */
    elapse() {
      for (const timer of [...timers]) {
        timers.delete(timer);
        timer();
      }
    },
  };
}

const LOADED = { type: 'loaded', snapshot: SNAPSHOT };
const happened = (...sids: string[]) => ({ type: 'happened', events: sids.map(event) });

it('loads everything once the stream is open, and then applies what came meanwhile', async () => {
  const page = follow();
  expect(page.actions).toEqual([]);
  page.open();
  page.source().emit(event('SM1'));
  page.source().emit(event('SM2'));
  page.elapse();
  expect(page.actions).toEqual([]);
  await page.answer();
  expect(page.actions).toEqual([LOADED, happened('SM1', 'SM2')]);
});

it('applies events of one frame together', async () => {
  const page = follow();
  page.open();
  await page.answer();
  page.source().emit(event('SM1'));
  page.source().emit(event('SM2'));
  expect(page.timers.size).toBe(1);
  page.elapse();
  page.source().emit(event('SM3'));
  page.elapse();
  expect(page.actions).toEqual([LOADED, happened('SM1', 'SM2'), happened('SM3')]);
});

it('listens to every type of event', () => {
  const types: EmulatorEvent['type'][] = [
    'message',
    'status',
    'phones',
    'turn',
    'forgotten',
    'restored',
    'clock',
    'numbers',
    'faults',
    'optOut',
    'conversation',
    'replay',
    'replayProgress',
    'sources',
  ];
  expect([...follow().source().listeners.keys()].sort()).toEqual([...types].sort());
});

it('loads everything again when something that was forgotten is back', async () => {
  const page = follow();
  page.open();
  await page.answer();
  const forgotten = { type: 'forgotten', from: null, to: null } as const;
  const restored = { type: 'restored', what: 'everything', from: null, to: null, token: 'a' } as const;
  page.source().emit(forgotten);
  page.source().emit(restored);
  page.elapse();
  page.source().emit(event('SM1'));
  page.elapse();
  const before = [LOADED, { type: 'happened', events: [forgotten, restored] }];
  expect(page.actions).toEqual(before);
  await page.answer();
  expect(page.actions).toEqual([...before, LOADED, happened('SM1')]);
});

it('connects again when the stream fails, once for each failure, and loads everything again', async () => {
  const page = follow();
  page.open();
  await page.answer();
  const first = page.source();
  first.onerror?.();
  first.onerror?.();
  expect(first.closed).toBe(true);
  expect(page.actions).toEqual([LOADED, { type: 'disconnected' }]);
  expect(page.sources).toHaveLength(1);

  page.elapse();
  expect(page.sources).toHaveLength(2);
  page.source().onerror?.();
  page.elapse();
  page.open();
  await page.answer();
  expect(page.actions).toEqual([LOADED, { type: 'disconnected' }, { type: 'disconnected' }, LOADED]);
});

it('connects again when loading fails', async () => {
  const page = follow();
  page.open();
  await page.refuse();
  expect(page.source().closed).toBe(true);
  expect(page.actions).toEqual([{ type: 'disconnected' }]);
  page.elapse();
  page.open();
  await page.answer();
  expect(page.actions.at(-1)).toEqual(LOADED);
});

it('drops events that have not been applied when the stream fails: the next load has them', async () => {
  const page = follow();
  page.open();
  await page.answer();
  page.source().emit(event('SM1'));
  page.source().onerror?.();
  page.elapse();
  page.open();
  await page.answer();
  expect(page.actions).toEqual([LOADED, { type: 'disconnected' }, LOADED]);
});

it.each<[when: string, before: (page: ReturnType<typeof follow>) => void]>([
  ['while it loads', () => undefined],
  [
    'while it waits to connect again',
    (page) => {
      page.source().onerror?.();
    },
  ],
])('does nothing more after it was stopped %s', async (_, before) => {
  const page = follow();
  page.open();
  before(page);
  const actions = [...page.actions];
  page.stop();
  await page.answer();
  page.elapse();
  expect(page.source().closed).toBe(true);
  expect(page.sources).toHaveLength(1);
  expect(page.actions).toEqual(actions);
});
