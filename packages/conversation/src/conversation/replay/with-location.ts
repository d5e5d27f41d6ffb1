import { ConversationError } from '../../errors';

/** A place in a conversation. `step` is the step that was reached last, if any was. */
export type Location = { readonly conversation: string; readonly step: string | undefined };

/**
 * The error with its location, in its message and as `at`. What is no `ConversationError` becomes the cause of a
 * `conversation-failed`.
 */
export function withLocation(error: unknown, at: Location): ConversationError & { readonly at: Location } {
  const where = `In the conversation "${at.conversation}"${at.step === undefined ? '' : `, at "${at.step}"`}`;
  const message = `${where}: ${error instanceof Error ? error.message : String(error)}`;
  const code = error instanceof ConversationError ? error.code : 'conversation-failed';
  return Object.assign(new ConversationError(code, message, { cause: error }), { at });
}
