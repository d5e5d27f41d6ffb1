import { useAttempt } from '../hooks/use-attempt';
import { forgetConversation, setPhone } from '../state/api';
import { conversationKey, numbersFor, type OnScreen, ownNameOf } from '../state/state';
import { useStore } from '../state/store';
import { ConversationMenu } from './conversation-menu';
import { BinIcon, PowerIcon } from './icons';
import { Problem } from './problem';

/** The tools of a conversation: text another number, forget it, switch its phone off, and a menu of all else. */
export function ConversationTools({ screen }: { screen: OnScreen }) {
  const { dispatch } = useStore();
  const { error, busy, run } = useAttempt();
  const { phone, number, conversation } = screen;
  const isEmpty = conversation.messages.length === 0 && conversation.turns.length === 0;

  const forget = () => {
    run(
      () => forgetConversation(phone, number),
      (token) => {
        dispatch({ type: 'happened', events: [{ type: 'forgotten', from: phone, to: number }] });
        const text = 'The conversation is forgotten, and its cookie with it.';
        if (token !== null) dispatch({ type: 'offerUndo', text, token });
        document.getElementById('message')?.focus();
      },
    );
  };

  return (
    <div class="tools">
      <NumberChoice phone={phone} number={number} />
      <button
        type="button"
        class="quiet labelled forget"
        aria-label="Forget this conversation"
        disabled={busy || isEmpty}
        onClick={forget}
      >
        <BinIcon />
        <span class="label">Forget</span>
      </button>
      <PowerButton key={phone} phone={phone} />
      <ConversationMenu key={`${phone} ${number}`} screen={screen} />
      <Problem text={error} />
    </div>
  );
}

/** Switches the phone off and on. One of your numbers is no phone. */
function PowerButton({ phone }: { phone: string }) {
  const { state, dispatch } = useStore();
  const { error, busy, run } = useAttempt();
  const isOff = state.off.includes(phone);
  if (ownNameOf(state, phone) !== undefined && !isOff) return null;
  const words = `Switch this phone ${isOff ? 'on' : 'off'}`;
  const change = () => {
    run(
      () => setPhone(phone, { on: isOff }),
      (phones) => {
        dispatch({ type: 'happened', events: [{ type: 'phones', ...phones }] });
      },
    );
  };
  return (
    <>
      <button type="button" class="quiet power" title={words} disabled={busy} onClick={change}>
        <PowerIcon />
        <span class="visually-hidden">{words}</span>
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
