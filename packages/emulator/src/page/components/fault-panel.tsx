import {
  activeFaults,
  FAULT_GROUPS,
  FAULT_SETTINGS,
  type FaultName,
  type Faults,
  type FaultSetting,
  faultsOf,
  NO_FAULTS,
} from '../../engine/faults';
import { faultWords } from '../display/fault-words';
import { useAttempt } from '../hooks/use-attempt';
import { setFaults } from '../state/api';
import { useStore } from '../state/store';
import { FaultIcon } from './icons';
import { Panel } from './panel';
import { Problem } from './problem';

/** The words of a setting, with what the fault happens to, for those who do not see in which group it is. */
function SettingWords({ setting, fault }: { setting: FaultSetting; fault: FaultName }) {
  if (setting === 'off') return <span>Off</span>;
  return (
    <span>
      {setting === 'next' ? 'Next' : 'All'}
      <span class="visually-hidden"> {faultWords(fault)[setting]}</span>
    </span>
  );
}

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

  const switchAllOff = () => {
    choose(NO_FAULTS);
  };

  return (
    <Panel id="faults" title="Faults on purpose">
      <p class="muted">
        What does your app do when the world does not behave? Each for the next message alone, or for all.
      </p>
      <button type="button" class="quiet all-off" onClick={switchAllOff}>
        Switch all off
      </button>
      <div class="fault-groups">
        {FAULT_GROUPS.map((title, index) => (
          <section key={title} class="switches" aria-labelledby={`faults-${index}`}>
            <h3 id={`faults-${index}`}>{title}</h3>
            {faultsOf(title).map(({ key, name, sentence }) => (
              <Switch
                key={key}
                fault={key}
                name={name}
                sentence={sentence}
                setting={state.faults[key]}
                onChoose={choose}
              />
            ))}
          </section>
        ))}
      </div>
      <Problem text={error} />
    </Panel>
  );
}

function Switch(props: {
  fault: FaultName;
  name: string;
  sentence: string;
  setting: FaultSetting;
  onChoose: (change: Partial<Faults>) => void;
}) {
  const { fault, name, sentence } = props;
  return (
    <fieldset class="switch">
      <legend>{name}</legend>
      <p id={`${fault}-sentence`}>{sentence}</p>
      <div class="choices">
        {FAULT_SETTINGS.map((setting) => (
          <label key={setting}>
            <input
              type="radio"
              name={fault}
              value={setting}
              checked={props.setting === setting}
              aria-describedby={`${fault}-sentence`}
              onChange={() => {
                props.onChoose({ [fault]: setting });
              }}
            />
            <SettingWords setting={setting} fault={fault} />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
