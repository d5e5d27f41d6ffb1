import { useAttempt } from '../hooks/use-attempt';
import { forgetConversation, setPhone } from '../state/api';
import { conversationKey, numbersFor, type OnScreen } from '../state/state';
import { useStore } from '../state/store';
import { CopyAsTest } from './copy-as-test-button';
import { BinIcon, PowerIcon } from './icons';
import { Problem } from './problem';

/** The tools of a conversation: text another number, copy it as a test, forget it. */
export function ConversationTools({ screen }: { screen: OnScreen }) {
  const { dispatch } = useStore();
  const { error, busy, run } = useAttempt();
  const { phone, number, conversation } = screen;
  const isEmpty = conversation.messages.length === 0 && conversation.turns.length === 0;

  const forget = () => {
    run(
      () => forgetConversation(phone, number),
      () => {
        dispatch({ type: 'happened', events: [{ type: 'forgotten', from: phone, to: number }] });
        dispatch({ type: 'notify', text: 'The conversation is forgotten, and its cookie with it.' });
        document.getElementById('message')?.focus();
      },
    );
  };

  return (
    <div class="tools">
      <NumberChoice phone={phone} number={number} />
      <CopyAsTest screen={screen} />
      <button
        type="button"
        class="quiet labelled"
        aria-label="Forget this conversation"
        disabled={busy || isEmpty}
        onClick={forget}
      >
        <BinIcon />
        <span class="label">Forget</span>
      </button>
      <PowerButton phone={phone} />
      <Problem text={error} />
    </div>
  );
}

/** Switches the phone off and on: what is sent to it waits meanwhile. */
function PowerButton({ phone }: { phone: string }) {
  const { state, dispatch } = useStore();
  const { error, busy, run } = useAttempt();
  const isOff = state.off.includes(phone);
  return (
    <>
      <button
        type="button"
        class="quiet labelled"
        aria-label="Phone switched off"
        aria-pressed={isOff}
        disabled={busy}
        onClick={() => {
          run(
            () => setPhone(phone, isOff),
            ({ off }) => {
              dispatch({ type: 'happened', events: [{ type: 'phones', off }] });
            },
          );
        }}
      >
        <PowerIcon />
        <span class="label">{isOff ? 'Switch on' : 'Switch off'}</span>
      </button>
      <Problem text={error} />
    </>
  );
}

function NumberChoice({ phone, number }: { phone: string; number: string }) {
  const { state, dispatch } = useStore();
  const options = numbersFor(state, phone);
  return (
    <label class="number-choice">
      <span>
        Texts<span class="visually-hidden"> the number</span>
      </span>
      <select
        value={number}
        onChange={({ currentTarget }) => {
          dispatch({ type: 'chooseNumber', phone, number: currentTarget.value });
        }}
      >
        {options.map((option) => (
          <option key={option.number} value={option.number}>
            {option.name}
            {state.unread.includes(conversationKey(phone, option.number)) ? ' (new)' : ''}
          </option>
        ))}
      </select>
    </label>
  );
}
