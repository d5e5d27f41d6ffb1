import { useEffect, useRef } from 'preact/hooks';
import type { Conversation, Message } from '../../engine/types';
import { timeOf } from '../display/format';
import { newestFirst, previewOf } from '../display/newest-first';
import { scrollIntoViewWithin } from '../display/scroll-into-view-within';
import { useMedia } from '../hooks/use-media';
import { ownNameOf } from '../state/state';
import { useStore } from '../state/store';
import { PowerIcon } from './icons';
import { PhoneActions, PhoneMenu } from './phone-actions';
import { Avatar, ChannelName, PhoneNumber } from './phone-number';
import { PhoneNumbers } from './phone-numbers';

/** A phone in the list, with the numbers that it has talked to, and whether it has unread messages. */
export function PhoneRow(props: {
  phone: string;
  isChosen: boolean;
  isUnread: boolean;
  /** Whether its messages have not been loaded. */
  isOlder: boolean;
  conversations: readonly Conversation[];
}) {
  const { phone, isChosen, isUnread, isOlder, conversations } = props;
  const last = newestFirst(conversations)[0]?.last;
  const { state, dispatch } = useStore();
  const own = ownNameOf(state, phone);
  // A narrow page has a strip of avatars, and no room for the numbers.
  const isNarrow = useMedia('(max-width: 44.99rem)');
  const hasNumbers = !isNarrow && last !== undefined;
  const isOff = state.off.includes(phone);
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const list = row.current?.parentElement;
    if (isChosen && row.current !== null && list) scrollIntoViewWithin(list, row.current);
  }, [isChosen]);

  return (
    <li ref={row} class={`phone-row ${isChosen ? 'chosen' : ''} ${isOff ? 'off' : ''}`}>
      <button
        type="button"
        id={`phone-${phone}`}
        class="phone-button"
        aria-current={isChosen ? 'true' : undefined}
        title={phone}
        onClick={() => {
          dispatch({ type: 'choosePhone', phone });
        }}
      >
        <span class="avatar-and-mark">
          <Avatar value={phone} />
          {isOff && (
            <span class="off-mark">
              <PowerIcon />
            </span>
          )}
        </span>
        <span class="phone-words">
          <span class="phone-top">
            <strong>
              <PhoneNumber value={phone} />
            </strong>
            {last !== undefined && <small>{timeOf(last.at)}</small>}
          </span>
          <ChannelName address={phone} />
          {own !== undefined && (
            <span class="own-number">{own === phone ? 'Your number' : `Your number ${own}`}</span>
          )}
          {(isOff || !hasNumbers) && (
            <span class="preview">{isOff ? 'Switched off' : preview(last, isOlder)}</span>
          )}
        </span>
        {isUnread && (
          <span class="unread">
            <span class="visually-hidden">New messages</span>
          </span>
        )}
      </button>
      {hasNumbers && <PhoneNumbers phone={phone} isChosen={isChosen} conversations={conversations} />}
      {isChosen && (isNarrow ? <PhoneMenu phone={phone} /> : <PhoneActions phone={phone} />)}
    </li>
  );
}

const preview = (last: Message | undefined, isOlder: boolean): string =>
  last === undefined ? (isOlder ? 'Older messages' : 'No messages yet') : previewOf(last);
