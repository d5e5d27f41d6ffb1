import type { Turn } from '../../engine/types';
import { count, took } from '../display/format';
import { HELD_WORDS } from '../display/held';
import { focusOnNextFrame } from '../hooks/focus-on-next-frame';
import { useStore } from '../state/store';
import { FaultIcon, WarningIcon } from './icons';

/** The button that opens a turn in the inspector, with its status, and its duration or status callbacks. */
export function TurnButton({ turn, isShown }: { turn: Turn; isShown: boolean }) {
  const { dispatch } = useStore();
  const errors = turn.errors.filter(({ level }) => level === 'error').length;
  const warnings = turn.errors.length - errors;
  const inspect = () => {
    dispatch({ type: 'inspect', turn: turn.sid, ...(errors > 0 ? { tab: 'Debugger' } : {}) });
    focusOnNextFrame('inspector-title');
  };
  return (
    <button
      type="button"
      id={`turn-${turn.sid}`}
      class={`turn-button ${errors > 0 ? 'bad' : warnings > 0 ? 'warn' : ''}`}
      aria-pressed={isShown}
      onClick={inspect}
    >
      <span class="visually-hidden">Inspect this turn: </span>
      {errors > 0 && (
        <>
          <WarningIcon /> {count(errors, 'error')} ·{' '}
        </>
      )}
      {errors === 0 && warnings > 0 && (
        <>
          <WarningIcon /> {count(warnings, 'warning')} ·{' '}
        </>
      )}
      {summary(turn)}
      {turn.faults.length > 0 && (
        <>
          {' '}
          <FaultIcon />
          <span class="visually-hidden">, {count(turn.faults.length, 'fault')} on purpose</span>
        </>
      )}
    </button>
  );
}

function summary({ byApi, cutOff, durationMs, exchanges, held }: Turn): string {
  if (cutOff === true) return 'cut off';
  if (durationMs === null) return held === 'waiting' ? HELD_WORDS.waiting : 'working…';
  if (byApi === true) {
    const callbacks = exchanges.filter(({ purpose }) => purpose === 'statusCallback').length;
    const words = callbacks === 0 ? [] : [count(callbacks, 'callback')];
    return [exchanges[0]?.response?.status ?? 'request', ...words].join(' · ');
  }
  const status = exchanges.findLast(({ purpose }) => purpose === 'webhook')?.response?.status;
  return `${status ?? 'no answer'} · ${took(durationMs)}`;
}
