import { useEffect, useReducer } from 'preact/hooks';
import { useStore } from '../state/store';

/** The emulator's time, in milliseconds since 1970; renders again every second. */
export function useNow(): number {
  const { clock } = useStore().state;
  const [, tick] = useReducer<number, undefined>((ticks) => ticks + 1, 0);
  useEffect(() => {
    const timer = setInterval(() => {
      tick(undefined);
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return Date.now() + clock.offset;
}
