import type { FunctionsProcess } from 'test-support';

/** A process that serves Functions, and that is started anew whenever it is killed. */
export type KillableServer = {
  /** The process that runs, or the one that is being started. */
  readonly current: () => Promise<FunctionsProcess>;
  /** Kills it and starts it anew. Does so once, when it is called again meanwhile. */
  readonly kill: () => Promise<void>;
  readonly kills: () => number;
  /** A moment at which it may be killed. */
  readonly mayKill: () => void;
  /** Kills it for good. */
  readonly end: () => Promise<void>;
};

/** @param killEvery - it is killed about once in so many moments: at one of the first twice as many, and so on. */
export function startKillable(
  start: () => Promise<FunctionsProcess>,
  killEvery: number | undefined,
): KillableServer {
  let current = start();
  let restarting: Promise<void> | undefined;
  let kills = 0;
  const momentsToKill = (): number =>
    killEvery === undefined ? Infinity : Math.ceil(Math.random() * 2 * killEvery);
  let momentsLeft = momentsToKill();
  const restart = async (): Promise<void> => {
    const running = await current;
    kills++;
    current = running.kill().then(start);
    await current;
    restarting = undefined;
  };
  const kill = (): Promise<void> => (restarting ??= restart());
  return {
    current: () => current,
    kill,
    kills: () => kills,
    mayKill() {
      if (restarting !== undefined || --momentsLeft > 0) return;
      momentsLeft = momentsToKill();
      void kill();
    },
    async end() {
      await restarting;
      await (await current).kill();
    },
  };
}
