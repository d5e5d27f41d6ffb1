import { differs } from './compare';
import type { Original } from './original';
import type { Outcome, Replay, ReplayProgress, ReplayStatus, ReplayStep } from './types';

/** What is known of a replay. It is changed in place. */
export type RunningReplay = {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly turn: string | null;
  status: ReplayStatus;
  /** Whether it has ended because the engine has. */
  isCutOff: boolean;
  why: string | undefined;
  steps: ReplayStep[];
  /** Of how many steps the outcome is noted. */
  had: number;
  /** SIDs of their turns whose answers are not as before. */
  differing: string[];
  /** The conversation as it was before; `undefined` before the replay has begun, and when it has been put back. */
  original: Original | undefined;
};

/** Why a replay ends when its conversation is forgotten, or another is put in its place. */
export const FORGOTTEN = 'Its conversation was forgotten.';

/** Whether it still runs: its status may have been changed while something was awaited. */
export const isRunning = ({ status }: RunningReplay): boolean => status === 'running';

/** Notes what followed from the next messages. */
export function noteOutcomes(replay: RunningReplay, outcomes: readonly Outcome[]): ReplayProgress {
  const differing: string[] = [];
  for (const after of outcomes) {
    const step = replay.steps[replay.had];
    if (step === undefined) break;
    replay.steps[replay.had++] = { ...step, after };
    if (differs({ before: step.before, after })) differing.push(after.turn);
  }
  for (const turn of differing) replay.differing.push(turn);
  return { id: replay.id, had: replay.had, differing };
}

/** Notes what followed from all messages that were sent, in the place of what was noted before. */
export function noteAllOutcomes(replay: RunningReplay, outcomes: readonly Outcome[]): void {
  replay.had = 0;
  replay.differing = [];
  noteOutcomes(replay, outcomes);
}

/** A replay as the API shows it, without its steps. */
export const viewOfReplay = ({ id, from, to, turn, status, why, ...replay }: RunningReplay): Replay => ({
  ...{ id, from, to, turn, status },
  ...(why === undefined ? {} : { why }),
  total: replay.steps.length,
  had: replay.had,
  differing: [...replay.differing],
  canPutBack: status !== 'running' && replay.original !== undefined,
});
