import type { Conversation } from '../../engine/types';
import { count } from '../display/format';
import { useStore } from '../state/store';

/** Says that some turns of a conversation are shown alone, with a button that shows all. */
export function FilteredTurns({ filtered }: { filtered: Conversation }) {
  const { state, dispatch } = useStore();
  if (state.filter === 'all') return null;
  const what = state.filter === 'errors' ? 'errors' : 'faults';
  const turns = new Set(filtered.messages.map(({ turn }) => turn)).size;
  return (
    <p class="filtered-turns">
      <span role="status">
        {turns === 0 ? `No turn has ${what}.` : `Only ${count(turns, 'turn')} with ${what}.`}
      </span>
      <button
        type="button"
        class="quiet"
        onClick={() => {
          dispatch({ type: 'filter', filter: 'all' });
          document.getElementById('message')?.focus();
        }}
      >
        Show all
      </button>
    </p>
  );
}
