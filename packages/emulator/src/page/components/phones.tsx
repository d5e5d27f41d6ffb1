import { focusOnNextFrame } from '../hooks/focus-on-next-frame';
import { conversationKey } from '../state/state';
import { useStore } from '../state/store';
import { PlusIcon } from './icons';
import { PhoneRow } from './phone-row';

/** The list of phones, which selects the one that is shown, and the button that adds one. */
export function Phones() {
  const { state, dispatch } = useStore();
  const add = () => {
    dispatch({ type: 'addPhone' });
    focusOnNextFrame('message');
  };

  return (
    <nav class="phones" aria-labelledby="phones-title">
      <header>
        <h2 id="phones-title">Phones</h2>
        <button type="button" class="quiet labelled" onClick={add}>
          <PlusIcon />
          <span class="label">Add a phone</span>
        </button>
      </header>
      <ul>
        {state.phones.map((phone) => {
          const conversations = state.conversations.filter(({ from }) => from === phone);
          return (
            <PhoneRow
              key={phone}
              phone={phone}
              isChosen={phone === state.phone}
              isUnread={conversations.some(({ to }) => state.unread.includes(conversationKey(phone, to)))}
              last={conversations
                .map(({ messages }) => messages.at(-1))
                .reduce((one, other) => ((other?.at ?? 0) > (one?.at ?? 0) ? other : one), undefined)}
            />
          );
        })}
      </ul>
    </nav>
  );
}
