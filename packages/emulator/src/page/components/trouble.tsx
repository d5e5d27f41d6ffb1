import { useRef } from 'preact/hooks';
import type { Trouble, When } from '../../engine/types';
import { useAttempt } from '../hooks/use-attempt';
import { setTrouble } from '../state/api';
import { useStore } from '../state/store';
import { CloseIcon, TroubleIcon } from './icons';
import { Problem } from './problem';
import { TROUBLES, troublesOn } from './troubles';

const CHOICES: readonly { when: When; label: string }[] = [
  { when: 'off', label: 'Off' },
  { when: 'next', label: 'Next message' },
  { when: 'all', label: 'All messages' },
];

/** Opens the panel with the switches for trouble on purpose. */
export function TroubleButton() {
  const { trouble } = useStore().state;
  const on = troublesOn(trouble).length;
  return (
    <>
      <button type="button" class="quiet labelled" popovertarget="trouble">
        <TroubleIcon />
        <span class="label">Trouble</span>
        {on > 0 && (
          <span class="badge">
            {on}
            <span class="visually-hidden"> on</span>
          </span>
        )}
      </button>
      <TroublePanel />
    </>
  );
}

function TroublePanel() {
  const { state, dispatch } = useStore();
  const { error, run } = useAttempt();
  const panel = useRef<HTMLDivElement>(null);

  const show = (trouble: Trouble) => {
    dispatch({ type: 'happened', events: [{ type: 'trouble', trouble }] });
  };
  const choose = (change: Partial<Trouble>) => {
    const before = state.trouble;
    // The switch moves at once, and back when the emulator refuses.
    show({ ...before, ...change });
    run(
      () =>
        setTrouble(change).catch((refused: unknown) => {
          show(before);
          throw refused;
        }),
      show,
    );
  };

  return (
    <div id="trouble" class="panel" popover="auto" ref={panel} role="dialog" aria-labelledby="trouble-title">
      <div class="panel-header">
        <h2 id="trouble-title">Trouble on purpose</h2>
        <button type="button" class="quiet round" popovertarget="trouble" popovertargetaction="hide">
          <CloseIcon />
          <span class="visually-hidden">Close</span>
        </button>
      </div>
      <p class="muted">What does your webhook do when the world does not behave?</p>
      {TROUBLES.map(({ key, name, sentence }) => (
        <fieldset key={key} class="switch">
          <legend>{name}</legend>
          <p id={`${key}-sentence`}>{sentence}</p>
          <div class="choices">
            {CHOICES.map(({ when, label }) => (
              <label key={when}>
                <input
                  type="radio"
                  name={key}
                  value={when}
                  checked={state.trouble[key] === when}
                  aria-describedby={`${key}-sentence`}
                  onChange={() => {
                    choose({ [key]: when });
                  }}
                />
                <span>{label}</span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
      <Problem text={error} />
    </div>
  );
}
