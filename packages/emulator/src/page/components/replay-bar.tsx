import { useState } from 'preact/hooks';
import type { Replay } from '../../engine/types';
import { count } from '../display/format';
import { useAttempt } from '../hooks/use-attempt';
import { cancelReplay } from '../state/api';
import { createClosedReplays } from '../state/closed-replays';
import type { OnScreen } from '../state/state';
import { useStore } from '../state/store';
import { CloseIcon } from './icons';
import { Problem } from './problem';
import { ReplayDialog } from './replay-dialog';

const closedReplays = createClosedReplays();

/** How the last replay of the conversation goes, or went, with a way to what differs, until it is closed. */
export function ReplayBar({ screen: { phone, number } }: { screen: OnScreen }) {
  const { state } = useStore();
  const { error, run } = useAttempt();
  const [, render] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const replay = state.replays.findLast(({ from, to }) => from === phone && to === number);
  if (replay === undefined || closedReplays.has(replay.id)) return null;
  return (
    <div class="replay-bar">
      <p role="status">{replayWords(replay)}</p>
      {replay.had > 0 && (
        <button
          type="button"
          class="quiet"
          onClick={() => {
            setOpen(true);
          }}
        >
          Compare
        </button>
      )}
      {replay.status === 'running' ? (
        <button
          type="button"
          class="quiet"
          onClick={() => {
            run(() => cancelReplay(replay.id));
          }}
        >
          Cancel
        </button>
      ) : (
        <button
          type="button"
          class="quiet round"
          onClick={() => {
            closedReplays.add(replay.id);
            render((times) => times + 1);
            document.getElementById('message')?.focus();
          }}
        >
          <CloseIcon />
          <span class="visually-hidden">Close the outcome of the replay</span>
        </button>
      )}
      <Problem text={error} />
      {isOpen && (
        <ReplayDialog
          replay={replay}
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </div>
  );
}

/** How a replay goes, or went. */
export function replayWords({ status, why, total, had, differing, canPutBack }: Replay): string {
  if (status !== 'running' && had > 0 && !canPutBack)
    return 'The conversation was put back to what it was before the replay.';
  if (status === 'running') return `Replaying: ${had} of ${count(total, 'message')}.`;
  const outcome = outcomeWords(had - differing.length, differing.length);
  if (status === 'done') return outcome;
  return [
    `The replay ended after ${had} of ${count(total, 'message')}. ${why ?? ''}`.trim(),
    ...(had > 0 ? [outcome] : []),
  ].join(' ');
}

function outcomeWords(same: number, different: number): string {
  if (different === 0) return same === 1 ? 'The answer is as before.' : `All ${same} answers are as before.`;
  const asBefore = same === 1 ? '1 answer is as before' : `${same} answers are as before`;
  return `${asBefore}, ${different} ${different === 1 ? 'differs' : 'differ'}.`;
}
