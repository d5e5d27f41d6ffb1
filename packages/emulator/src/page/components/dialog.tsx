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
      <div class="dialog-content">
        <div class="panel-header">
          <h2 id={title}>{props.title}</h2>
          <button type="button" class="quiet round" onClick={() => element.current?.close()}>
            <CloseIcon />
            <span class="visually-hidden">Close</span>
          </button>
        </div>
        {props.children}
      </div>
    </dialog>
  );
}
