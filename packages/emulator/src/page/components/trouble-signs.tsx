import { useAttempt } from '../hooks/use-attempt';
import { sendMessage, setTrouble } from '../state/api';
import type { OnScreen } from '../state/state';
import { useStore } from '../state/store';
import { CloseIcon, TroubleIcon } from './icons';
import { Problem } from './problem';
import { troublesOn } from './troubles';

/** What stands between this phone and an ordinary answer: trouble that is on, and STOP. */
export function TroubleSigns({ screen }: { screen: OnScreen }) {
  const { trouble } = useStore().state;
  const { error, run } = useAttempt();
  const { phone, number, conversation } = screen;
  const on = troublesOn(trouble);

  return (
    <div class="signs">
      {conversation.optedOut && (
        <p class="sign">
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
      {on.map(({ key, name, when }) => (
        <p key={key} class="sign">
          <TroubleIcon />
          <span>
            {name}: {when === 'next' ? 'the next message' : 'every message'}
          </span>
          <button
            type="button"
            class="quiet round"
            onClick={() => {
              run(() => setTrouble({ [key]: 'off' }));
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
