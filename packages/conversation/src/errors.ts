/** The kinds of {@link ConversationError}. */
export type ConversationErrorCode =
  | 'secret-missing'
  | 'secret-too-short'
  | 'cookie-name'
  | 'time'
  | 'session-not-json'
  | 'session-too-large'
  /** Invalid options of a session store. */
  | 'store-definition'
  /** Sync, `begin` and reminders need the account's credentials. */
  | 'account-missing'
  /** The Sync service is not there, or not for this account. */
  | 'sync-service'
  /** Invalid arguments of `conversation()`, or an invalid `maxAttempts`. */
  | 'conversation-definition'
  /** Invalid arguments of a reader. */
  | 'reader-definition'
  /** A restart word or a choice that Twilio intercepts. */
  | 'reserved-word'
  | 'step-name'
  /** Two steps with the same name in one replay. */
  | 'step-twice'
  /** A step without `yield*`. */
  | 'step-not-taken'
  /** An answer or a result that is not JSON. */
  | 'step-not-json'
  /** Too many steps, or too many `forget`, without an open question. */
  | 'steps-endless'
  /** `forget` names no step that has an answer or a result. */
  | 'nothing-to-forget'
  /** A reminder that Twilio would not take, or that would come after the session's end. */
  | 'reminder-definition'
  /** There is no Messaging Service for reminders. */
  | 'messaging-service-missing'
  /** `begin` with a store that cannot store before a message comes in. */
  | 'begin-store'
  /** A number of `begin` that no incoming message would have. */
  | 'phone-number'
  /** `begin` while a conversation of that pair is under way. No mistake of the developer. */
  | 'under-way'
  /** `begin` to somebody who has opted out. No mistake either. */
  | 'opted-out'
  /** Invalid options of `optOuts`, or none for a number whose opt-outs Twilio does not answer. */
  | 'opt-out-definition'
  /** A message that Twilio would not send, or too many in one reply. */
  | 'message-text'
  /** The conversation's own code, a reader or an effect threw; `cause` is what it threw. */
  | 'conversation-failed';

/** A place in a conversation. `step` is the step that was reached last, if any was. */
export type Location = { readonly conversation: string; readonly step: string | undefined };

/**
 * A developer's mistake: settings or code must change. Never thrown because of what a sender, or anybody else on the
 * network, sends. The message says what happened and what to do, and contains no secret.
 */
export class ConversationError extends Error {
  override readonly name = 'ConversationError';
  /** Where in a conversation it came to light. */
  declare readonly at?: Location;
  constructor(
    readonly code: ConversationErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
