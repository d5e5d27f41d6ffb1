import { debuggerEntry } from '../debugger';
import { addToPastTurn } from '../messages/status-callbacks';
import type { LogLine, SourcePlace, Turn } from '../types';
import type { Cause, EngineParts } from './turn-context';
import { addFailure, addLog, newTurnReports, type TurnReports, viewOfReports } from './turn-reports';

/** A failure of a Function, of which its answer tells nothing or too little. */
export type FunctionFailure = {
  /** The path of the Function: `/sms`. */
  readonly path: string;
  readonly message: string;
  /** Whether the request is answered with it, as with HTTP 500, or not at all. Otherwise it has another answer. */
  readonly isAnswer: boolean;
  readonly at?: SourcePlace;
  readonly frames?: readonly SourcePlace[];
};

/** What a Function prints; `undefined` when it prints more than is told. */
export type FunctionLog = Pick<LogLine, 'level' | 'text'> | undefined;

/** Takes what is told of the Functions' calls, by the `I-Twilio-Idempotency-Token` of their requests, and shows it in their turns. */
export type FunctionReports = {
  readonly noteFailure: (token: string, failure: FunctionFailure) => void;
  readonly noteLog: (token: string, log: FunctionLog) => void;
};

/** Lines that are printed within this time are shown together, in milliseconds. */
const TOGETHER_MS = 50;

/** Both also take what comes when the turn has ended. A token that is not known is of no turn. */
export function createFunctionReports(parts: EngineParts): FunctionReports {
  /** The SIDs of running turns with lines that are not shown yet. */
  const unshown = new Set<string>();
  /** Of turns that have ended, by their SIDs. */
  const late = new Map<string, { readonly cause: Cause; readonly reports: TurnReports }>();
  let cancelTimer: (() => void) | undefined;
  parts.stopping.addEventListener('abort', () => cancelTimer?.());

  const showAll = (): void => {
    cancelTimer = undefined;
    for (const turn of unshown) parts.runningReports.get(turn)?.show();
    for (const { cause, reports } of late.values()) showLate(cause, reports, [], parts);
    unshown.clear();
    late.clear();
  };

  return {
    noteFailure(token, failure) {
      const { isAnswer, path, message, at, frames = [] } = failure;
      const request = parts.underWay.get(token);
      if (isAnswer && request !== undefined) request.why = wordsOf(failure);
      const cause = parts.causes.get(token);
      if (cause === undefined) return;
      const shown = { path, message, ...(at && { at }), ...(frames.length > 0 && { frames }) };
      const entries = isAnswer ? [] : [debuggerEntry({ code: 82005, detail: wordsOf(failure) }, null)];
      const running = parts.runningReports.get(cause.turn);
      if (running === undefined) {
        const reports = newTurnReports();
        addFailure(reports, shown);
        showLate(cause, reports, entries, parts);
        return;
      }
      if (addFailure(running.reports, shown)) running.errors.push(...entries);
      running.show();
    },
    noteLog(token, log) {
      const cause = parts.causes.get(token);
      if (cause === undefined || parts.stopping.aborted) return;
      const running = parts.runningReports.get(cause.turn);
      if (running === undefined) {
        const { reports } = late.get(cause.turn) ?? { reports: newTurnReports() };
        addLog(reports, log, parts.clock.now());
        late.set(cause.turn, { cause, reports });
      } else {
        addLog(running.reports, log, parts.clock.now());
        unshown.add(cause.turn);
      }
      cancelTimer ??= parts.startTimer(showAll, TOGETHER_MS);
    },
  };
}

/** With its place: `TypeError: x is not a function (src/functions/sms.ts:12:5)`. */
function wordsOf({ message, at }: FunctionFailure): string {
  if (at === undefined) return message;
  const place = [at.file, at.line, at.column].filter((part) => part !== undefined).join(':');
  return message.includes(place) ? message : `${message} (${place})`;
}

/** Shows what has come after the end of a turn, if that is still kept. */
function showLate(
  { turn: sid, from, to }: Cause,
  { failures, logs, hasMoreLogs }: TurnReports,
  errors: Turn['errors'],
  parts: EngineParts,
): void {
  const conversation = parts.conversations.find(from, to);
  if (conversation === undefined) return;
  addToPastTurn({ exchanges: [], errors }, sid, conversation, parts, (turn) => {
    const reports = newTurnReports(turn);
    for (const failure of failures) addFailure(reports, failure);
    for (const line of logs) addLog(reports, line, line.at);
    if (hasMoreLogs) addLog(reports, undefined, 0);
    return { ...turn, ...viewOfReports(reports) };
  });
}
