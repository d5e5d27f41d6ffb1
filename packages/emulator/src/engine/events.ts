import type { EmulatorEvent } from './types';

/** What tells of all that happens in an engine. */
export type Events = {
  readonly emit: (event: EmulatorEvent) => void;
  /** Calls a listener with every event. Returns a function that unsubscribes it. */
  readonly subscribe: (listener: (event: EmulatorEvent) => void) => () => void;
  /** To be called when what is saved has changed without an event. */
  readonly changed: () => void;
  /** The same, after what has this result. */
  readonly noted: <Result>(result: Result) => Result;
  /** Calls a listener at every event and every change. Returns a function that unsubscribes it. */
  readonly onChange: (listener: () => void) => () => void;
};

/** @param first - is called with every event, before the listeners. */
export function createEvents(first: (event: EmulatorEvent) => void): Events {
  const listeners = new Set<(event: EmulatorEvent) => void>();
  const changeListeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of changeListeners) listener();
  };
  return {
    emit(event) {
      first(event);
      for (const listener of listeners) listener(event);
      changed();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changed,
    noted(result) {
      changed();
      return result;
    },
    onChange(listener) {
      changeListeners.add(listener);
      return () => changeListeners.delete(listener);
    },
  };
}
