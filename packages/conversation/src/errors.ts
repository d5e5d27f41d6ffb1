/** What a {@link ConversationError} is about. */
export type ConversationErrorCode =
  | 'secret-missing'
  | 'secret-too-short'
  | 'cookie-name'
  | 'time'
  | 'session-not-json'
  | 'session-too-large'
  /** What `conversation()` was given cannot be a conversation. */
  | 'conversation-definition'
  /** What a reader was given cannot be read by. */
  | 'reader-definition'
  /** A word that Twilio keeps for itself, as a command or a choice. */
  | 'reserved-word'
  | 'step-name'
  /** Two steps of one name on one way through the conversation. */
  | 'step-twice'
  /** A step without its `yield*`. */
  | 'step-not-taken'
  /** An answer or a result that is not JSON. */
  | 'step-not-json'
  /** Steps without end and without a question. */
  | 'steps-endless'
  | 'nothing-to-forget'
  /** A text that Twilio would not send, or too many. */
  | 'message-text'
  /** The conversation's own code, a reader or an effect threw; `cause` is what it threw. */
  | 'conversation-failed';

/**
 * A developer's mistake: settings or code must change. Never thrown for what a sender, or anybody else on
 * the network, sends. The message says what happened and what to do, and holds no secret.
 */
export class ConversationError extends Error {
  override readonly name = 'ConversationError';
  constructor(
    readonly code: ConversationErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
