import { useEffect, useRef } from 'preact/hooks';
import { errorText, loadConversation } from '../state/api';
import { missingPair } from '../state/follow-route';
import type { Action } from '../state/reduce';
import { hashOf, readRoute, routeOf } from '../state/route';
import type { State } from '../state/state';

/** Keeps the page's address in step with what is shown: going elsewhere makes an entry of the history, and back and forward lead there. */
export function useRoute(state: State, dispatch: (action: Action) => void): void {
  /** Whether the next address takes the place of the last one: the first, and where that one did not lead. */
  const replaces = useRef(true);
  const hash = useRef('');

  useEffect(() => {
    const follow = () => {
      const route = readRoute(location.hash);
      if (route === null) {
        // A link within the page, such as "Skip to the message": the page goes on showing what it shows.
        history.replaceState(null, '', hash.current);
        return;
      }
      replaces.current = true;
      dispatch({ type: 'navigate', route });
    };
    addEventListener('popstate', follow);
    return () => {
      removeEventListener('popstate', follow);
    };
  }, []);

  useEffect(() => {
    const route = state.wanted === null && state.connection !== 'connecting' ? routeOf(state) : null;
    if (route === null) return;
    hash.current = hashOf(route);
    if (hash.current !== location.hash)
      history[replaces.current ? 'replaceState' : 'pushState'](null, '', hash.current);
    replaces.current = false;
  });

  useMissing(state, dispatch);
}

/** Loads the conversation that the address asks for, when it is an older one that is not here. */
function useMissing(state: State, dispatch: (action: Action) => void): void {
  const { phone, number } = missingPair(state) ?? { phone: '', number: '' };
  useEffect(() => {
    if (phone === '') return;
    loadConversation(phone, number).then(
      (conversation) => {
        if (conversation.messages.length === 0) dispatch({ type: 'wantedIsMissing' });
        else dispatch({ type: 'loadedMore', conversations: [conversation] });
      },
      (error: unknown) => {
        dispatch({ type: 'wantedIsMissing' });
        dispatch({ type: 'notify', text: errorText(error) });
      },
    );
  }, [phone, number]);
}
