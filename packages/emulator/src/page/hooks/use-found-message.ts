import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { scrollIntoViewWithin } from '../display/scroll-into-view-within';
import { useStore } from '../state/store';

/** The id of the element of a message in the list. */
export const messageElementId = (sid: string): string => `message-${sid}`;

/** Brings the message that was looked for into view, and focuses it. @param box - the list's scroller. */
export function useFoundMessage(box: RefObject<HTMLElement | null>): void {
  const { found } = useStore().state;
  useEffect(() => {
    const element = found === null ? null : document.getElementById(messageElementId(found));
    if (element === null || box.current === null) return;
    scrollIntoViewWithin(box.current, element);
    element.focus({ preventScroll: true });
  }, [found]);
}
