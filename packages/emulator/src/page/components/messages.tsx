import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Conversation } from '../../engine/types';
import { scrollIntoViewWithin } from '../display/scroll-into-view-within';
import { useEarlierMessages } from '../hooks/use-earlier-messages';
import { useFoundMessage } from '../hooks/use-found-message';
import { useRovingFocus } from '../hooks/use-roving-focus';
import { useStore } from '../state/store';
import { EmptyConversation } from './empty-conversation';
import { MessageRows } from './message-rows';
import { TypingBubble } from './typing-bubble';

/** How near to its end, in pixels, the list must be scrolled to follow new messages. */
const NEAR_END = 120;

/** The messages of a conversation, oldest first, and of a long one the newest. Screen readers announce new ones. */
export function Messages({ conversation, shown }: { conversation: Conversation; shown: string | null }) {
  const { messages, turns } = conversation;
  const running = turns.some(({ durationMs, held }) => durationMs === null && held !== 'waiting');
  const box = useFollowedEnd(messages.length + (running ? 0.5 : 0));
  const { inspected, found } = useStore().state;
  const { first, showEarlier } = useEarlierMessages(box, messages, found ?? shown);
  useRovingFocus(box, '.turn-button', '[aria-pressed="true"]');
  // Not to the latest turn, which a wide page shows when none was chosen: who reads old messages is left there.
  useEffect(() => {
    const button = inspected === null ? null : document.getElementById(`turn-${inspected}`);
    if (button !== null && box.current !== null) scrollIntoViewWithin(box.current, button);
  }, [inspected, box]);
  useFoundMessage(box);
  return (
    <div class="messages" ref={box} tabIndex={0} role="group" aria-label="Messages">
      {messages.length === 0 && turns.length === 0 && (
        <EmptyConversation phone={conversation.from} number={conversation.to} />
      )}
      {first > 0 && (
        <button type="button" class="quiet earlier" onClick={showEarlier}>
          Earlier messages
        </button>
      )}
      <div role="log" aria-label="Conversation" aria-relevant="additions">
        <MessageRows messages={messages} turns={turns} first={first} shown={shown} />
      </div>
      {running && <TypingBubble />}
    </div>
  );
}

/** Keeps the list scrolled to its end as it grows, unless it was scrolled up. */
function useFollowedEnd(length: number) {
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    const element = box.current;
    const listen = () => {
      if (element === null) return;
      follows.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END;
    };
    const toEnd = () => {
      if (follows.current) element?.scrollTo({ top: element.scrollHeight });
    };
    // Pictures grow when they have loaded, and turns with what is reported of them; the list shrinks while a long message is written.
    const sizes = new ResizeObserver(toEnd);
    for (const one of [element, element?.querySelector('[role=log]')]) if (one) sizes.observe(one);
    element?.addEventListener('scroll', listen, { passive: true });
    element?.addEventListener('load', toEnd, { capture: true });
    return () => {
      sizes.disconnect();
      element?.removeEventListener('scroll', listen);
      element?.removeEventListener('load', toEnd, { capture: true });
    };
  }, []);
  useLayoutEffect(() => {
    if (follows.current) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [length]);
  return box;
}
