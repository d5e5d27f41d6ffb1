import type { Conversation } from '../../engine/types';
import { newestFirst, previewOf } from '../display/newest-first';
import { hashOf } from '../state/route';
import { conversationKey, numberTextedBy, ownNameOf } from '../state/state';
import { useStore } from '../state/store';

/** The numbers that a phone has talked to, the newest conversation first: each is a link, with its last message. */
export function PhoneNumbers(props: {
  phone: string;
  isChosen: boolean;
  conversations: readonly Conversation[];
}) {
  const { phone, isChosen, conversations } = props;
  const { state } = useStore();
  const shown = isChosen ? numberTextedBy(state, phone) : null;
  const talked = newestFirst(conversations).filter(({ last }) => last !== undefined);
  if (talked.length === 0) return null;
  return (
    <ul class="phone-numbers" aria-label={`Numbers that ${phone} has talked to`}>
      {talked.map(({ conversation: { to }, last }) => (
        <li key={to}>
          <a
            class={state.unread.includes(conversationKey(phone, to)) ? 'new' : undefined}
            href={hashOf({ phone, number: to, turn: null, message: null, tab: state.tab })}
            aria-current={to === shown ? 'true' : undefined}
            tabIndex={-1} // the list of phones is one step of Tab; the choice of the number above the phone has the same
          >
            <strong>{ownNameOf(state, to) ?? to}</strong>{' '}
            {state.unread.includes(conversationKey(phone, to)) && <span class="visually-hidden">New: </span>}
            {last !== undefined && previewOf(last)}
          </a>
        </li>
      ))}
    </ul>
  );
}
