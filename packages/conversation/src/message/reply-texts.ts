import { ConversationError } from '../errors';
import { MAX_TEXT_LENGTH } from './message';

/** Maximum number of messages in one reply. Source: https://www.twilio.com/docs/api/errors/14109 */
const MAX_MESSAGES = 10;

/** The texts of one reply's messages, in order. */
export type ReplyTexts = {
  /** @throws {ConversationError} `message-text`: Twilio would not send this text, or there are too many. */
  readonly add: (text: unknown) => void;
  readonly texts: readonly string[];
};

/** A reply without messages, to add texts to. */
export function replyTexts(): ReplyTexts {
  const texts: string[] = [];
  return {
    add(text) {
      requireSendable(text);
      if (texts.length === MAX_MESSAGES) {
        throw new ConversationError(
          'message-text',
          `More than ${MAX_MESSAGES} messages in one reply, and Twilio sends no more. Say it in fewer messages.`,
        );
      }
      texts.push(text);
    },
    texts,
  };
}

/**
 * Checks that Twilio would send a text: 1 to 1,600 characters, not only spaces.
 * @throws {ConversationError} `message-text`.
 */
export function requireSendable(text: unknown): asserts text is string {
  if (typeof text !== 'string') {
    throw new ConversationError(
      'message-text',
      `A message must be a string, and this is a value of type ${typeof text}.`,
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
