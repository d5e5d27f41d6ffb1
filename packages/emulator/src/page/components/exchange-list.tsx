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
  if (exchanges.length === 0) {
    const words = turn.durationMs === null ? 'No request has been made yet.' : 'No request was made.';
    return <p class="exchanges muted">{words}</p>;
  }
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
              {purposeOf(exchange, exchanges.slice(0, index))}
              <DebuggerCodes entries={errors.filter((entry) => entry.exchange === index)} />
            </span>
            <code>
              {exchange.request.method} {pathOf(exchange)}
            </code>
            <Status exchange={exchange} />
            {exchange.purpose !== 'api' && <span class="muted">{took(exchange.durationMs)}</span>}
          </button>
        </li>
      ))}
    </ol>
  );
}

/**
 * Why the request was made, and whether its answer was lost, or that of the one before; of a status callback, also the status that it tells.
 *
 * @param before - the requests of the turn before it.
 */
function purposeOf({ purpose, request, lost }: Exchange, before: readonly Exchange[]): string {
  const status = request.parameters.find(([name]) => name === 'MessageStatus')?.[1];
  const title = PURPOSES[purpose];
  if (purpose === 'statusCallback' && status !== undefined) return `${title}: ${status}`;
  if (lost === true) return `${title}, answer lost`;
  return purpose === 'webhook' && before.some((other) => other.lost) ? `${title} again` : title;
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

/** The path of the address; the account in one of the REST API is shortened, so that the resource is on the screen. */
function pathOf({ purpose, request: { url } }: Exchange): string {
  try {
    const { pathname } = new URL(url);
    return purpose === 'api' ? pathname.replace(/(?<=\/AC)[0-9a-f]{32}(?=\/)/, '…') : pathname;
  } catch {
    return url;
  }
}
