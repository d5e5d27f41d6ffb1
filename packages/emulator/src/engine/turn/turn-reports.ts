import type { DebuggerEntry, LogLine, Turn, TurnFailure } from '../types';

/** What is told of the Functions' calls in a turn. It is changed in place. */
export type TurnReports = {
  failures: TurnFailure[];
  logs: LogLine[];
  logUnits: number;
  hasMoreLogs: boolean;
};

/** Those of a turn that runs, with its debugger entries, which are changed in place, and how the turn is shown with them. */
export type RunningReports = {
  readonly reports: TurnReports;
  readonly errors: DebuggerEntry[];
  readonly show: () => void;
};

const MAX_FAILURES = 10;
const MAX_LOGS = 200;
/** In UTF-16 units. */
const MAX_LOG_UNITS = 64_000;

/** Those of a turn that has some already, or of one that begins. */
export const newTurnReports = ({
  failures = [],
  logs = [],
  hasMoreLogs = false,
}: Pick<Turn, 'failures' | 'logs'> & { readonly hasMoreLogs?: boolean } = {}): TurnReports => ({
  failures: [...failures],
  logs: [...logs],
  logUnits: logs.reduce((sum, { text }) => sum + text.length, 0),
  hasMoreLogs,
});

/**
 * Adds a failure. It replaces the same one, as when its line has been found since.
 *
 * @returns whether there is one more.
 */
export function addFailure({ failures }: TurnReports, failure: TurnFailure): boolean {
  const same = failures.findIndex(
    ({ path, message }) => path === failure.path && message === failure.message,
  );
  if (same >= 0) failures[same] = failure;
  const isMore = same < 0 && failures.length < MAX_FAILURES;
  if (isMore) failures.push(failure);
  return isMore;
}

/** Adds what was printed; `undefined`: there is more than is told. */
export function addLog(
  reports: TurnReports,
  log: Pick<LogLine, 'level' | 'text'> | undefined,
  at: number,
): void {
  const room = MAX_LOG_UNITS - reports.logUnits;
  if (log === undefined || reports.logs.length >= MAX_LOGS || log.text.length > room) {
    reports.hasMoreLogs = true;
    return;
  }
  reports.logs.push({ level: log.level, text: log.text, at });
  reports.logUnits += log.text.length;
}

/** What a turn shows of them; nothing when there are none. */
export const viewOfReports = ({
  failures,
  logs,
  hasMoreLogs,
}: TurnReports): Pick<Turn, 'failures' | 'logs' | 'hasMoreLogs'> => ({
  ...(failures.length > 0 && { failures: [...failures] }),
  ...(logs.length > 0 && { logs: [...logs] }),
  ...(hasMoreLogs && { hasMoreLogs: true }),
});
