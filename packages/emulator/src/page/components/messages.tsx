import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Conversation, Message, Turn } from '../../engine/types';
import { dayOf, span, timeOf } from '../display/format';
import { scrollIntoSight } from '../display/scroll-into-sight';
import { Bubble } from './bubble';
import { ClockIcon } from './icons';
import { SayHi } from './say-hi';
import { TypingBubble } from './typing-bubble';

const LONG_PAUSE_MS = 3_600_000;
/** How near to its end, in pixels, a list is followed when it grows. */
const NEAR_END = 120;

/** The messages of a conversation, oldest first; new ones are read aloud. */
export function Messages({ conversation, shown }: { conversation: Conversation; shown: string | null }) {
  const { messages, turns } = conversation;
  const running = turns.some(({ durationMs }) => durationMs === null);
  const box = useFollowedEnd(messages.length + (running ? 0.5 : 0));
  useEffect(() => {
    const button = shown === null ? null : document.getElementById(`turn-${shown}`);
    if (button !== null && box.current !== null) scrollIntoSight(box.current, button);
  }, [shown, box]);
  const lastReply = messages.findLast(({ direction }) => direction === 'outbound')?.sid;
  const turnsBySid = new Map(turns.map((turn) => [turn.sid, turn]));

  return (
    <div class="messages" ref={box} tabIndex={0} role="group" aria-label="Messages">
      {messages.length === 0 && <SayHi phone={conversation.from} number={conversation.to} />}
      <div role="log" aria-label="Conversation" aria-relevant="additions">
        <ol>
          {messages.map((message, index) => (
            <li key={message.sid} class={`message ${message.direction}`}>
              <Pause message={message} before={messages[index - 1]} turns={turnsBySid} />
              <Bubble
                message={message}
                turn={message.direction === 'inbound' ? turnsBySid.get(message.turn) : undefined}
                isShown={message.turn === shown}
                isLastReply={message.sid === lastReply}
              />
            </li>
          ))}
        </ol>
      </div>
      {running && <TypingBubble />}
    </div>
  );
}

/** What stands between two messages that are far apart: that the clock was moved, or the day and the time. */
function Pause(props: { message: Message; before: Message | undefined; turns: ReadonlyMap<string, Turn> }) {
  const { message, before, turns } = props;
  const offset = turns.get(message.turn)?.clockOffset;
  const offsetBefore = before === undefined ? undefined : turns.get(before.turn)?.clockOffset;
  const moved = offset !== undefined && offsetBefore !== undefined ? offset - offsetBefore : 0;
  if (moved > 0) {
    return (
      <p class="pause moved">
        <ClockIcon /> {span(moved)} later, {dayOf(message.at)} {timeOf(message.at)}
      </p>
    );
  }
  if (before !== undefined && message.at - before.at < LONG_PAUSE_MS) return null;
  return (
    <p class="pause">
      {dayOf(message.at)} {timeOf(message.at)}
    </p>
  );
}

/** Scrolls to the end when the list grows, unless a person reads further up. */
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
    // Pictures grow when they have loaded, and the box shrinks as a long message is written.
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
