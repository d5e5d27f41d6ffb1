import { differs } from './compare';
import type { Original } from './original';
import type { Replay, ReplayStatus, ReplayStep } from './types';

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
  steps: readonly ReplayStep[];
  /** The conversation as it was before; `undefined` before the replay has begun, and when it has been put back. */
  original: Original | undefined;
};

/** Why a replay ends when its conversation is forgotten, or another is put in its place. */
export const FORGOTTEN = 'Its conversation was forgotten.';

/** A replay as the API shows it, without its steps. */
export const viewOfReplay = ({ steps, original, why, ...replay }: RunningReplay): Replay => ({
  ...{ id: replay.id, from: replay.from, to: replay.to, turn: replay.turn, status: replay.status },
  ...(why === undefined ? {} : { why }),
  total: steps.length,
  had: steps.filter(({ after }) => after !== null).length,
  differing: steps.filter(differs).flatMap(({ after }) => after?.turn ?? []),
  canPutBack: replay.status !== 'running' && original !== undefined,
});
