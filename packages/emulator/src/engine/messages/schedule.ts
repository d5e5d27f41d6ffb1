import { DAY, type EmulatorClock } from '../clock';

/** Tasks for later, on the emulator's clock. */
export type Schedule = {
  /** Runs a task when the clock is at this time, in milliseconds since 1970. Returns a function that cancels it. */
  readonly add: (at: number, task: () => void) => () => void;
  /** Moves the clock ahead, in milliseconds, and runs each task on the way, when the clock is at its time. */
  readonly advance: (ms: number) => void;
  /** Moves the clock back to this machine's time. Tasks keep their times. */
  readonly reset: () => void;
  /** Drops all tasks. */
  readonly stop: () => void;
};

/** How long a timer may be: Node.js has none longer than 25 days. */
const LONGEST_TIMER = DAY;

export function createSchedule(clock: EmulatorClock): Schedule {
  type Task = { readonly at: number; readonly run: () => void };
  /** The next one first; those of one time in the order in which they were added. */
  const tasks: Task[] = [];
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const runDue = (): void => {
    for (let task = tasks[0]; task !== undefined && task.at <= clock.now(); task = tasks[0]) {
      tasks.shift();
      task.run();
    }
    startTimer();
  };
  const startTimer = (): void => {
    clearTimeout(timer);
    const [next] = tasks;
    if (next === undefined) return;
    // No process stays alive for it.
    timer = setTimeout(runDue, Math.min(Math.max(next.at - clock.now(), 0), LONGEST_TIMER)).unref();
  };
  return {
    add(at, run) {
      const task = { at, run };
      if (isStopped) return () => undefined;
      tasks.splice(tasks.findLastIndex((other) => other.at <= at) + 1, 0, task);
      startTimer();
      return () => {
        const place = tasks.indexOf(task);
        if (place !== -1) tasks.splice(place, 1);
        startTimer();
      };
    },
    advance(ms) {
      const end = clock.now() + ms;
      const offset = clock.read().offset + ms; // exactly, though time goes on meanwhile
      for (let task = tasks[0]; task !== undefined && task.at <= end; task = tasks[0]) {
        tasks.shift();
        clock.standAt(task.at, task.run);
      }
      clock.advance(Math.max(offset - clock.read().offset, 0));
      startTimer();
    },
    reset() {
      clock.reset();
      startTimer();
    },
    stop() {
      isStopped = true;
      tasks.length = 0;
      clearTimeout(timer);
    },
  };
}
