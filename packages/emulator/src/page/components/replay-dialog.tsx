import { useEffect, useRef, useState } from 'preact/hooks';
import { differs } from '../../engine/replay/compare';
import type { Outcome, Replay, ReplayStep } from '../../engine/types';
import { count } from '../display/format';
import { useAttempt } from '../hooks/use-attempt';
import { loadReplay, putBackBefore } from '../state/api';
import { useStore } from '../state/store';
import { Dialog } from './dialog';
import { Problem } from './problem';
import { replayWords } from './replay-bar';

/** What was answered before and in a replay, message by message, beside each other. */
export function ReplayDialog({ replay, onClose }: { replay: Replay; onClose: () => void }) {
  const { dispatch } = useStore();
  const { error, busy, run } = useAttempt();
  const [steps, setSteps] = useState<readonly ReplayStep[] | null>(null);
  const [showsAll, setShowsAll] = useState(replay.differing.length === 0);
  const wanted = `${replay.id} ${replay.had} ${replay.status}`;
  const asked = useRef('');
  useEffect(() => {
    // All steps are loaded at once, so the next ones wait: many messages may have their turns meanwhile.
    if (busy || asked.current === wanted) return;
    asked.current = wanted;
    run(
      () => loadReplay(replay.id),
      (loaded) => {
        setSteps(loaded.steps);
      },
    );
  }, [wanted, busy]);
  const putBack = () => {
    run(
      () => putBackBefore(replay.id),
      () => {
        dispatch({ type: 'notify', text: 'The conversation is as it was before the replay.' });
        onClose();
      },
    );
  };
  const shown = steps
    ?.map((step, index) => ({ step, index }))
    .filter(({ step }) => showsAll || differs(step));

  return (
    <Dialog title="Before and in the replay" onClose={onClose}>
      <div class="replay">
        <p>{replayWords(replay)}</p>
        {steps?.some(({ usedDocuments }) => usedDocuments) === true && (
          <p class="muted">
            Sync documents were not put back to what they were: the Function found there what the conversation
            had left.
          </p>
        )}
        <label class="check">
          <input
            type="checkbox"
            checked={!showsAll}
            onChange={({ currentTarget }) => {
              setShowsAll(!currentTarget.checked);
            }}
          />
          <span>Only what differs</span>
        </label>
        {shown?.length === 0 && <p class="muted">Nothing differs.</p>}
        <ol class="replay-steps">
          {shown?.map(({ step, index }) => (
            <Step key={index} step={step} number={index + 1} />
          ))}
        </ol>
        <Problem text={error} />
        {replay.canPutBack && (
          <button type="button" class="quiet" disabled={busy} onClick={putBack}>
            Put the earlier conversation back
          </button>
        )}
      </div>
    </Dialog>
  );
}

function Step({ step, number }: { step: ReplayStep; number: number }) {
  const { body, files, before, after } = step;
  const look = after === null ? '' : differs(step) ? 'differs' : 'same';
  return (
    <li class={`replay-step ${look}`}>
      <p class="replay-message">
        <span class="muted">{number}.</span>{' '}
        <strong dir="auto">{body === '' ? (files > 0 ? 'A picture' : '(empty)') : body}</strong>{' '}
        <span class={`replay-mark ${look}`}>
          {after === null ? 'not sent' : look === 'differs' ? 'differs' : 'as before'}
        </span>
      </p>
      <div class="replay-answers">
        <Answers title="Before" outcome={before} />
        {after !== null && <Answers title="Replay" outcome={after} />}
      </div>
    </li>
  );
}

const Answers = ({ title, outcome: { answers, errors } }: { title: string; outcome: Outcome }) => (
  <section>
    <h3>{title}</h3>
    {answers.map(({ body, media }, index) => (
      <p key={index} class="replay-answer" dir="auto">
        {body}
        {media.length > 0 && <span class="muted"> {count(media.length, 'file')}</span>}
      </p>
    ))}
    {answers.length === 0 && <p class="muted">No answer.</p>}
    {errors.length > 0 && (
      <p class="bad">
        {count(errors.length, 'error')}: {errors.join(', ')}
      </p>
    )}
  </section>
);
