import { useEffect } from 'preact/hooks';
import type { Action } from '../state/reduce';
import type { State } from '../state/state';

const SHOWN_MS = 5000;

/** Ends a notice when it has been shown for some seconds. */
export function useNoticeEnd({ id }: State['notice'], dispatch: (action: Action) => void): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      dispatch({ type: 'endNotice', id });
    }, SHOWN_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [id]);
}
