import { useAttempt } from '../hooks/use-attempt';
import { sendMessage } from '../state/api';
import { useStore } from '../state/store';
import { Problem } from './problem';

/** Shown in place of the messages while there are none, with a button that sends the first. */
export function EmptyConversation({ phone, number }: { phone: string; number: string }) {
  const { error, busy, run } = useAttempt();
  const isOff = useStore().state.off.includes(phone);
  return (
    <div class="empty-conversation">
      <img src="/icon.svg" alt="" width="56" height="56" />
      <p>No messages yet. Your webhook answers here.</p>
      <button
        type="button"
        disabled={busy || isOff}
        onClick={() => {
          run(() => sendMessage(phone, number, 'hi', []));
          document.getElementById('message')?.focus();
        }}
      >
        Say hi
      </button>
      <Problem text={error} />
    </div>
  );
}
