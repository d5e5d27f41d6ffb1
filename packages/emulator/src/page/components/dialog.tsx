import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { useStore } from '../state/store';
import { CloseIcon } from './icons';
import { Notices } from './notices';

/**
 * A modal dialog. Escape, its button and a click on the backdrop close it; the browser then restores the focus. While it is open, notices
 * are in it.
 */
export function Dialog(props: { title: string; onClose: () => void; children: ComponentChildren }) {
  const { dispatch } = useStore();
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    element.current?.showModal();
    dispatch({ type: 'openDialog', id });
    return () => {
      dispatch({ type: 'closeDialog', id });
    };
  }, []);
  return (
    <dialog
      ref={element}
      aria-labelledby={`${id}-title`}
      onClose={props.onClose}
      onClick={(event) => {
        if (event.target === element.current) element.current?.close();
      }}
    >
      {/* It fills the dialog: a click on the dialog itself is one on the backdrop. */}
      <div class="dialog-parts">
        <div class="panel-header">
          <h2 id={`${id}-title`}>{props.title}</h2>
          <button
            type="button"
            id={`${id}-close`}
            class="quiet round"
            onClick={() => element.current?.close()}
          >
            <CloseIcon />
            <span class="visually-hidden">Close</span>
          </button>
        </div>
        <div class="panel-content">{props.children}</div>
      </div>
      <Notices dialog={id} />
    </dialog>
  );
}
