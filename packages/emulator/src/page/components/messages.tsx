import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Conversation, Message, Turn } from '../../engine/types';
import { dayOf, span, timeOf } from '../display/format';
import { scrollIntoViewWithin } from '../display/scroll-into-view-within';
import { useRovingFocus } from '../hooks/use-roving-focus';
import { Bubble } from './bubble';
import { ClockIcon } from './icons';
import { EmptyConversation } from './empty-conversation';
import { TypingBubble } from './typing-bubble';

const LONG_PAUSE_MS = 3_600_000;
/** How near to its end, in pixels, the list must be scrolled to follow new messages. */
const NEAR_END = 120;

/** The messages of a conversation, oldest first. Screen readers announce new ones. */
export function Messages({ conversation, shown }: { conversation: Conversation; shown: string | null }) {
  const { messages, turns } = conversation;
  const running = turns.some(({ durationMs, held }) => durationMs === null && held !== 'waiting');
  const box = useFollowedEnd(messages.length + (running ? 0.5 : 0));
  useRovingFocus(box, '.turn-button', '[aria-pressed="true"]');
  useEffect(() => {
    const button = shown === null ? null : document.getElementById(`turn-${shown}`);
    if (button !== null && box.current !== null) scrollIntoViewWithin(box.current, button);
  }, [shown, box]);
  const turnsBySid = new Map(turns.map((turn) => [turn.sid, turn]));

  return (
    <div class="messages" ref={box} tabIndex={0} role="group" aria-label="Messages">
      {messages.length === 0 && <EmptyConversation phone={conversation.from} number={conversation.to} />}
      <div role="log" aria-label="Conversation" aria-relevant="additions">
        <ol>
          {messages.map((message, index) => (
            <li key={message.sid} class={`message ${message.direction}`}>
              <TimeSeparator message={message} before={messages[index - 1]} turns={turnsBySid} />
              <Bubble
                message={message}
                turn={turnsBySid.get(message.turn)}
                isShown={message.turn === shown}
              />
            </li>
          ))}
        </ol>
      </div>
      {running && <TypingBubble />}
    </div>
  );
}

/** Separates two messages that are far apart: how far the clock was moved, or the day and time. */
function TimeSeparator(props: {
  message: Message;
  before: Message | undefined;
  turns: ReadonlyMap<string, Turn>;
}) {
  const { message, before, turns } = props;
  const offset = turns.get(message.turn)?.clockOffset;
  const offsetBefore = before === undefined ? undefined : turns.get(before.turn)?.clockOffset;
  const moved = offset !== undefined && offsetBefore !== undefined ? offset - offsetBefore : 0;
  if (moved > 0) {
    return (
      <p class="time-separator moved">
        <ClockIcon /> {span(moved)} later, {dayOf(message.at)} {timeOf(message.at)}
      </p>
    );
  }
  if (before !== undefined && message.at - before.at < LONG_PAUSE_MS) return null;
  return (
    <p class="time-separator">
      {dayOf(message.at)} {timeOf(message.at)}
    </p>
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
    // Pictures grow when they have loaded; the list shrinks while a long message is written.
    const sizes = new ResizeObserver(toEnd);
    if (element !== null) sizes.observe(element);
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
