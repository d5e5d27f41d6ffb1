import { ConversationError, type Location } from '../../errors';

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
