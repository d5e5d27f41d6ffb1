import type { Message } from '../../message/message';
import { type Accepted, type Reader, type Reading, unreadable, type Unreadable } from '../reader';
import type { AnswerOf, AnswerSource, TakesText } from '../steps';
import { readerOf } from '../answer-source';

/**
 * Reads what one reader or Standard Schema or another takes; the first that takes it wins.
 *
 * @param hint - what is said when neither takes it, in place of the second's hint.
 */
export function either<First extends AnswerSource, Second extends AnswerSource>(
  first: First & TakesText<First>,
  second: Second & TakesText<Second>,
  hint?: string,
): Reader<AnswerOf<First> | AnswerOf<Second>> {
  const [one, other] = [readerOf(first), readerOf(second)];
  const refuse = (refused: Unreadable): Unreadable => (hint === undefined ? refused : unreadable(hint));
  return {
    async read(message) {
      const reading = await readWith(one, message);
      if (reading.kind === 'answer') return reading;
      const otherwise = await readWith(other, message);
      return otherwise.kind === 'answer' ? otherwise : refuse(otherwise);
    },
    async accept(answer) {
      const taken = await one.accept(answer);
      const otherwise = taken.kind === 'accepted' ? taken : await other.accept(answer);
      return otherwise.kind === 'accepted'
        ? (otherwise as Accepted<AnswerOf<First> | AnswerOf<Second>>)
        : refuse(otherwise);
    },
  };
}

/** What a reader makes of a message and would also accept. */
async function readWith(reader: Reader<unknown>, message: Message): Promise<Reading> {
  const reading = await reader.read(message);
  if (reading.kind === 'unreadable') return reading;
  const taken = await reader.accept(reading.answer);
  return taken.kind === 'accepted' ? reading : taken;
}
