import { focusOnNextFrame } from '../hooks/focus-on-next-frame';
import { useAttempt } from '../hooks/use-attempt';
import { useUndoKey } from '../hooks/use-undo-key';
import { takeBack } from '../state/api';
import { useStore } from '../state/store';
import { CloseIcon } from './icons';
import { Problem } from './problem';

/**
 * Takes back what was forgotten, removed or imported last on this page. It stays until that is done, it is dismissed, or something else can be taken
 * back: there is no time limit (WCAG 2.2.1).
 *
 * @param props.dialog - the id of the modal dialog that it is in; `null` when it is in none.
 * @param props.isOnTop - whether no dialog is above it. It is shown then.
 */
export function UndoToast({ dialog, isOnTop }: { dialog: string | null; isOnTop: boolean }) {
  const { state, dispatch } = useStore();
  const { error, busy, run, clear } = useAttempt();
  const undo = isOnTop ? state.undo : null;
  // The focus stays in a modal dialog.
  const focus = (id: string) => {
    focusOnNextFrame(dialog === null ? id : `${dialog}-close`);
  };

  const takeItBack = () => {
    if (undo === null || busy) return;
    run(
      () => takeBack(undo.token),
      (undone) => {
        dispatch({ type: 'undone', undone });
        if (undone.undo !== undefined)
          dispatch({ type: 'offerUndo', text: 'The earlier conversation is back.', token: undone.undo });
        focus(undone.what === 'phone' ? `phone-${undone.from ?? ''}` : 'message');
      },
    );
  };
  const dismiss = () => {
    clear();
    dispatch({ type: 'dismissUndo' });
    focus('message');
  };
  useUndoKey(takeItBack, undo !== null);

  return (
    <>
      <div class="visually-hidden" role="status">
        {undo !== null && `${undo.text} It can be undone.`}
      </div>
      {undo !== null && (
        <section class="undo-toast" aria-label="Undo" key={undo.token}>
          <p aria-hidden="true">{undo.text}</p>
          <button type="button" class="undo" title="Ctrl+Z" aria-disabled={busy} onClick={takeItBack}>
            Undo
          </button>
          <button type="button" class="dismiss" title="Dismiss" onClick={dismiss}>
            <CloseIcon />
            <span class="visually-hidden">Dismiss</span>
          </button>
          <Problem text={error} />
        </section>
      )}
    </>
  );
}
