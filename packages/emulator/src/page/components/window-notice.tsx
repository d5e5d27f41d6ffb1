import { CHANNEL_NAMES, channelOf, isWindowClosed } from '../../engine/channels';
import type { Conversation } from '../../engine/types';
import { useNow } from '../hooks/use-now';

/** Says that a channel takes nothing but templates any more, a day after the phone's last message. */
export function WindowNotice({ conversation }: { conversation: Conversation }) {
  const now = useNow();
  const { from, messages } = conversation;
  const last = messages.findLast(({ direction }) => direction === 'inbound');
  if (messages.length === 0 || !isWindowClosed(from, last?.at, now)) return null;
  return (
    <p class="window-notice">
      {last === undefined
        ? 'This phone has not written yet'
        : 'It is more than 24 hours since this phone wrote'}
      : {CHANNEL_NAMES[channelOf(from)]} takes nothing but templates (63016).
    </p>
  );
}
