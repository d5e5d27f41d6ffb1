import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';

type Tab<Name extends string> = {
  readonly name: Name;
  /** A number on the corner. Zero is not shown. */
  readonly badge?: number;
  readonly content: ComponentChildren;
};

/** Tabs as in the WAI-ARIA pattern: the arrow keys, Home and End select another. */
export function Tabs<Name extends string>(props: {
  label: string;
  tabs: readonly Tab<Name>[];
  selected: Name;
  onSelect: (name: Name) => void;
}) {
  const { label, tabs, selected, onSelect } = props;
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const index = tabs.findIndex(({ name }) => name === selected);

  const move = (event: KeyboardEvent) => {
    const targets: Readonly<Record<string, number>> = {
      ArrowRight: (index + 1) % tabs.length,
      ArrowLeft: (index + tabs.length - 1) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    };
    const target = targets[event.key];
    const tab = target === undefined ? undefined : tabs[target];
    if (target === undefined || tab === undefined) return;
    event.preventDefault();
    onSelect(tab.name);
    list.current?.querySelectorAll('button')[target]?.focus();
  };

  return (
    <>
      <div class="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={move}>
        {tabs.map(({ name, badge }) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            aria-selected={name === selected}
            aria-controls={`${id}-panel`}
            tabIndex={name === selected ? 0 : -1}
            onClick={() => {
              onSelect(name);
            }}
          >
            {name}
            {badge !== undefined && (
              <span class={`badge ${badge === 0 ? 'none' : ''}`}>{badge === 0 ? '' : badge}</span>
            )}
          </button>
        ))}
      </div>
      <div
        class="tab-panel"
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${selected}`}
        tabIndex={0}
      >
        {tabs[index]?.content}
      </div>
    </>
  );
}
