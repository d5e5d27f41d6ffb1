import type { Media } from '../../message/message';
import { refuseReserved } from '../../message/reserved-words';
import { accepted, answered, NO_QUESTION, unreadable, type Question, type Reader } from '../reader';
import { says } from '../words';
import { isMedia, ofTypes } from './media-types';

type Options = {
  /** Accepted media types, such as `image/png`; `image/*` is any image. Default: `['image/*']`. */
  readonly types?: readonly [string, ...string[]];
};

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
  const suits = ofTypes('media', types);
  if (skip !== undefined) refuseReserved([skip], 'choice', 'reader-definition');
  const refused = ({ texts }: Question) =>
    unreadable(skip === undefined ? texts.picture : texts.pictureOr(skip));

  return {
    read(message, question = NO_QUESTION) {
      const file = message.media.find(suits);
      if (file !== undefined) return answered({ url: file.url, contentType: file.contentType });
      return skip !== undefined && says(skip, message, question.texts) ? answered(null) : refused(question);
    },
    accept(answer, question = NO_QUESTION) {
      if (answer === null) return skip === undefined ? refused(question) : accepted(null);
      return isMedia(answer) && suits(answer) ? accepted(answer) : refused(question);
    },
  };
}
