import { ConversationError } from '../../errors';
import type { Json } from '../../json';
import { accepted, answered, NO_QUESTION, unreadable, type Reader } from '../reader';

/** Default maximum length: one SMS in the GSM-7 alphabet. */
const MAX_LENGTH = 160;

/** Code points of two code units. */
const SURROGATE_PAIRS = /[\u{10000}-\u{10ffff}]/gu;

/**
 * Reads a text, without spaces around it.
 *
 * @param limits - the minimum and maximum length in Unicode code points. Default: 1 and 160.
 * @throws {ConversationError} `reader-definition` for limits that are no whole numbers or exclude every text.
 */
export function text({ min = 1, max = MAX_LENGTH }: { min?: number; max?: number } = {}): Reader<string> {
  if (!(Number.isInteger(min) && Number.isInteger(max) && 0 <= min && min <= max)) {
    throw new ConversationError('reader-definition', `text() cannot have ${min} to ${max} characters.`);
  }
  const accept = (answer: Json, { texts } = NO_QUESTION) => {
    if (typeof answer !== 'string') return unreadable(texts.text);
    const length = answer.length - (answer.match(SURROGATE_PAIRS)?.length ?? 0);
    if (length < min) return unreadable(min === 1 ? texts.text : texts.atLeast(min));
    return length > max ? unreadable(texts.atMost(max)) : accepted(answer);
  };
  return { read: ({ body }) => answered(body.trim()), accept };
}
