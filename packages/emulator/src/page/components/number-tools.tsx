import { isAsBuilt } from '../../engine/own-number';
import type { NumberSettings, OwnNumber } from '../../engine/types';
import { useAttempt } from '../hooks/use-attempt';
import { deleteNumber, resetNumber } from '../state/api';
import { withNumber } from '../state/state';
import { useStore } from '../state/store';
import { Problem } from './problem';

type NumberToolsProps = {
  readonly own: OwnNumber;
  /** What has been edited and not saved. */
  readonly edited: Partial<NumberSettings>;
  /** It is as it was at first. The button that did so goes away, and with it the focus. */
  readonly onReset: () => void;
  readonly onDeleted: () => void;
};

/** Resets the number of a Function to what it was at first, or deletes a number that was added by hand. */
export function NumberTools({ own, edited, onReset, onDeleted }: NumberToolsProps) {
  const { state, dispatch } = useStore();
  const { error, busy, run } = useAttempt();
  const { number, name } = own;
  const isOfFunction = name !== number;
  const notify = (text: string) => {
    dispatch({ type: 'notify', text });
  };
  const reset = () => {
    run(
      () => resetNumber(number),
      (saved) => {
        dispatch({ type: 'changedNumbers', since: state.numbers, numbers: withNumber(state.numbers, saved) });
        onReset();
        notify(`${number} calls ${name} again.`);
      },
    );
  };
  const remove = () => {
    run(
      () => deleteNumber(number),
      () => {
        // The focus goes now to what takes the form's place.
        dispatch({ type: 'deletedNumber', number });
        onDeleted();
        notify(`${number} is deleted.`);
      },
    );
  };
  if (isOfFunction && isAsBuilt(own) && Object.keys(edited).length === 0) return null;
  return (
    <div class="number-tools">
      {isOfFunction ? (
        <button type="button" class="quiet" disabled={busy} onClick={reset}>
          Reset to {name}
        </button>
      ) : (
        <button type="button" class="quiet" disabled={busy} onClick={remove}>
          Delete
          <span class="visually-hidden"> the number {number}</span>
        </button>
      )}
      <Problem text={error} />
    </div>
  );
}
