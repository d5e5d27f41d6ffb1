import type { Message } from '../../message/message';
import { type AnswerOf, type AnswerSource, readerOf, type TakesText } from '../answer-source';
import {
  type Accepted,
  NO_QUESTION,
  type Question,
  type Reader,
  type Reading,
  unreadable,
  type Unreadable,
} from '../reader';

/**
 * Reads with the first of two readers or Standard Schemas that accepts the message.
 *
 * @param hint - sent when neither accepts it. Default: the second's hint.
 */
export function either<First extends AnswerSource, Second extends AnswerSource>(
  first: First & TakesText<First>,
  second: Second & TakesText<Second>,
  hint?: string,
): Reader<AnswerOf<First> | AnswerOf<Second>> {
  const [firstReader, secondReader] = [readerOf(first), readerOf(second)];
  const refuse = (refused: Unreadable): Unreadable => (hint === undefined ? refused : unreadable(hint));
  return {
    choices: [...(firstReader.choices ?? []), ...(secondReader.choices ?? [])],
    async read(message, question = NO_QUESTION) {
      const reading = await readAcceptable(firstReader, message, question);
      if (reading.kind === 'answer') return reading;
      const secondReading = await readAcceptable(secondReader, message, question);
      return secondReading.kind === 'answer' ? secondReading : refuse(secondReading);
    },
    async accept(answer, question) {
      const accepted = await firstReader.accept(answer, question);
      const result = accepted.kind === 'accepted' ? accepted : await secondReader.accept(answer, question);
      return result.kind === 'accepted'
        ? (result as Accepted<AnswerOf<First> | AnswerOf<Second>>)
        : refuse(result);
    },
  };
}

/** Reads a message; refuses an answer that the reader itself would not accept. */
async function readAcceptable(
  reader: Reader<unknown>,
  message: Message,
  question: Question,
): Promise<Reading> {
  const reading = await reader.read(message, question);
  if (reading.kind === 'unreadable') return reading;
  const accepted = await reader.accept(reading.answer, question);
  return accepted.kind === 'accepted' ? reading : accepted;
}
