import { ConversationError } from '../errors';
import { MAX_MEDIA, MAX_TEXT_LENGTH, type OutgoingMessage } from './message';

/** Maximum number of messages in one reply. Source: https://www.twilio.com/docs/api/errors/14109 */
const MAX_MESSAGES = 10;

/** The messages of one reply, in order. */
export type ReplyTexts = {
  /** @throws {ConversationError} `message-text`: Twilio would not send this message, or there are too many. */
  readonly add: (message: unknown) => void;
  readonly texts: readonly OutgoingMessage[];
};

/** A reply without messages, to add messages to. What is too many for Twilio is joined to the text before, if it fits. */
export function replyTexts(): ReplyTexts {
  const texts: OutgoingMessage[] = [];
  return {
    add(message) {
      requireSendable(message);
      if (texts.length < MAX_MESSAGES) {
        texts.push(message);
        return;
      }
      const last = texts.at(-1);
      const joined =
        typeof last === 'string' && typeof message === 'string' ? `${last}\n${message}` : undefined;
      if (joined === undefined || joined.length > MAX_TEXT_LENGTH) {
        throw new ConversationError(
          'message-text',
          `More than ${MAX_MESSAGES} messages in one reply, and Twilio sends no more. Say it in fewer messages.`,
        );
      }
      texts[MAX_MESSAGES - 1] = joined;
    },
    texts,
  };
}

/**
 * Checks that Twilio would send a message: 1 to 1,600 characters, not only spaces, or files with up to 1,600 characters.
 * @throws {ConversationError} `message-text`.
 */
export function requireSendable(message: unknown): asserts message is OutgoingMessage {
  const { body, media } = (typeof message === 'object' && message !== null ? message : { body: message }) as {
    body?: unknown;
    media?: unknown;
  };
  if (typeof body !== 'string') {
    throw messageError(`A message must be a string, and this is a value of type ${typeof body}.`);
  }
  if (media !== undefined && !isMedia(media)) {
    throw messageError(
      `The files of a message must be 1 to ${MAX_MEDIA} addresses that begin with https:// or http://.`,
    );
  }
  if (media === undefined && body.trim() === '') {
    throw messageError('A message has no text. Write some, or send none.');
  }
  if (body.length > MAX_TEXT_LENGTH) {
    throw messageError(
      `A message has ${body.length} characters, and ${MAX_TEXT_LENGTH} are the limit. Shorten it; if it repeats ` +
        'what the sender wrote, let the reader allow less.',
    );
  }
}

const messageError = (problem: string) => new ConversationError('message-text', problem);

const isMedia = (media: unknown): boolean =>
  Array.isArray(media) &&
  media.length > 0 &&
  media.length <= MAX_MEDIA &&
  media.every((url) => typeof url === 'string' && /^https?:\/\/\S+$/i.test(url));
