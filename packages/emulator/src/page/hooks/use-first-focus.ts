import { useEffect, useRef } from 'preact/hooks';

/**
 * Focuses the field of the message when it appears first, so that one can write at once. Not on a touch screen, where the keyboard
 * would cover half of the page, and not when something else has the focus already.
 */
export function useFirstFocus(isReady: boolean): void {
  const isDone = useRef(false);
  useEffect(() => {
    if (!isReady || isDone.current) return;
    isDone.current = true;
    if (matchMedia('(pointer: coarse)').matches || document.activeElement !== document.body) return;
    document.getElementById('message')?.focus({ preventScroll: true });
  }, [isReady]);
}
