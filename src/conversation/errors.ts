/** What a {@link ConversationError} is about. */
export type ConversationErrorCode =
  'secret-missing' | 'secret-too-short' | 'cookie-name' | 'time' | 'session-not-json' | 'session-too-large';

/**
 * A developer's mistake: settings or code must change. Never thrown for what a sender, or anybody else on
 * the network, sends. The message says what happened and what to do, and holds no secret.
 */
export class ConversationError extends Error {
  override readonly name = 'ConversationError';

  constructor(
    readonly code: ConversationErrorCode,
    message: string,
  ) {
    super(message);
  }
}
