import { useEffect } from 'preact/hooks';
import { loadConversation } from '../state/api';
import type { Action } from '../state/reduce';
import { isPartial, type OnScreen, type State } from '../state/state';

/** Loads the conversation that is shown, when it is an older one. */
export function useOlderMessages(
  screen: OnScreen | null,
  state: State,
  dispatch: (action: Action) => void,
): void {
  const { phone = '', number = '' } = screen ?? {};
  const isNeeded = screen !== null && state.connection === 'live' && isPartial(state, phone, number);
  useEffect(() => {
    if (!isNeeded) return;
    loadConversation(phone, number).then(
      (conversation) => {
        dispatch({ type: 'loadedMore', conversations: [conversation] });
      },
      () => undefined, // a lost connection is noticed, and everything loaded again
    );
  }, [isNeeded, phone, number]);
}
