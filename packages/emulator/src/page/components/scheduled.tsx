import type { Message } from '../../engine/types';
import { countdown, dayOf, span, timeOf } from '../display/format';
import { useAttempt } from '../hooks/use-attempt';
import { useNow } from '../hooks/use-now';
import { cancelScheduled } from '../state/api';
import { useStore } from '../state/store';
import { CloseIcon, ClockIcon } from './icons';
import { PhoneNumber } from './phone-number';
import { Problem } from './problem';

/** The button that opens the panel of scheduled messages, and the panel. */
export function ScheduledButton() {
  const { scheduled } = useStore().state;
  return (
    <>
      <button type="button" class="quiet labelled" popovertarget="scheduled">
        <ClockIcon />
        <span class="label">Scheduled</span>
        {scheduled.length > 0 && (
          <span class="badge">
            {scheduled.length}
            <span class="visually-hidden"> messages</span>
          </span>
        )}
      </button>
      <div id="scheduled" class="panel" popover="auto" role="dialog" aria-labelledby="scheduled-title">
        <div class="panel-header">
          <h2 id="scheduled-title">Scheduled messages</h2>
          <button type="button" class="quiet round" popovertarget="scheduled" popovertargetaction="hide">
            <CloseIcon />
            <span class="visually-hidden">Close</span>
          </button>
        </div>
        {scheduled.length === 0 ? (
          <p class="muted">
            None. What the REST API is told to send later is listed here; move the clock, and it is sent.
          </p>
        ) : (
          <ul class="scheduled">
            {scheduled.map((message) => (
              <ScheduledMessage key={message.sid} message={message} />
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

function ScheduledMessage({ message }: { message: Message }) {
  const { to, body, sid, sendAt = 0 } = message;
  const { error, busy, run } = useAttempt();
  const left = sendAt - useNow();
  return (
    <li>
      <p>
        <strong>
          <PhoneNumber value={to} />
        </strong>{' '}
        {dayOf(sendAt)} {timeOf(sendAt)}, in {left < DAY ? countdown(left) : span(left)}
      </p>
      <p class="scheduled-body" dir="auto">
        {body === '' ? 'A picture' : body}
      </p>
      <button
        type="button"
        class="quiet"
        disabled={busy}
        onClick={() => {
          run(() => cancelScheduled(sid));
        }}
      >
        Cancel
        <span class="visually-hidden"> the message to {to}</span>
      </button>
      <Problem text={error} />
    </li>
  );
}

const DAY = 24 * 60 * 60 * 1000;
