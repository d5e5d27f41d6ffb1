import { ConversationError } from '../../errors';
import { isObject, type Json } from '../../json';
import type { Media } from '../../message/message';
import { normalizeText } from '../../message/normalize-text';
import { refuseReserved } from '../../message/reserved-words';
import { accepted, answered, NO_QUESTION, unreadable, type Question, type Reader } from '../reader';

type Options = {
  /** Accepted media types, such as `image/png`; `image/*` is any image. Default: `['image/*']`. */
  readonly types?: readonly [string, ...string[]];
};

/** `image/*` or `image/png`. Source of the characters: RFC 6838, section 4.2. */
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/(?:\*|[a-z0-9][a-z0-9!#$&^_.+-]*)$/i;

/**
 * Reads a picture of an MMS: its first file of an accepted type.
 *
 * @param options - `skip` is a word that skips the question; the value is then `null`.
 * @throws {ConversationError} `reader-definition` for an invalid type, `reserved-word` for a reserved `skip`.
 */
export function media(options?: Options & { readonly skip?: never }): Reader<Media>;
export function media(options: Options & { readonly skip: string }): Reader<Media | null>;
export function media({
  types = ['image/*'],
  skip,
}: Options & { readonly skip?: string | undefined } = {}): Reader<Media | null> {
  const wrong = types.find((type) => !MEDIA_TYPE.test(type));
  if (wrong !== undefined || types.length === 0) {
    throw new ConversationError(
      'reader-definition',
      `media() needs types like "image/png": ${String(wrong)}.`,
    );
  }
  if (skip !== undefined) refuseReserved([skip], 'choice', 'reader-definition');
  const refused = ({ texts }: Question) =>
    unreadable(skip === undefined ? texts.picture : texts.pictureOr(skip));
  const suits = (contentType: string) => types.some((type) => matches(contentType, type.toLowerCase()));

  return {
    read({ body, media }, question = NO_QUESTION) {
      const file = media.find(({ contentType }) => suits(contentType));
      if (file !== undefined) return answered({ url: file.url, contentType: file.contentType });
      return skip !== undefined && normalizeText(body) === normalizeText(skip)
        ? answered(null)
        : refused(question);
    },
    accept(answer, question = NO_QUESTION) {
      if (answer === null) return skip === undefined ? refused(question) : accepted(null);
      return isMedia(answer) && suits(answer.contentType) ? accepted(answer) : refused(question);
    },
  };
}

const isMedia = (answer: Json): answer is Media =>
  isObject(answer) && typeof answer.url === 'string' && typeof answer.contentType === 'string';

function matches(contentType: string, type: string): boolean {
  const essence = contentType.replace(/;.*$/s, '').trim().toLowerCase();
  return type.endsWith('/*') ? essence.startsWith(type.slice(0, -1)) : essence === type;
}
