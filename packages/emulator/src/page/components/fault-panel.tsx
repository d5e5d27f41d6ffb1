import { useRef } from 'preact/hooks';
import { activeFaults, FAULT_SETTINGS, FAULTS, type Faults, type FaultSetting } from '../../engine/faults';
import { useAttempt } from '../hooks/use-attempt';
import { setFaults } from '../state/api';
import { useStore } from '../state/store';
import { CloseIcon, FaultIcon } from './icons';
import { Problem } from './problem';

const LABELS: Readonly<Record<FaultSetting, string>> = {
  off: 'Off',
  next: 'Next message',
  all: 'All messages',
};

/** The button that opens the panel of faults on purpose, and the panel. */
export function FaultsButton() {
  const { faults } = useStore().state;
  const on = activeFaults(faults).length;
  return (
    <>
      <button type="button" class="quiet labelled" popovertarget="faults">
        <FaultIcon />
        <span class="label">Faults</span>
        {on > 0 && (
          <span class="badge">
            {on}
            <span class="visually-hidden"> on</span>
          </span>
        )}
      </button>
      <FaultsPanel />
    </>
  );
}

function FaultsPanel() {
  const { state, dispatch } = useStore();
  const { error, run } = useAttempt();
  const panel = useRef<HTMLDivElement>(null);

  const show = (faults: Faults) => {
    dispatch({ type: 'happened', events: [{ type: 'faults', faults }] });
  };
  const choose = (change: Partial<Faults>) => {
    const before = state.faults;
    // The switch moves before the emulator has answered, and back when it refuses.
    show({ ...before, ...change });
    run(
      () =>
        setFaults(change).catch((refused: unknown) => {
          show(before);
          throw refused;
        }),
      show,
    );
  };

  return (
    <div id="faults" class="panel" popover="auto" ref={panel} role="dialog" aria-labelledby="faults-title">
      <div class="panel-header">
        <h2 id="faults-title">Faults on purpose</h2>
        <button type="button" class="quiet round" popovertarget="faults" popovertargetaction="hide">
          <CloseIcon />
          <span class="visually-hidden">Close</span>
        </button>
      </div>
      <p class="muted">What does your webhook do when the world does not behave?</p>
      {FAULTS.map(({ key, name, sentence }) => (
        <fieldset key={key} class="switch">
          <legend>{name}</legend>
          <p id={`${key}-sentence`}>{sentence}</p>
          <div class="choices">
            {FAULT_SETTINGS.map((setting) => (
              <label key={setting}>
                <input
                  type="radio"
                  name={key}
                  value={setting}
                  checked={state.faults[key] === setting}
                  aria-describedby={`${key}-sentence`}
                  onChange={() => {
                    choose({ [key]: setting });
                  }}
                />
                <span>{LABELS[setting]}</span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
      <Problem text={error} />
    </div>
  );
}
