import { useState } from 'preact/hooks';
import type { Message } from '../../engine/types';
import { count, countdown, dayOf, timeOf } from '../display/format';
import { focusOnNextFrame } from '../hooks/focus-on-next-frame';
import { useAttempt } from '../hooks/use-attempt';
import { useNow } from '../hooks/use-now';
import { cancelScheduled, loadScheduled } from '../state/api';
import { ownNameOf } from '../state/state';
import { useStore } from '../state/store';
import { CalendarIcon } from './icons';
import { Panel } from './panel';
import { PhoneNumber } from './phone-number';
import { Problem } from './problem';

/** The button that opens the panel of scheduled messages, and the panel. */
export function ScheduledButton() {
  const { scheduled } = useStore().state;
  return (
    <>
      <button type="button" class="quiet labelled" popovertarget="scheduled">
        <CalendarIcon />
        <span class="label">Scheduled</span>
        {scheduled.length > 0 && (
          <span class="badge">
            {scheduled.length}
            <span class="visually-hidden"> waiting</span>
          </span>
        )}
      </button>
      <ScheduledPanel />
    </>
  );
}

function ScheduledPanel() {
  const { dispatch } = useStore();
  const [isOpen, setOpen] = useState(false);
  const { error, run } = useAttempt();
  const load = () => {
    run(loadScheduled, (scheduled) => {
      dispatch({ type: 'loadedScheduled', scheduled });
    });
  };
  return (
    <Panel
      id="scheduled"
      title="Scheduled messages"
      onToggle={(opens) => {
        setOpen(opens);
        if (opens) load();
      }}
    >
      {isOpen && <ScheduledList />}
      <Problem text={error} />
    </Panel>
  );
}

function ScheduledList() {
  const { scheduled } = useStore().state;
  if (scheduled.length === 0)
    return <p class="muted">None. What the REST API is told to send at a later time waits here.</p>;
  return (
    <>
      <p class="muted">{count(scheduled.length, 'message')}. Move the clock to send them sooner.</p>
      <ul class="scheduled">
        {scheduled.map((message) => (
          <ScheduledMessage key={message.sid} message={message} />
        ))}
      </ul>
    </>
  );
}

function ScheduledMessage({ message }: { message: Message }) {
  const { from, to, body, sid, sendAt = 0 } = message;
  const { state, dispatch } = useStore();
  const { error, busy, run } = useAttempt();
  const left = sendAt - useNow();
  const show = () => {
    dispatch({ type: 'choosePhone', phone: to });
    dispatch({ type: 'chooseNumber', phone: to, number: from });
    dispatch({ type: 'inspect', turn: sid });
    focusOnNextFrame('inspector-title');
  };
  const cancel = () => {
    run(
      () => cancelScheduled(sid),
      () => {
        dispatch({ type: 'notify', text: `The message to ${to} is canceled.` });
        document.getElementById('close-scheduled')?.focus();
      },
    );
  };
  return (
    <li>
      <p>
        <strong>{countdown(left)}</strong> left
      </p>
      <p class="scheduled-body" dir="auto">
        {body === '' ? 'A picture' : body}
      </p>
      <p class="muted">
        {dayOf(sendAt)} {timeOf(sendAt)}, from {ownNameOf(state, from) ?? <PhoneNumber value={from} />} to{' '}
        <PhoneNumber value={to} />
      </p>
      <div class="scheduled-buttons">
        <button
          type="button"
          class="quiet"
          popovertarget="scheduled"
          popovertargetaction="hide"
          onClick={show}
        >
          Show
          <span class="visually-hidden"> the message to {to}</span>
        </button>
        <button type="button" class="quiet" disabled={busy} onClick={cancel}>
          Cancel
          <span class="visually-hidden"> the message to {to}</span>
        </button>
      </div>
      <Problem text={error} />
    </li>
  );
}
