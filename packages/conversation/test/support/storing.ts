import type { State } from '../../src/conversation/replay/state';
import type { SessionStore } from '../../src/session/session-store';

/** A store of one session. */
export function storing(): SessionStore<State> & { readonly session: () => State | undefined } {
  let session: State | undefined;
  return {
    session: () => session,
    open: () =>
      Promise.resolve(
        session === undefined ? { kind: 'new', reason: 'missing' } : { kind: 'continued', session },
      ),
    save(state) {
      session = state;
      return Promise.resolve([]);
    },
    end: () => Promise.resolve([]),
  };
}
