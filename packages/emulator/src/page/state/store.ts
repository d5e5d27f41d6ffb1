import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Action } from './reduce';
import type { State } from './state';

/** The state, and the way to change it. */
export type Store = { readonly state: State; readonly dispatch: (action: Action) => void };

export const StoreContext = createContext<Store | null>(null);

/** The page's state, for a component inside of the app. */
export function useStore(): Store {
  const store = useContext(StoreContext);
  if (store === null) throw new Error('There is no store here: render this component inside of <App>.');
  return store;
}
