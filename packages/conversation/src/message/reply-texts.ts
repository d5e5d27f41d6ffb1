import { ConversationError } from '../errors';
import { MAX_TEXT_LENGTH } from './message';

/** Most messages in one reply. Source: https://www.twilio.com/docs/api/errors/14109 */
const MAX_MESSAGES = 10;

/** The messages of one reply, in their order. */
export type Outbox = {
  /** @throws {ConversationError} `message-text`: not a text that Twilio would send, or one too many. */
  readonly send: (text: unknown) => void;
  readonly messages: readonly string[];
};

/** An empty outbox. */
export function outbox(): Outbox {
  const messages: string[] = [];
  return {
    send(text) {
      requireSendable(text);
      if (messages.length === MAX_MESSAGES) {
        throw new ConversationError(
          'message-text',
          `More than ${MAX_MESSAGES} messages in one reply, and Twilio sends no more. Say it in fewer messages.`,
        );
      }
      messages.push(text);
    },
    messages,
  };
}

/**
 * Makes sure that Twilio would send a text: 1 to 1,600 characters, not only spaces.
 * @throws {ConversationError} `message-text`.
 */
export function requireSendable(text: unknown): asserts text is string {
  if (typeof text !== 'string') {
    throw new ConversationError(
      'message-text',
      `A message must be a text, and this is a value of type ${typeof text}.`,
    );
  }
  if (text.trim() === '') {
    throw new ConversationError('message-text', 'A message has no text. Write some, or send none.');
  }
  if (text.length > MAX_TEXT_LENGTH) {
    throw new ConversationError(
      'message-text',
      `A message has ${text.length} characters, and ${MAX_TEXT_LENGTH} are the limit. Shorten it; if it repeats ` +
        'what the sender wrote, let the reader allow less.',
    );
  }
}
