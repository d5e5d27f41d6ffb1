import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { CloseIcon } from './icons';

/** A modal dialog. Escape, its button and a click on the backdrop close it; the browser then restores the focus. */
export function Dialog(props: { title: string; onClose: () => void; children: ComponentChildren }) {
  const element = useRef<HTMLDialogElement>(null);
  const title = useId();
  useEffect(() => {
    element.current?.showModal();
  }, []);
  return (
    <dialog
      ref={element}
      aria-labelledby={title}
      onClose={props.onClose}
      onClick={(event) => {
        if (event.target === element.current) element.current?.close();
      }}
    >
      {/* It fills the dialog: a click on the dialog itself is one on the backdrop. */}
      <div class="dialog-parts">
        <div class="panel-header">
          <h2 id={title}>{props.title}</h2>
          <button type="button" class="quiet round" onClick={() => element.current?.close()}>
            <CloseIcon />
            <span class="visually-hidden">Close</span>
          </button>
        </div>
        <div class="panel-content">{props.children}</div>
      </div>
    </dialog>
  );
}
