import type { DebuggerEntry, Turn } from '../../engine/types';
import { count } from '../display/format';
import { WarningIcon } from './icons';
import { LogLines } from './log-view';
import { PlaceLink } from './place-link';

/** What has failed in a turn, and what its Functions have printed, beside the message that began it. */
export function TurnReport({ turn }: { turn: Turn }) {
  const { failures = [], logs = [], hasMoreLogs = false } = turn;
  // What a Function tells says more than the debugger's entry for its answer.
  const error = failures.length > 0 ? undefined : turn.errors.find(({ level }) => level === 'error');
  if (failures.length === 0 && error === undefined && logs.length === 0) return null;
  return (
    <div class="turn-report">
      {failures.map(({ message, at }, index) => (
        <p key={index} class="failure">
          <WarningIcon /> <span class="failure-words">{message}</span> {at && <PlaceLink place={at} />}
        </p>
      ))}
      {error !== undefined && <ErrorLine error={error} />}
      {logs.length > 0 && (
        <details class="turn-log">
          <summary>Log · {count(logs.length, 'entry', 'entries')}</summary>
          <LogLines logs={logs} hasMore={hasMoreLogs} />
        </details>
      )}
    </div>
  );
}

function ErrorLine({ error: { code, title, detail, position } }: { error: DebuggerEntry }) {
  return (
    <p class="failure">
      <WarningIcon />{' '}
      <span class="failure-words">
        {code} {title}: {detail}
        {position !== undefined && ` Line ${position.line}, column ${position.column} of the answer.`}
      </span>
    </p>
  );
}
