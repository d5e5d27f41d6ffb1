import { focusSoon } from '../hooks/focus-soon';
import { conversationKey } from '../state/state';
import { useStore } from '../state/store';
import { PlusIcon } from './icons';
import { PhoneRow } from './phone-row';

/** The list of phones: the one on the screen is chosen here, and a new one is a click away. */
export function Phones() {
  const { state, dispatch } = useStore();
  const add = () => {
    dispatch({ type: 'addPhone' });
    focusSoon('message');
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
