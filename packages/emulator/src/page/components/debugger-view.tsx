import type { DebuggerEntry, Turn } from '../../engine/types';
import { entryWords } from '../display/entry-words';
import { webAddress } from '../display/format';
import { FailureList } from './failure-list';

/** The entries that Twilio's debugger would have for a turn. */
export function DebuggerView({
  turn,
  onShowExchange,
}: {
  turn: Turn;
  onShowExchange: (index: number) => void;
}) {
  const { failures = [] } = turn;
  if (turn.errors.length === 0 && failures.length === 0) {
    return <p class="all-well">No errors, no warnings. Twilio’s debugger would stay empty.</p>;
  }
  return (
    <>
      {failures.length > 0 && <FailureList failures={failures} />}
      <ul class="entries">
        {turn.errors.map((entry, index) => (
          <Entry key={index} entry={entry} onShowExchange={onShowExchange} />
        ))}
      </ul>
    </>
  );
}

function Entry({ entry, onShowExchange }: { entry: DebuggerEntry; onShowExchange: (index: number) => void }) {
  const { code, level, title, url, exchange } = entry;
  const address = webAddress(url);
  return (
    <li class={`entry ${level}`}>
      <h3>
        <span class="level">{level === 'error' ? 'Error' : 'Warning'}</span> {code} {title}
      </h3>
      <p>{entryWords(entry)}</p>
      <p class="entry-links">
        {address !== null && (
          <a href={address} target="_blank" rel="noreferrer">
            Twilio’s page of {code}
            <span class="visually-hidden"> (opens a new tab)</span>
          </a>
        )}
        {exchange !== null && (
          <button
            type="button"
            class="link"
            onClick={() => {
              onShowExchange(exchange);
            }}
          >
            Show the request that caused it
          </button>
        )}
      </p>
    </li>
  );
}
