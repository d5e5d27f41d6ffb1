import { debuggerEntry } from '../debugger';
import { addToPastTurn } from '../messages/status-callbacks';
import type { EngineParts } from './turn-context';

/** A failure of a Function that is served in this process, of which its answer tells nothing or too little. */
export type FunctionFailure = {
  /** What happened, where, and what to do. */
  readonly text: string;
  /** Whether the request is answered with it, as with HTTP 500. Otherwise it has another answer. */
  readonly isAnswer: boolean;
};

/**
 * Shows a failure in the turn of the request: as the reason of its answer, or as an error of its own, also when the turn has ended.
 *
 * @param token - `I-Twilio-Idempotency-Token` of the request.
 */
export function noteFunctionFailure(
  token: string,
  { text, isAnswer }: FunctionFailure,
  parts: EngineParts,
): void {
  const request = parts.underWay.get(token);
  if (isAnswer && request !== undefined) {
    request.why = text;
    return;
  }
  const cause = parts.causes.get(token);
  if (cause === undefined) return;
  const entry = debuggerEntry({ code: 82005, detail: text }, null);
  const running = parts.errorsByTurn.get(cause.turn);
  if (running !== undefined) {
    running.push(entry);
    return;
  }
  const conversation = parts.conversations.find(cause.from, cause.to);
  if (conversation !== undefined)
    addToPastTurn({ exchanges: [], errors: [entry] }, cause.turn, conversation, parts);
}
