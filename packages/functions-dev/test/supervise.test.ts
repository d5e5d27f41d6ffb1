import { once } from 'node:events';
import { Agent } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { supervise, type SuperviseOptions } from '../src/supervise';
import type { ReportedRun } from '../src/reported-run';
import { manualTimers, settle } from './support/manual-timers';

/** A process that does what the test says. */
function fakeRun(name: string) {
  let end!: (how: string) => void;
  const failed = new Promise<string>((resolve) => (end = resolve));
  const done: string[] = [];
  let held = false;
  let silent = false;
  const run: ReportedRun = {
    url: name,
    headers: [],
    agent: new Agent(),
    reload: () => (held ? new Promise(() => undefined) : Promise.resolve(void done.push('reload'))),
    ping: () => (held ? new Promise(() => undefined) : Promise.resolve()),
    kill() {
      done.push('kill');
      end(`${name} ended (SIGKILL).`);
    },
    stop: () => Promise.resolve(void done.push('stop')),
    whereIs: () => Promise.resolve({}),
    heldUpAt: () => (silent ? new Promise(() => undefined) : Promise.resolve(' It is at src/a.ts:1:2.')),
    tooLate: (path, token) => void done.push(`late ${path} ${String(token)}`),
    ended: failed,
    failed,
  };
  return {
    run,
    done,
    end: async () => {
      end(`${name} ended.`);
      await settle();
    },
    holdUp: ({ isSilent = false } = {}) => {
      held = true;
      silent = isSilent;
    },
  };
}

function supervised(options: Partial<SuperviseOptions> = {}) {
  const timers = manualTimers();
  const notes: string[] = [];
  const runs: ReturnType<typeof fakeRun>[] = [];
  const stop = new AbortController();
  const world = { startable: true, hangs: false };
  const functions = supervise({
    start(giveUp) {
      if (world.hangs) return once(giveUp, 'abort').then(() => Promise.reject(new Error('It was killed.')));
      if (!world.startable) return Promise.reject(new Error('It does not start.'));
      const fake = fakeRun(`run ${runs.length + 1}`);
      runs.push(fake);
      return Promise.resolve(fake.run);
    },
    onStarted: () => [{ path: `/${runs.length}`, access: 'public', kind: 'function' }],
    note: (line) => notes.push(line),
    startTimer: timers.startTimer,
    stopping: stop.signal,
    ...options,
  });
  return { functions, timers, notes, runs, world, stop };
}

describe('a process that serves the Functions', () => {
  it('is waited for by requests, which are judged by what it serves', async () => {
    const { functions } = supervised();
    const early = functions.target();
    await functions.restart();
    expect(await early).toMatchObject({ url: 'run 1', routes: [{ path: '/1' }] });
    const late = functions.restart();
    expect(await functions.target()).toMatchObject({ url: 'run 2', routes: [{ path: '/2' }] });
    await late;
  });

  it('answers what it has under way before it is stopped, but not for longer than a call may take', async () => {
    const { functions, runs, timers } = supervised();
    await functions.restart();
    const [first, second] = [await functions.target(), await functions.target()];
    await functions.restart();
    first.release?.();
    expect(runs[0]?.done).toEqual([]);
    second.release?.();
    expect(runs[0]?.done).toEqual(['stop']);

    await functions.target();
    await functions.restart();
    expect(runs[1]?.done).toEqual([]);
    await timers.expire(10_000);
    expect(runs[1]?.done).toEqual(['stop']);
  });

  it('is started anew when it ends by itself, with growing pauses, and that is said', async () => {
    const { functions, runs, timers, notes } = supervised();
    await functions.restart();
    await runs[0]?.end();
    const waiting = functions.target();
    await timers.expire(0);
    expect(await waiting).toMatchObject({ url: 'run 2' });
    expect(notes).toEqual([
      'run 1 ended. It is started anew; conversations, numbers and the clock stay.',
      'The Functions are served again.',
    ]);
    await runs[1]?.end();
    expect(notes.at(-1)).toBe('In 0.5 s, because it has ended 2 times in a row.');
    await timers.expire(500);
    await timers.expire(30_000); // run 1
    await timers.expire(30_000); // run 2
    await timers.expire(30_000); // run 3 serves well
    await runs[2]?.end();
    await timers.expire(0);
    expect((await functions.target()).url).toBe('run 4');
  });

  it('is tried again when it does not start, and a build starts it before that', async () => {
    const { functions, runs, timers, world, notes } = supervised();
    await functions.restart();
    world.startable = false;
    await runs[0]?.end();
    await timers.expire(0);
    expect(notes).toContain('It does not start.');
    expect(timers.running()).toContain(500);
    world.startable = true;
    await functions.restart();
    expect(timers.running()).not.toContain(500);
    expect((await functions.target()).url).toBe('run 2');
    expect(runs).toHaveLength(2);
  });

  it('goes on when its successor does not start, and is still replaced when it is held up', async () => {
    const { functions, world, runs, timers } = supervised();
    await functions.restart();
    world.startable = false;
    const waiting = functions.restart();
    const request = functions.target();
    await expect(waiting).rejects.toThrow('It does not start.');
    expect((await request).url).toBe('run 1');

    world.startable = true;
    runs[0]?.holdUp();
    await timers.expire(1000);
    await timers.expire(12_000);
    await timers.expire(0);
    expect((await functions.target()).url).toBe('run 2');
  });

  it('is ended when it does not begin to serve, and tried again, and not when it is debugged', async () => {
    const { functions, timers, world, runs, notes } = supervised();
    await functions.restart();
    world.hangs = true;
    await runs[0]?.end();
    const waiting = functions.target();
    await timers.expire(0);
    await timers.expire(60_000);
    expect(notes).toContain('twilio-run has not begun to serve within 60 s, and was ended.');
    world.hangs = false;
    await timers.expire(500);
    expect((await waiting).url).toBe('run 2');
    expect(timers.running()).not.toContain(60_000);

    const debugged = supervised({ isDebugged: true });
    debugged.world.hangs = true;
    void debugged.functions.restart();
    await settle();
    expect(debugged.timers.running()).toEqual([]);
  });

  it('has one retry under way, however often a start fails', async () => {
    const { functions, runs, timers, world } = supervised();
    await functions.restart();
    world.startable = false;
    await runs[0]?.end();
    for (let save = 0; save < 5; save++)
      await expect(functions.restart()).rejects.toThrow('It does not start.');
    const isRetry = (ms: number) => ms !== 30_000 && ms !== 1000; // neither of the process that has ended
    expect(timers.running().filter(isRetry)).toEqual([8000]);
  });

  it('is ended when it takes no connection', async () => {
    const { functions, runs, timers } = supervised();
    await functions.restart();
    const { giveUp } = await functions.target();
    await giveUp?.();
    await settle();
    expect(runs[0]?.done).toEqual(['kill']);
    await timers.expire(0);
    expect((await functions.target()).url).toBe('run 2');
  });

  it('is replaced once when calls are not answered in time, and answers what else it has under way', async () => {
    const { functions, runs, notes } = supervised();
    await functions.restart();
    const [first, second, third] = [
      await functions.target(),
      await functions.target(),
      await functions.target(),
    ];
    for (const late of [first, second]) {
      late.tooLate?.('/sms', 'a token');
      late.release?.();
    }
    await settle();
    expect((await functions.target()).url).toBe('run 2');
    expect(runs).toHaveLength(2);
    expect(notes).toEqual(['A call has not been answered in time. twilio-run is replaced.']);
    expect(runs[0]?.done).toEqual(['late /sms a token', 'late /sms a token']);
    third.release?.();
    expect(runs[0]?.done.at(-1)).toBe('stop');
  });

  it('goes on when a call was late and its successor does not start', async () => {
    const { functions, world, notes } = supervised();
    await functions.restart();
    const late = await functions.target();
    world.startable = false;
    late.tooLate?.('/sms', 'a token');
    await settle();
    expect(notes.at(-1)).toBe('It does not start.');
    expect((await functions.target()).url).toBe('run 1');
  });

  it('may be held up by a debugger when it is to load what was built', async () => {
    const { functions, runs, timers } = supervised({ isDebugged: true });
    await functions.restart();
    runs[0]?.holdUp();
    const reloaded = functions.reload();
    await timers.expire(2000);
    expect(await reloaded).toBe(false);
  });

  it('is replaced when it is held up, and not when it is debugged', async () => {
    const { functions, runs, timers, notes } = supervised();
    await functions.restart();
    runs[0]?.holdUp();
    await settle();
    await timers.expire(1000);
    await timers.expire(12_000);
    expect(runs[0]?.done).toEqual(['kill']);
    expect(notes[0]).toBe(
      'twilio-run is held up, as by an endless loop in a Function, and is replaced. It is at src/a.ts:1:2.',
    );
    await timers.expire(0);
    expect((await functions.target()).url).toBe('run 2');

    const debugged = supervised({ isDebugged: true });
    await debugged.functions.restart();
    await settle();
    expect(debugged.timers.running()).toEqual([30_000]);
  });

  it('is replaced, also when it does not tell where it is held up', async () => {
    const { functions, runs, timers } = supervised();
    await functions.restart();
    runs[0]?.holdUp({ isSilent: true });
    await settle();
    await timers.expire(1000);
    await timers.expire(12_000);
    expect(runs[0]?.done).toEqual([]);
    await timers.expire(500);
    expect(runs[0]?.done).toEqual(['kill']);
  });

  it('has ended before its successor starts, when a debugger has its port', async () => {
    const { functions, runs } = supervised({ isDebugged: true });
    await functions.restart();
    await functions.target();
    const restarted = functions.restart();
    await setImmediate();
    expect(runs[0]?.done).toEqual(['stop']);
    await restarted;
    expect((await functions.target()).url).toBe('run 2');
  });

  it('loads what was built, or has it when it is started anew', async () => {
    const { functions, runs, timers } = supervised();
    await functions.restart();
    await functions.reload();
    expect(runs[0]?.done).toEqual(['reload']);
    await runs[0]?.end();
    const reloaded = functions.reload();
    await timers.expire(0);
    expect(await reloaded).toBe(true);
  });

  it('does not hold up a build while none can be started', async () => {
    const { functions, runs, timers, world } = supervised();
    await functions.restart();
    world.startable = false;
    await runs[0]?.end();
    await timers.expire(0);
    await expect(functions.reload()).rejects.toThrow('It does not start.');
    world.startable = true;
    expect(await functions.reload()).toBe(true);
    expect((await functions.target()).url).toBe('run 2');
  });

  it('is stopped when what it serves cannot be listed, and the old one goes on', async () => {
    let isListable = true;
    const { functions, runs } = supervised({
      onStarted() {
        if (!isListable) throw new Error('A link leads to nothing.');
        return [];
      },
    });
    await functions.restart();
    isListable = false;
    await expect(functions.restart()).rejects.toThrow('A link leads to nothing.');
    expect(runs.map(({ done }) => done)).toEqual([[], ['stop']]);
    expect((await functions.target()).url).toBe('run 1');
  });

  it('is not started anew when everything stops, and no timer is left', async () => {
    const { functions, runs, timers, stop } = supervised();
    await functions.restart();
    await settle();
    stop.abort();
    expect(timers.running()).toEqual([]);
    await runs[0]?.end();
    expect(timers.running()).toEqual([]);
  });
});
