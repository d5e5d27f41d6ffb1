import type { DebuggerEntry, Turn } from '../../engine/types';
import { entryWords } from '../display/entry-words';
import { count } from '../display/format';
import { WarningIcon } from './icons';
import { LogLines } from './log-view';
import { PlaceLink } from './place-link';

/**
 * What has failed in a turn, and what its Functions have printed, beside the message that began it.
 *
 * @param props.said - the code of the error that the message's own status tells.
 */
export function TurnReport({ turn, said }: { turn: Turn; said: number | undefined }) {
  const { failures = [], logs = [], hasMoreLogs = false } = turn;
  // What a Function tells says more than the debugger's entry for its answer.
  const error =
    failures.length > 0
      ? undefined
      : turn.errors.find(({ level, code }) => level === 'error' && code !== said);
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
          <LogLines logs={logs} hasMore={hasMoreLogs} scrolls />
        </details>
      )}
    </div>
  );
}

const ErrorLine = ({ error }: { error: DebuggerEntry }) => (
  <p class="failure">
    <WarningIcon />{' '}
    <span class="failure-words">
      {error.code} {error.title}: {entryWords(error)}
    </span>
  </p>
);
