import type { DebuggerEntry, Exchange, Purpose, Turn } from '../../engine/types';
import { took } from '../display/format';
import { WarningIcon } from './icons';

const PURPOSES: Readonly<Record<Purpose, string>> = {
  webhook: 'Webhook',
  fallback: 'Fallback',
  redirect: 'Redirect',
  action: 'Action',
  api: 'REST API',
  statusCallback: 'Status callback',
};

/** The requests of a turn, oldest first; the selected one is shown below the list. */
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
              <DebuggerCodes entries={errors.filter((entry) => entry.exchange === index)} />
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

/** The codes of a request's entries in Twilio's debugger. */
function DebuggerCodes({ entries }: { entries: readonly DebuggerEntry[] }) {
  if (entries.length === 0) return null;
  const level = entries.some((entry) => entry.level === 'error') ? 'bad' : 'warn';
  return (
    <span class={`entry-codes ${level}`}>
      <WarningIcon /> {entries.map(({ code }) => code).join(', ')}
    </span>
  );
}

/** The HTTP status of a response, coloured by whether Twilio could use the response. */
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
