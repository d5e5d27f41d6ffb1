import { dayOf, exactTimeOf, span } from '../display/format';
import { useAttempt } from '../hooks/use-attempt';
import { useNow } from '../hooks/use-now';
import { advanceClock } from '../state/api';
import { useStore } from '../state/store';
import { Problem } from './problem';

const STEPS = [
  { by: '1h', label: '+1 h', words: 'one hour' },
  { by: '4h', label: '+4 h', words: 'four hours' },
];

/** The emulator's clock, and the buttons that move it ahead. */
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
      <p class="clock-face">
        <time dateTime={new Date(now).toISOString()}>
          <span class="clock-day">{dayOf(now)}</span> <strong>{exactTimeOf(now)}</strong>
        </time>{' '}
        <small>{offset === 0 ? 'real time' : `${span(offset)} ahead`}</small>
      </p>
      {STEPS.map(({ by, label, words }) => (
        <button
          key={by}
          type="button"
          class="quiet"
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
