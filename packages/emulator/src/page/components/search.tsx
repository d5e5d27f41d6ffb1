import { useEffect, useRef, useState } from 'preact/hooks';
import type { Found, Hit } from '../../engine/search';
import { dayOf, timeOf } from '../display/format';
import { useAttempt } from '../hooks/use-attempt';
import { search } from '../state/api';
import { hashOf } from '../state/route';
import { ownNameOf } from '../state/state';
import { useStore } from '../state/store';
import { Dialog } from './dialog';
import { SearchIcon } from './icons';
import { PhoneNumber } from './phone-number';
import { Problem } from './problem';

/** The button that opens the search in all conversations. */
export function SearchButton() {
  const { dispatch } = useStore();
  return (
    <button
      type="button"
      class="quiet round search-button"
      title="Search in all conversations ( / )"
      onClick={() => {
        dispatch({ type: 'search', isOpen: true });
      }}
    >
      <SearchIcon />
      <span class="visually-hidden">Search in all conversations</span>
    </button>
  );
}

/** The search, while it is open. The key `/` opens it too, where nothing is written. */
export function Search() {
  const { state, dispatch } = useStore();
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target))
        return;
      if (document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      dispatch({ type: 'search', isOpen: true });
    };
    document.addEventListener('keydown', listen);
    return () => {
      document.removeEventListener('keydown', listen);
    };
  }, []);
  const close = () => {
    dispatch({ type: 'search', isOpen: false });
  };
  return state.isSearching ? (
    <Dialog title="Search" onClose={close}>
      <SearchBox onChoose={close} />
    </Dialog>
  ) : null;
}

/** Whether a key belongs to a field: the message field has it while it is empty too. */
const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));

function SearchBox({ onChoose }: { onChoose: () => void }) {
  const { error, run, clear } = useAttempt();
  const [found, setFound] = useState<Found | null>(null);
  const latest = useRef('');
  const isLooking = useRef(false);
  const box = useRef<HTMLDivElement>(null);

  /** Looks for the latest text, one search at a time, however fast it is typed. */
  const lookForLatest = async () => {
    isLooking.current = true;
    try {
      for (;;) {
        const text = latest.current;
        try {
          const answer = text.trim() === '' ? null : await search(text);
          if (text === latest.current) {
            setFound(answer);
            return;
          }
        } catch (failed) {
          if (text === latest.current) throw failed;
        }
      }
    } finally {
      isLooking.current = false;
    }
  };
  const look = (text: string) => {
    latest.current = text;
    clear();
    if (text.trim() === '') setFound(null);
    if (!isLooking.current) run(lookForLatest);
  };
  const move = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const all = [...(box.current?.querySelectorAll<HTMLElement>('input, a') ?? [])];
    const index = all.findIndex((element) => element === document.activeElement);
    const target = all[index + (event.key === 'ArrowDown' ? 1 : -1)];
    if (index === -1 || target === undefined) return;
    event.preventDefault();
    target.focus();
  };

  return (
    <div class="search" ref={box} onKeyDown={move}>
      <input
        type="search"
        aria-label="Text of a message"
        placeholder="Text of a message"
        autofocus
        maxLength={200}
        onInput={({ currentTarget }) => {
          look(currentTarget.value);
        }}
      />
      <p class="muted" role="status">
        {found === null ? 'In the messages of all conversations.' : foundWords(found)}
      </p>
      <Problem text={error} />
      <ul class="hits" aria-label="Messages">
        {found?.hits.map((hit) => (
          <li key={hit.sid}>
            <HitLink hit={hit} onChoose={onChoose} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function foundWords({ hits, hasMore }: Found): string {
  if (hits.length === 0) return 'No message has this text.';
  if (hasMore) return `The newest ${hits.length} messages. There are more.`;
  return hits.length === 1 ? '1 message' : `${hits.length} messages`;
}

function HitLink({ hit, onChoose }: { hit: Hit; onChoose: () => void }) {
  const { state } = useStore();
  const { from, to, sid, direction, body, at } = hit;
  const name = ownNameOf(state, to) ?? to;
  return (
    <a
      class="hit"
      href={hashOf({ phone: from, number: to, turn: null, message: sid, tab: state.tab })}
      onClick={onChoose}
    >
      <span class="hit-top">
        <span>
          <PhoneNumber value={from} /> {direction === 'inbound' ? 'to' : 'from'} {name}
        </span>
        <small class="muted">
          {dayOf(at)} {timeOf(at)}
        </small>
      </span>
      <span class="hit-body" dir="auto">
        {body}
      </span>
    </a>
  );
}
