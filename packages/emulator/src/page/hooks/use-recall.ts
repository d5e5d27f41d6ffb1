import { useRef } from 'preact/hooks';
import { recall, textsOf } from '../state/recall';
import { useStore } from '../state/store';
import { drafts } from './use-draft';

/**
 * Listens to the keys of the field in which a phone's message is written: the arrows up and down recall texts that the phone has sent, and
 * before them what was set aside here.
 */
export function useRecall(phone: string, draftKey: string, write: (text: string) => void) {
  const { conversations } = useStore().state;
  const place = useRef(-1);
  return (event: KeyboardEvent): void => {
    if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    const texts = [...new Set([...drafts.setAside(draftKey), ...textsOf(conversations, phone)])];
    const shown = drafts.read(draftKey).text;
    const recalled = recall(
      texts,
      { shown, place: place.current },
      event.key === 'ArrowUp' ? 'earlier' : 'later',
    );
    if (recalled === undefined) return;
    event.preventDefault();
    place.current = recalled.place;
    write(recalled.text);
  };
}
