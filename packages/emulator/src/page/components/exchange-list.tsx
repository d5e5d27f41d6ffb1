import type { DebuggerEntry, Exchange, Purpose, Turn } from '../../engine/types';
import { took } from '../display/format';
import { WarningIcon } from './icons';

const PURPOSES: Readonly<Record<Purpose, string>> = {
  webhook: 'Webhook',
  fallback: 'Fallback',
  redirect: 'Redirect',
  action: 'Action',
  statusCallback: 'Status callback',
};

/** Every request of a turn, in order; the one that is chosen is shown below. */
export function ExchangeList(props: { turn: Turn; selected: number; onSelect: (index: number) => void }) {
  const { turn, selected, onSelect } = props;
  const { exchanges, errors } = turn;
  if (exchanges.length === 0) return <p class="exchanges muted">No request has been made yet.</p>;
  return (
    <ol class="exchanges" aria-label="Requests of this turn">
      {exchanges.map((exchange, index) => (
        <li key={index}>
          <button
            type="button"
            aria-pressed={index === selected}
            onClick={() => {
              onSelect(index);
            }}
          >
            <span class="purpose">
              {PURPOSES[exchange.purpose]}
              <Faults entries={errors.filter((entry) => entry.exchange === index)} />
            </span>
            <code>
              {exchange.request.method} {pathOf(exchange.request.url)}
            </code>
            <Status exchange={exchange} />
            <span class="muted">{took(exchange.durationMs)}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}

/** Marks a request that Twilio's debugger has something to say about. */
function Faults({ entries }: { entries: readonly DebuggerEntry[] }) {
  if (entries.length === 0) return null;
  const level = entries.some((entry) => entry.level === 'error') ? 'bad' : 'warn';
  return (
    <span class={`entry-codes ${level}`}>
      <WarningIcon /> {entries.map(({ code }) => code).join(', ')}
    </span>
  );
}

/** The status of an answer, coloured by whether Twilio could use it. */
export function Status({ exchange: { response, failure } }: { exchange: Exchange }) {
  const good = response !== null && response.status < 400 && failure === null;
  return <span class={`status ${good ? 'good' : 'bad'}`}>{response?.status ?? 'No answer'}</span>;
}

function pathOf(url: string): string {
  try {
    return new URL(url).pathname;
  } catch {
    return url;
  }
}
