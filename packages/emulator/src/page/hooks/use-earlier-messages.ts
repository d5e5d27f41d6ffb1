import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Message } from '../../engine/types';

/** So many messages are compared and laid out together; the first on the page begins such a block. */
export const BLOCK = 25;
/** How many messages are on the page at first, and how many more come at a time. */
const SHOWN = 100;
const MORE = 50;
/** How near to its beginning, in pixels, the list must be scrolled for earlier messages to be shown. */
const NEAR_BEGINNING = 800;

/** What of a conversation is on the page. */
export type ShownMessages = {
  /** The index of the first message that is. */
  readonly first: number;
  /** Puts earlier ones on the page. */
  readonly showEarlier: () => void;
};

/**
 * Keeps a long conversation cheap: its newest messages are on the page, and earlier ones come when the list is scrolled to its
 * beginning, with what is on the screen staying where it is.
 *
 * @param needed - the sid of a message that must be on the page; `null` for none.
 */
export function useEarlierMessages(
  box: RefObject<HTMLElement | null>,
  messages: readonly Message[],
  needed: string | null,
): ShownMessages {
  // By sid: a message moves to another index when older ones are loaded or dropped.
  const [earliest, setEarliest] = useState<string | null>(null);
  const fromEnd = useRef<number | null>(null);
  const newest = blockOf(Math.max(0, messages.length - SHOWN));
  const first = [earliest, needed].reduce((index, sid) => {
    const found = sid === null ? -1 : messages.findIndex((message) => message.sid === sid);
    return found === -1 ? index : Math.min(index, blockOf(found));
  }, newest);

  // What was needed once stays: the list would jump without it.
  const shown = messages[first]?.sid;
  useEffect(() => {
    if (first < newest && shown !== undefined) setEarliest(shown);
  }, [first < newest, shown]);

  const showEarlier = () => {
    const sid = messages[Math.max(0, first - MORE)]?.sid;
    if (first === 0 || sid === undefined) return;
    const list = box.current;
    fromEnd.current = list === null ? null : list.scrollHeight - list.scrollTop;
    setEarliest(sid);
    if (list !== null) silence(list);
  };

  useLayoutEffect(() => {
    if (fromEnd.current !== null) box.current?.scrollTo({ top: box.current.scrollHeight - fromEnd.current });
    fromEnd.current = null;
  }, [first]);
  useEffect(() => {
    const list = box.current;
    const listen = () => {
      if (list !== null && list.scrollTop < NEAR_BEGINNING) showEarlier();
    };
    list?.addEventListener('scroll', listen, { passive: true });
    return () => {
      list?.removeEventListener('scroll', listen);
    };
  });
  return { first, showEarlier };
}

const blockOf = (index: number): number => index - (index % BLOCK);

/** Until the frame after the next one, screen readers do not announce what comes into the list. */
function silence(list: HTMLElement): void {
  const log = list.querySelector('[role="log"]');
  if (log === null) return;
  log.ariaLive = 'off';
  requestAnimationFrame(() => {
    requestAnimationFrame(() => {
      log.ariaLive = null;
    });
  });
}
