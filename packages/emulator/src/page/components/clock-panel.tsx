import { dayOf, exactTimeOf, span } from '../display/format';
import { useAttempt } from '../hooks/use-attempt';
import { useNow } from '../hooks/use-now';
import { advanceClock } from '../state/api';
import { useStore } from '../state/store';
import { ClockJumps } from './clock-jumps';
import { Problem } from './problem';

const STEPS = [
  { by: '1h', label: '+1 h', words: 'one hour' },
  { by: '4h', label: '+4 h', words: 'four hours' },
];

/** The emulator's clock, which opens the panel of its jumps, and the buttons that move it ahead by what is asked for most. */
export function ClockPanel() {
  const { state, dispatch } = useStore();
  const { busy, error, run } = useAttempt();
  const now = useNow();
  const { offset } = state.clock;

  const advance = (by: string) => {
    run(
      () => advanceClock(by),
      (clock) => {
        dispatch({ type: 'happened', events: [{ type: 'clock', clock }] });
        dispatch({ type: 'notify', text: `The clock is now ${span(clock.offset)} ahead.` });
      },
    );
  };

  return (
    <div class="clock" role="group" aria-label="Clock">
      <button type="button" class="quiet clock-face" popovertarget="clock">
        <span class="visually-hidden">Move the clock: </span>
        <time dateTime={new Date(now).toISOString()}>
          <span class="clock-day">{dayOf(now)}</span> <strong>{exactTimeOf(now)}</strong>
        </time>{' '}
        <small>{offset === 0 ? 'real time' : `${span(offset)} ahead`}</small>
      </button>
      <ClockJumps />
      {STEPS.map(({ by, label, words }) => (
        <button
          key={by}
          type="button"
          class={`quiet step-${by}`}
          aria-label={`${label}: move the clock ${words} on`}
          disabled={busy}
          onClick={() => {
            advance(by);
          }}
        >
          {label}
        </button>
      ))}
      <Problem text={error} />
    </div>
  );
}
