import { ConversationError } from '../../errors';
import type { Json } from '../../json';
import { MAX_MEDIA, type Media } from '../../message/message';
import { refuseReserved } from '../../message/reserved-words';
import { accepted, answered, NO_QUESTION, unreadable, type Question, type Reader } from '../reader';
import { says } from '../words';
import { isMedia, ofTypes } from './media-types';

type Options = {
  /** Accepted media types, such as `image/png`; `image/*` is any image. Default: `['image/*']`. */
  readonly types?: readonly [string, ...string[]];
  /** The smallest and the largest number of files. Default: 1 and 10. */
  readonly min?: number;
  readonly max?: number;
  /** A word that skips the question; the value is then an empty array. */
  readonly skip?: string;
};

/**
 * Reads the files of one MMS that are of an accepted type; files of other types are left out.
 *
 * @throws {ConversationError} `reader-definition` for an invalid type, or for limits that are no whole numbers from 1 to
 *   10 or exclude every number; `reserved-word` for a reserved `skip`.
 */
export function files({ types = ['image/*'], min = 1, max = MAX_MEDIA, skip }: Options = {}): Reader<
  readonly Media[]
> {
  const suits = ofTypes('files', types);
  if (!(Number.isInteger(min) && Number.isInteger(max) && 1 <= min && min <= max && max <= MAX_MEDIA)) {
    throw new ConversationError(
      'reader-definition',
      `files() cannot be ${min} to ${max} files. An MMS has from 1 to ${MAX_MEDIA}.`,
    );
  }
  if (skip !== undefined) refuseReserved([skip], 'choice', 'reader-definition');
  const refused = ({ texts }: Question) => unreadable(texts.files(min, max, skip));
  const isCount = (count: number) => min <= count && count <= max;

  return {
    read(message, question = NO_QUESTION) {
      const found = message.media.filter(suits).map(({ url, contentType }) => ({ url, contentType }));
      if (isCount(found.length)) return answered(found);
      return found.length === 0 && skip !== undefined && says(skip, message, question.texts)
        ? answered([])
        : refused(question);
    },
    accept(answer, question = NO_QUESTION) {
      if (!Array.isArray(answer)) return refused(question);
      const found = (answer as readonly Json[]).filter(isMedia).filter(suits);
      const isComplete = found.length === answer.length && isCount(found.length);
      return isComplete || (answer.length === 0 && skip !== undefined) ? accepted(found) : refused(question);
    },
  };
}
