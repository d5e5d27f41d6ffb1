import { channelOf } from '../../engine/channels';
import type { OnScreen } from '../state/state';
import { conversationKey, nameOf, ownNameOf } from '../state/state';
import { useStore } from '../state/store';
import { Composer } from './composer';
import { ConversationTools } from './conversation-tools';
import { CookieBadge } from './cookie-badge';
import { Messages } from './messages';
import { NothingYet } from './nothing-yet';
import { withTurnsOf } from '../state/filter-turns';
import { ReplayBar } from './replay-bar';
import { FilteredTurns } from './turn-filter';
import { ChannelName, PhoneNumber } from './phone-number';
import { RichMessage } from './rich-message';
import { StatusBar } from './status-bar';
import { FaultBadges } from './fault-badges';
import { WindowNotice } from './window-notice';

/** The selected phone: its messages with one number, and the form for the next one. */
export function Conversation({ screen, shown }: { screen: OnScreen | null; shown: string | null }) {
  const { state } = useStore();
  if (screen === null) return state.connection === 'connecting' ? null : <NothingYet />;
  const { phone, number, own, conversation } = screen;
  const sender = ownNameOf(state, phone);
  const name = own === null ? number : nameOf(own);
  const key = conversationKey(phone, number);
  const channel = channelOf(phone);
  const filtered = withTurnsOf(conversation, state.filter);
  return (
    <section class="conversation" aria-labelledby="conversation-title">
      <ConversationTools screen={screen} />
      <div class="handset">
        <StatusBar />
        <header class="contact">
          <img class="contact-icon" src="/icon.svg" alt="" />
          <h2 id="conversation-title">
            <span class="visually-hidden">{phone} texts </span>
            {name === number ? <PhoneNumber value={number} /> : name}
          </h2>
          {(channel !== 'sms' || name !== number) && (
            <p class="muted address">
              <ChannelName address={number} />
              {name !== number && <PhoneNumber value={number} />}
            </p>
          )}
          {sender !== undefined && (
            <p class="own-sender">
              Texted by your number{' '}
              <strong>{sender === phone ? <PhoneNumber value={phone} /> : sender}</strong>
            </p>
          )}
          <CookieBadge conversation={conversation} />
        </header>
        <FilteredTurns filtered={filtered} />
        <Messages key={key} conversation={filtered} shown={shown} />
        <div class="above-composer">
          <ReplayBar key={`${key} replay`} screen={screen} />
          <WindowNotice conversation={conversation} />
          <FaultBadges screen={screen} />
          {channel !== 'sms' && <RichMessage key={`${key} rich`} phone={phone} number={number} />}
        </div>
        <Composer key={`${key} composer`} phone={phone} number={number} name={name} />
      </div>
    </section>
  );
}
