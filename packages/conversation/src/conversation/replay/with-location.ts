import { ConversationError, type ConversationErrorCode } from '../../errors';

/** Where in a conversation something went wrong. `step` is the step that was reached last, if any was. */
export type Place = { readonly conversation: string; readonly step: string | undefined };

/** A mistake that came to light while a conversation was running. */
class LocatedError extends ConversationError {
  readonly at: Place;

  constructor(code: ConversationErrorCode, message: string, at: Place, cause: unknown) {
    super(code, message, { cause });
    this.at = at;
  }
}

export type { LocatedError };

/** The same mistake with its place, or whatever else was thrown as the cause of a `conversation-failed`. */
export function located(error: unknown, at: Place): LocatedError {
  const where = `In the conversation "${at.conversation}"${at.step === undefined ? '' : `, at "${at.step}"`}`;
  const message = `${where}: ${error instanceof Error ? error.message : String(error)}`;
  const code = error instanceof ConversationError ? error.code : 'conversation-failed';
  return new LocatedError(code, message, at, error);
}
