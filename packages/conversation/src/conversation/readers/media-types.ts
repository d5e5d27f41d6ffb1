import { ConversationError } from '../../errors';
import { isObject, type Json } from '../../json';
import type { Media } from '../../message/message';

/** `image/*` or `image/png`. Source of the characters: RFC 6838, section 4.2. */
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/(?:\*|[a-z0-9][a-z0-9!#$&^_.+-]*)$/i;

/**
 * Whether a file is of one of these media types, such as `image/png`; `image/*` is any image.
 *
 * @param reader - the name of the reader, for its errors.
 * @throws {ConversationError} `reader-definition` for an invalid type, or none.
 */
export function ofTypes(reader: string, types: readonly string[]): (file: Media) => boolean {
  const wrong = types.find((type) => !MEDIA_TYPE.test(type));
  if (wrong !== undefined || types.length === 0) {
    throw new ConversationError(
      'reader-definition',
      `${reader}() needs types like "image/png": ${String(wrong)}.`,
    );
  }
  return ({ contentType }) => types.some((type) => matches(contentType, type.toLowerCase()));
}

/** Whether a stored answer has the shape of a file. */
export const isMedia = (answer: Json): answer is Media =>
  isObject(answer) && typeof answer.url === 'string' && typeof answer.contentType === 'string';

function matches(contentType: string, type: string): boolean {
  const essence = contentType.replace(/;.*$/s, '').trim().toLowerCase();
  return type.endsWith('/*') ? essence.startsWith(type.slice(0, -1)) : essence === type;
}
