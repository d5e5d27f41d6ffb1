import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

/** An item of a menu. With `download` it is a link to a file; with `isChecked` one of several choices. */
export type MenuItem = {
  readonly label: string;
  readonly isDisabled?: boolean;
  readonly isChecked?: boolean;
  readonly download?: string;
  readonly onChoose?: () => void;
};

/** Between two items: a line. */
export type MenuEntry = MenuItem | 'line';

/** How far a menu is from its button, and from the edges of the page, in pixels. */
const GAP = 4;
const EDGE = 8;
const WIDTH = 264;

/** A button that opens a menu, as in the WAI-ARIA pattern: the arrow keys, Home and End move in it, Escape closes it. */
export function Menu(props: {
  name: string;
  class?: string;
  children: ComponentChildren;
  entries: readonly MenuEntry[];
  /** What it is about, above the items, where that is not in sight. */
  heading?: ComponentChildren;
}) {
  const { name, children, entries, heading } = props;
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const items = () => [...(list.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];

  const place = () => {
    const rect = button.current?.getBoundingClientRect();
    const style = list.current?.style;
    if (rect === undefined || style === undefined) return;
    const isBelow = rect.bottom < innerHeight * 0.6;
    style.top = isBelow ? `${rect.bottom + GAP}px` : 'auto';
    style.bottom = isBelow ? 'auto' : `${innerHeight - rect.top + GAP}px`;
    style.left = `${Math.max(EDGE, Math.min(rect.left, innerWidth - WIDTH - EDGE))}px`;
    style.maxHeight = `${(isBelow ? innerHeight - rect.bottom : rect.top) - GAP - EDGE}px`;
  };
  useEffect(() => {
    const replace = () => {
      if (list.current?.matches(':popover-open') === true) place();
    };
    addEventListener('resize', replace);
    return () => {
      removeEventListener('resize', replace);
    };
  }, []);
  const move = (event: KeyboardEvent) => {
    const all = items();
    const index = all.findIndex((item) => item === document.activeElement);
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: index + 1,
      ArrowUp: index + all.length - 1,
      Home: 0,
      End: all.length - 1,
    };
    const target = targets[event.key];
    if (event.key === 'Tab') list.current?.hidePopover();
    if (target === undefined) return;
    event.preventDefault();
    all[target % all.length]?.focus();
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        class={`quiet ${props.class ?? ''}`}
        title={name}
        aria-haspopup="menu"
        popovertarget={id}
      >
        {children}
        <span class="visually-hidden">{name}</span>
      </button>
      <div
        ref={list}
        id={id}
        class="menu"
        popover="auto"
        role="menu"
        aria-label={name}
        onKeyDown={move}
        onBeforeToggle={({ newState }) => {
          if (newState === 'open') place();
        }}
        onToggle={({ newState }) => {
          if (newState === 'open') items()[0]?.focus();
        }}
      >
        {heading !== undefined && (
          <p class="menu-heading" aria-hidden="true">
            {heading}
          </p>
        )}
        {entries.map((entry, index) =>
          entry === 'line' ? (
            <div key={index} class="menu-line" role="separator" />
          ) : (
            <Item
              key={entry.label}
              item={entry}
              close={() => {
                list.current?.hidePopover();
              }}
            />
          ),
        )}
      </div>
    </>
  );
}

function Item({ item, close }: { item: MenuItem; close: () => void }) {
  const { label, isDisabled = false, isChecked, download, onChoose } = item;
  if (download !== undefined && !isDisabled) {
    return (
      <a class="menu-item" role="menuitem" tabIndex={-1} href={download} download onClick={close}>
        {label}
      </a>
    );
  }
  return (
    <button
      type="button"
      class="menu-item"
      role={isChecked === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={isChecked}
      aria-disabled={isDisabled}
      tabIndex={-1}
      onClick={() => {
        if (isDisabled) return;
        close();
        onChoose?.();
      }}
    >
      {label}
    </button>
  );
}
