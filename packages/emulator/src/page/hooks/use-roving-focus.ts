import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

/** The step that a key makes in a list of this length, from this index. */
const TARGETS: Readonly<Record<string, (index: number, last: number) => number>> = {
  ArrowDown: (index, last) => Math.min(index + 1, last),
  ArrowRight: (index, last) => Math.min(index + 1, last),
  ArrowUp: (index) => Math.max(index - 1, 0),
  ArrowLeft: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

/**
 * Makes the items of a list one stop of Tab: the arrow keys, Home and End go from one to another. The stop is the item with the
 * focus, else the chosen one, else the last. To be called by the component that renders the list.
 *
 * @param items - a selector of the items, all of which can be focused.
 * @param chosen - a selector of the chosen one among them.
 */
export function useRovingFocus(box: RefObject<HTMLElement | null>, items: string, chosen: string): void {
  const all = () => [...(box.current?.querySelectorAll<HTMLElement>(items) ?? [])];
  /** The other items. There may be thousands, and each render comes here: most are known. */
  const passed = useRef(new WeakSet<HTMLElement>());
  const makeStop = (found: readonly HTMLElement[], next: HTMLElement | undefined) => {
    for (const item of found) {
      if (item === next || passed.current.has(item)) continue;
      item.tabIndex = -1;
      passed.current.add(item);
    }
    if (next === undefined) return;
    next.tabIndex = 0;
    passed.current.delete(next);
  };

  useLayoutEffect(() => {
    const found = all();
    const focused = found.find((item) => item === document.activeElement);
    makeStop(found, focused ?? box.current?.querySelector<HTMLElement>(chosen) ?? found.at(-1));
  });

  useEffect(() => {
    const list = box.current;
    const onFocus = ({ target }: FocusEvent) => {
      const found = all();
      const item = found.find((one) => one === target);
      if (item !== undefined) makeStop(found, item);
    };
    const onKey = (event: KeyboardEvent) => {
      const { key, target, altKey, ctrlKey, metaKey } = event;
      const found = all();
      const index = found.findIndex((item) => item === target);
      const step = TARGETS[key];
      if (index === -1 || step === undefined || altKey || ctrlKey || metaKey) return;
      event.preventDefault();
      found[step(index, found.length - 1)]?.focus();
    };
    list?.addEventListener('focusin', onFocus);
    list?.addEventListener('keydown', onKey);
    return () => {
      list?.removeEventListener('focusin', onFocus);
      list?.removeEventListener('keydown', onKey);
    };
  }, []);
}
