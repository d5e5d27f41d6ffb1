import { useEffect, useRef } from 'preact/hooks';

/**
 * Calls back at Ctrl+Z or Cmd+Z, while `active`. In a field with text the key undoes typing, as ever.
 *
 * @param undo - the latest one is called.
 */
export function useUndoKey(undo: () => void, active: boolean): void {
  const latest = useRef(undo);
  latest.current = undo;
  useEffect(() => {
    if (!active) return;
    const onKey = (event: KeyboardEvent) => {
      const { target } = event;
      const isTyping =
        (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) && target.value !== '';
      if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey)) return;
      if (event.shiftKey || event.altKey || isTyping) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
    };
  }, [active]);
}
