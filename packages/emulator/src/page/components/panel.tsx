import type { ComponentChildren } from 'preact';
import { CloseIcon } from './icons';

/**
 * A panel that a button with `popovertarget` opens. Escape, its own button and a click elsewhere close it. Its content scrolls below
 * its header.
 *
 * @param props.id - of the panel, for the button.
 * @param props.onToggle - called when it has been opened and closed.
 */
export function Panel(props: {
  id: string;
  title: string;
  children: ComponentChildren;
  onToggle?: (isOpen: boolean) => void;
}) {
  const { id, title, children, onToggle } = props;
  return (
    <div
      id={id}
      class="panel"
      popover="auto"
      role="dialog"
      aria-labelledby={`${id}-title`}
      onToggle={({ newState }) => onToggle?.(newState === 'open')}
    >
      <div class="panel-header">
        <h2 id={`${id}-title`}>{title}</h2>
        <button
          type="button"
          id={`close-${id}`}
          class="quiet round"
          popovertarget={id}
          popovertargetaction="hide"
        >
          <CloseIcon />
          <span class="visually-hidden">Close</span>
        </button>
      </div>
      <div class="panel-content">{children}</div>
    </div>
  );
}
