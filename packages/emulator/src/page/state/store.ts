import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Action } from './reduce';
import type { State } from './state';

/** The page's state, and the function that changes it. */
export type Store = { readonly state: State; readonly dispatch: (action: Action) => void };

/** Provides the store to the components of `<App>`. */
export const StoreContext = createContext<Store | null>(null);

/** The page's state and its dispatch. @throws Error outside of `<App>`. */
export function useStore(): Store {
  const store = useContext(StoreContext);
  if (store === null) throw new Error('There is no store here: render this component inside of <App>.');
  return store;
}
