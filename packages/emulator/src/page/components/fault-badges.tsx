import { activeFaults } from '../../engine/faults';
import { faultWords } from '../display/fault-words';
import { useAttempt } from '../hooks/use-attempt';
import { sendMessage, setFaults, setPhone } from '../state/api';
import type { OnScreen } from '../state/state';
import { useStore } from '../state/store';
import { CloseIcon, FaultIcon, PowerIcon } from './icons';
import { Problem } from './problem';

/** Whether this phone is off or has opted out, and the faults that are on: each with a button that ends it. */
export function FaultBadges({ screen }: { screen: OnScreen }) {
  const { state, dispatch } = useStore();
  const { faults } = state;
  const { error, run } = useAttempt();
  const { phone, number, conversation } = screen;
  const on = activeFaults(faults);
  const isOff = state.off.includes(phone);

  return (
    <div class="fault-badges">
      {isOff && (
        <p class="fault-badge">
          <PowerIcon />
          <span id="phone-off">This phone is switched off: what is sent to it waits.</span>
          <button
            type="button"
            class="quiet"
            onClick={() => {
              run(
                () => setPhone(phone, { on: true }),
                (phones) => {
                  dispatch({ type: 'happened', events: [{ type: 'phones', ...phones }] });
                  document.getElementById('message')?.focus();
                },
              );
            }}
          >
            Switch on
          </button>
        </p>
      )}
      {conversation.optedOut && (
        <p class="fault-badge">
          <span>This phone has opted out: Twilio blocks every reply until it sends START.</span>
          <button
            type="button"
            class="quiet"
            disabled={isOff}
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
            {name}: {setting === 'next' ? 'the next' : 'all'} {faultWords(key)[setting]}
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
