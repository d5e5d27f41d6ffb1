import { useStore } from '../state/store';

/** Says of a turn that its answers are not as they were before the replay in which it was had. */
export function ReplayMark({ turn }: { turn: string }) {
  const { replays } = useStore().state;
  const isDifferent = replays.some(({ differing }) => differing.includes(turn));
  return isDifferent ? <span class="replay-mark differs">differs from before</span> : null;
}
