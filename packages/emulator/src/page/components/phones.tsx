import { useRef, useState } from 'preact/hooks';
import { type Channel, CHANNEL_NAMES, CHANNELS } from '../../engine/channels';
import { focusOnNextFrame } from '../hooks/focus-on-next-frame';
import { useAttempt } from '../hooks/use-attempt';
import { useRovingFocus } from '../hooks/use-roving-focus';
import { conversationKey, SHOWN_PHONES } from '../state/state';
import { addPhone, loadConversations } from '../state/api';
import { useStore } from '../state/store';
import { PlusIcon } from './icons';
import { PhoneRow } from './phone-row';
import { Problem } from './problem';
import { SearchButton } from './search';

/** The list of phones, which selects the one that is shown, and the button that adds one. */
export function Phones() {
  const { state, dispatch } = useStore();
  const { phones, older } = state;
  const [shown, setShown] = useState(SHOWN_PHONES);
  const [channel, setChannel] = useState<Channel>('sms');
  const { busy, error, run } = useAttempt();
  const list = useRef<HTMLUListElement>(null);
  useRovingFocus(list, '.phone-button', '[aria-current]');
  const showMore = () => {
    const more = shown + SHOWN_PHONES;
    if (older === null) {
      setShown(more);
      return;
    }
    run(
      () => loadConversations(older),
      (loaded) => {
        setShown(more);
        dispatch({ type: 'loadedMore', ...loaded });
      },
    );
  };
  const adding = useAttempt();
  const add = () => {
    adding.run(
      () => addPhone(channel),
      ({ phone }) => {
        dispatch({ type: 'addedPhone', phone });
        focusOnNextFrame('message');
      },
    );
  };

  const active = new Set(state.conversations.map(({ from }) => from));
  /** The last ones, those whose conversations have been loaded because they were active, and the chosen one. */
  const isShown = (phone: string, index: number) =>
    index >= phones.length - shown || active.has(phone) || phone === state.phone;

  return (
    <nav class="phones" aria-labelledby="phones-title">
      <header>
        <h2 id="phones-title">Phones</h2>
        <SearchButton />
        <div class="add-phone">
          <select
            aria-label="What the new phone texts by"
            value={channel}
            onChange={({ currentTarget }) => {
              setChannel(CHANNELS.find((one) => one === currentTarget.value) ?? 'sms');
            }}
          >
            {CHANNELS.map((one) => (
              <option key={one} value={one}>
                {CHANNEL_NAMES[one]}
              </option>
            ))}
          </select>
          <button
            type="button"
            id="add-phone"
            class="quiet labelled"
            aria-disabled={adding.busy}
            onClick={adding.busy ? undefined : add}
          >
            <PlusIcon />
            <span class="label">Add a phone</span>
          </button>
        </div>
        <Problem text={adding.error} />
      </header>
      <ul ref={list} class={phones.length > 1 ? 'several' : undefined}>
        {(phones.length > shown || older !== null) && (
          <li class="older-phones">
            <button type="button" class="quiet" disabled={busy} onClick={showMore}>
              Older phones
            </button>
            <Problem text={error} />
          </li>
        )}
        {phones.filter(isShown).map((phone) => {
          const conversations = state.conversations.filter(({ from }) => from === phone);
          return (
            <PhoneRow
              key={phone}
              phone={phone}
              isChosen={phone === state.phone}
              isUnread={conversations.some(({ to }) => state.unread.includes(conversationKey(phone, to)))}
              isOlder={conversations.length === 0 && older !== null}
              conversations={conversations}
            />
          );
        })}
      </ul>
    </nav>
  );
}
