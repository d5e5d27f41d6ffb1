import { activeFaults } from '../../engine/faults';
import { useAttempt } from '../hooks/use-attempt';
import { sendMessage, setFaults } from '../state/api';
import type { OnScreen } from '../state/state';
import { useStore } from '../state/store';
import { CloseIcon, FaultIcon } from './icons';
import { Problem } from './problem';

/** The faults that are on, and whether this phone has opted out: each with a button that ends it. */
export function FaultBadges({ screen }: { screen: OnScreen }) {
  const { faults } = useStore().state;
  const { error, run } = useAttempt();
  const { phone, number, conversation } = screen;
  const on = activeFaults(faults);

  return (
    <div class="fault-badges">
      {conversation.optedOut && (
        <p class="fault-badge">
          <span>This phone has sent STOP: Twilio blocks every reply until it sends START.</span>
          <button
            type="button"
            class="quiet"
            onClick={() => {
              run(() => sendMessage(phone, number, 'START', []));
            }}
          >
            Send START
          </button>
        </p>
      )}
      {on.map(({ key, name, setting }) => (
        <p key={key} class="fault-badge">
          <FaultIcon />
          <span>
            {name}: {setting === 'next' ? 'the next message' : 'every message'}
          </span>
          <button
            type="button"
            class="quiet round"
            onClick={() => {
              run(() => setFaults({ [key]: 'off' }));
            }}
          >
            <CloseIcon />
            <span class="visually-hidden">Switch off: {name}</span>
          </button>
        </p>
      ))}
      <Problem text={error} />
    </div>
  );
}
