import { useLayoutEffect, useReducer } from 'preact/hooks';
import { createDrafts, type Draft } from '../state/drafts';

/** The drafts of this browser. */
export const drafts = createDrafts();

/** The draft of a conversation, also while another tab writes it, and the function that changes it. */
export function useDraft(key: string): { draft: Draft; change: (update: (before: Draft) => Draft) => void } {
  const [, render] = useReducer<number, undefined>((count) => count + 1, 0);
  // Not after the next paint: what is typed before it would be missed.
  useLayoutEffect(() => {
    const elsewhere = ({ key: name }: StorageEvent) => {
      drafts.storedElsewhere(name);
    };
    addEventListener('storage', elsewhere);
    const unsubscribe = drafts.subscribe((changed) => {
      if (changed === key) render(undefined);
    });
    return () => {
      removeEventListener('storage', elsewhere);
      unsubscribe();
    };
  }, [key]);
  return {
    draft: drafts.read(key),
    change(update) {
      drafts.write(key, update(drafts.read(key)));
    },
  };
}
