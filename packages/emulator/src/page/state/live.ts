import type { EmulatorEvent } from '../../engine/types';
import { loadAll } from './api';
import type { Action } from './reduce';

const EVENTS: readonly EmulatorEvent['type'][] = [
  'message',
  'turn',
  'forgotten',
  'clock',
  'numbers',
  'faults',
];
const RETRY_MS = 1000;
/** Events that come within a frame are shown together. */
const FRAME_MS = 16;

/**
 * Keeps the page as the emulator is: loads everything on each connection, then follows its events; connects again,
 * for as long as it takes, when the connection is lost.
 * @returns the way to stop.
 */
export function followEmulator(dispatch: (action: Action) => void): () => void {
  let stop = connect();
  let retry: ReturnType<typeof setTimeout>;

  function connect(): () => void {
    return openConnection(dispatch, () => {
      dispatch({ type: 'disconnected' });
      retry = setTimeout(() => {
        stop = connect();
      }, RETRY_MS);
    });
  }

  return () => {
    clearTimeout(retry);
    stop();
  };
}

function openConnection(dispatch: (action: Action) => void, lost: () => void): () => void {
  const source = new EventSource('/api/events');
  let waiting: EmulatorEvent[] = [];
  let loaded = false;
  let over = false;
  let frame: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    frame = undefined;
    if (waiting.length > 0) dispatch({ type: 'happened', events: waiting });
    waiting = [];
  };
  const close = () => {
    over = true;
    clearTimeout(frame);
    source.close();
  };
  const fail = () => {
    if (over) return;
    close();
    lost();
  };

  for (const type of EVENTS) {
    source.addEventListener(type, ({ data }: MessageEvent<string>) => {
      waiting.push(JSON.parse(data) as EmulatorEvent);
      // What comes while everything loads is told again on top of it: the last word of each thing is the same.
      if (loaded) frame ??= setTimeout(flush, FRAME_MS);
    });
  }
  source.onopen = () => {
    loadAll().then((snapshot) => {
      if (over) return;
      dispatch({ type: 'loaded', snapshot });
      loaded = true;
      flush();
    }, fail);
  };
  source.onerror = fail;
  return close;
}
