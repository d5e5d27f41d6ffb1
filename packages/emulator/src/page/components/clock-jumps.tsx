import { useId, useState } from 'preact/hooks';
import type { Clock, Message } from '../../engine/types';
import { count, dayOf, exactTimeOf, localDateTime, span, timeOf } from '../display/format';
import { readSpan } from '../display/read-span';
import { useAttempt } from '../hooks/use-attempt';
import { useNow } from '../hooks/use-now';
import { advanceClock, ApiError, resetClock } from '../state/api';
import { useStore } from '../state/store';
import { Panel } from './panel';
import { Problem } from './problem';

/** How many of the messages that a jump sends are listed. */
const MAX_LISTED = 5;

/** The panel that moves the clock by any span, to any time, to the next scheduled message, or back to real time. */
export function ClockJumps() {
  const { state, dispatch } = useStore();
  const { offset } = state.clock;
  const [isOpen, setOpen] = useState(false);
  const { busy, error, field, run, clear } = useAttempt();
  const problem = useId();

  const move = (how: () => Promise<Clock>) => {
    run(how, (clock) => {
      dispatch({ type: 'happened', events: [{ type: 'clock', clock }] });
      dispatch({
        type: 'notify',
        text:
          clock.offset === 0
            ? 'The clock is back at real time.'
            : `The clock is now ${span(clock.offset)} ahead.`,
      });
    });
  };
  const advance = (ms: number) => {
    move(() => advanceClock(`${ms}ms`));
  };
  const refuse = (which: string, text: string) => {
    run(() => Promise.reject(new ApiError(text, which)));
  };
  const fields = { busy, advance, refuse, clear, invalid: field, problem };

  return (
    <Panel
      id="clock"
      title="Clock"
      onToggle={(opened) => {
        setOpen(opened);
        clear();
      }}
    >
      {isOpen && (
        <div class="clock-jumps">
          <Now offset={offset} />
          <BySpan {...fields} />
          <ToTime {...fields} />
          <NextScheduled {...fields} />
          <button
            type="button"
            class="quiet"
            disabled={busy || offset === 0}
            onClick={() => {
              move(resetClock);
            }}
          >
            Back to real time
          </button>
          <p class="muted">
            On the way back, a cookie keeps the time that it has left. What is scheduled keeps its date.
          </p>
          <Problem id={problem} text={error} />
        </div>
      )}
    </Panel>
  );
}

function Now({ offset }: { offset: number }) {
  const now = useNow();
  return (
    <p>
      <strong>
        {dayOf(now)} {exactTimeOf(now)}
      </strong>
      , {offset === 0 ? 'real time' : `${span(offset)} ahead of real time`}
    </p>
  );
}

type JumpFields = {
  readonly busy: boolean;
  readonly advance: (ms: number) => void;
  readonly refuse: (field: string, text: string) => void;
  readonly clear: () => void;
  /** The field that was refused. */
  readonly invalid: string | null;
  /** The id of the text that says why. */
  readonly problem: string;
};

function BySpan({ busy, advance, refuse, clear, invalid, problem }: JumpFields) {
  const [text, setText] = useState('');
  const ms = readSpan(text);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (ms === undefined) refuse('span', 'Write a span of time such as 90m, 2h 30m or 3d.');
        else advance(ms);
      }}
    >
      <div class="field-row">
        <label class="field grows">
          <span>Move ahead by</span>
          <input
            value={text}
            placeholder="90m, 2h 30m, 3d"
            spellcheck={false}
            {...attributesOf(invalid === 'span' || invalid === 'advance', problem)}
            onInput={({ currentTarget }) => {
              clear();
              setText(currentTarget.value);
            }}
          />
        </label>
        <button type="submit" disabled={busy}>
          Move
        </button>
      </div>
      {ms !== undefined && <OnTheWay ms={ms} />}
    </form>
  );
}

function ToTime({ busy, advance, refuse, clear, invalid, problem }: JumpFields) {
  const now = useNow();
  const [text, setText] = useState('');
  const ms = new Date(text).getTime() - now; // a time without a zone is a local one
  const submit = () => {
    if (Number.isNaN(ms)) refuse('time', 'Give a day and a time.');
    else if (ms <= 0) refuse('time', 'That is in the past: the clock goes ahead, or back to real time.');
    else advance(ms);
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div class="field-row">
        <label class="field grows">
          <span>Move to</span>
          <input
            type="datetime-local"
            min={localDateTime(now)}
            value={text}
            {...attributesOf(invalid === 'time', problem)}
            onInput={({ currentTarget }) => {
              clear();
              setText(currentTarget.value);
            }}
          />
        </label>
        <button type="submit" disabled={busy}>
          Go there
        </button>
      </div>
      {ms > 0 && <OnTheWay ms={ms} />}
    </form>
  );
}

const attributesOf = (isInvalid: boolean, problem: string) =>
  isInvalid ? { 'aria-invalid': true, 'aria-describedby': problem } : {};

/** What a jump by so many milliseconds sends. */
function OnTheWay({ ms }: { ms: number }) {
  const { scheduled } = useStore().state;
  const now = useNow();
  const sent = scheduled.filter(({ sendAt = 0 }) => sendAt <= now + ms);
  if (sent.length === 0) return <p class="muted">Nothing is scheduled until then.</p>;
  return (
    <>
      <p class="muted">Sends {count(sent.length, 'scheduled message')} on the way:</p>
      <ul class="on-the-way">
        {sent.slice(0, MAX_LISTED).map((message) => (
          <li key={message.sid}>
            <WhenAndWhat message={message} />
          </li>
        ))}
        {sent.length > MAX_LISTED && <li>and {sent.length - MAX_LISTED} more</li>}
      </ul>
    </>
  );
}

function NextScheduled({ busy, advance }: JumpFields) {
  const [next] = useStore().state.scheduled;
  const now = useNow();
  if (next === undefined) return null;
  return (
    <p class="next-scheduled">
      <button
        type="button"
        class="quiet"
        disabled={busy}
        onClick={() => {
          advance(Math.max((next.sendAt ?? now) - now, 0));
        }}
      >
        To the next scheduled message
      </button>
      <span>
        <WhenAndWhat message={next} />
      </span>
    </p>
  );
}

function WhenAndWhat({ message: { sendAt = 0, body } }: { message: Message }) {
  return (
    <>
      {dayOf(sendAt)} {timeOf(sendAt)}: <span dir="auto">{body === '' ? 'a picture' : body}</span>
    </>
  );
}
