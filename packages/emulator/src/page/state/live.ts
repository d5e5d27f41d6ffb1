import type { EmulatorEvent } from '../../engine/types';
import { loadAll } from './api';
import type { Action } from './reduce';
import type { Snapshot } from './state';

/** A record, so that no event can be left out. */
const EVENTS: Readonly<Record<EmulatorEvent['type'], true>> = {
  message: true,
  status: true,
  phones: true,
  turn: true,
  optOut: true,
  forgotten: true,
  restored: true,
  clock: true,
  numbers: true,
  faults: true,
  conversation: true,
  replay: true,
  replayProgress: true,
  sources: true,
};
/** The pause before a new connection, in milliseconds. */
const RETRY_MS = 1000;
/** Events within this time are shown together: about a frame, in milliseconds. */
const FRAME_MS = 16;

/** What connects the page to the emulator. */
export type Connector = {
  /** Opens the stream of events. */
  readonly openEvents: () => Pick<EventSource, 'addEventListener' | 'close' | 'onopen' | 'onerror'>;
  readonly load: () => Promise<Snapshot>;
  /** Calls back after so many milliseconds; returns the way to cancel that. */
  readonly schedule: (callback: () => void, milliseconds: number) => () => void;
};

const browserConnector: Connector = {
  openEvents: () => new EventSource('/api/events'),
  load: loadAll,
  schedule(callback, milliseconds) {
    const timer = setTimeout(callback, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  },
};

/**
 * Keeps the page in step with the emulator: on each connection it loads everything, then applies the events. When the
 * connection is lost, it connects again until that succeeds.
 * @returns a function that ends it.
 */
export function followEmulator(
  dispatch: (action: Action) => void,
  connector: Connector = browserConnector,
): () => void {
  let end = connect();

  function connect(): () => void {
    return openConnection(dispatch, connector, () => {
      dispatch({ type: 'disconnected' });
      end = connector.schedule(() => {
        end = connect();
      }, RETRY_MS);
    });
  }

  return () => {
    end();
  };
}

function openConnection(
  dispatch: (action: Action) => void,
  { openEvents, load, schedule }: Connector,
  onLost: () => void,
): () => void {
  const source = openEvents();
  let waiting: EmulatorEvent[] = [];
  let loaded = false;
  let closed = false;
  let cancelFlush: (() => void) | undefined;

  const flush = () => {
    cancelFlush = undefined;
    const events = waiting;
    waiting = [];
    if (events.length > 0) dispatch({ type: 'happened', events });
    if (events.some(({ type }) => type === 'restored')) loadEverything();
  };
  const close = () => {
    closed = true;
    cancelFlush?.();
    source.close();
  };
  const fail = () => {
    if (closed) return;
    close();
    onLost();
  };

  for (const type of Object.keys(EVENTS)) {
    source.addEventListener(type, ({ data }: MessageEvent<string>) => {
      waiting.push(JSON.parse(data) as EmulatorEvent);
      // Events that come during loading are applied after it. None of them counts twice: each has a whole state, or adds what is only added once.
      if (loaded) cancelFlush ??= schedule(flush, FRAME_MS);
    });
  }
  source.onopen = loadEverything;
  source.onerror = fail;
  return close;

  function loadEverything(): void {
    loaded = false;
    load().then((snapshot) => {
      if (closed) return;
      dispatch({ type: 'loaded', snapshot });
      loaded = true;
      flush();
    }, fail);
  }
}
