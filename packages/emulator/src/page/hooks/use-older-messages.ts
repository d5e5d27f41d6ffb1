import { useEffect } from 'preact/hooks';
import { ApiError, loadConversation } from '../state/api';
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
      (error: unknown) => {
        // Another error is a lost connection: it is noticed elsewhere, and then everything is loaded again.
        if (!(error instanceof ApiError)) return;
        const advice = 'Select the phone again to try again.';
        dispatch({
          type: 'notify',
          text: `Its older messages could not be loaded. ${error.message} ${advice}`,
        });
      },
    );
  }, [isNeeded, phone, number]);
}
