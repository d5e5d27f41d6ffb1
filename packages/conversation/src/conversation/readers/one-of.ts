import { ConversationError } from '../../errors';
import { refuseReserved } from '../../message/reserved-words';
import { normalizeText } from '../../message/normalize-text';
import { findChoice, numberedList, tappedChoice } from '../choices';
import { accepted, answered, NO_QUESTION, unreadable, type Question, type Reader } from '../reader';

/** Refuses at compile time no choice at all; a list whose length is unknown compiles. */
type NotEmpty<Choices> = Choices extends readonly [] ? readonly [never] : unknown;

/**
 * Reads one of several choices, in any case: the whole choice; a prefix that no other choice has; or its number where the
 * choices were sent with their numbers, as the hint does unless a choice begins with a digit. A tapped button chooses by its payload:
 * the choice, or its number.
 *
 * For choices that come from elsewhere, such as an API: {@link choose}.
 *
 * @throws {ConversationError} `reserved-word` for a choice that Twilio intercepts; `reader-definition` for no choices, a
 *   blank one, or two that are the same but for case.
 */
export function oneOf<const Choices extends readonly string[]>(
  ...choices: Choices & NotEmpty<Choices>
): Reader<Choices[number]> {
  const words = choices.map(normalizeText);
  refuseReserved(choices, 'choice', 'reader-definition');
  if (words.length === 0 || new Set(words).size < words.length) {
    throw new ConversationError(
      'reader-definition',
      `oneOf(${choices.map((choice) => `"${choice}"`).join(', ')}) needs choices that differ in more than case.`,
    );
  }
  const list = words.some((word) => /^\d/.test(word)) ? choices.join(', ') : numberedList(choices);
  const refused = ({ texts }: Question) => unreadable(texts.chooseOne(list));
  return {
    choices: [choices],
    read(message, question = NO_QUESTION) {
      const index = tappedChoice(message, choices) ?? findChoice(message.body, choices, question);
      return index === undefined ? refused(question) : answered(String(choices[index]));
    },
    accept(answer, question = NO_QUESTION) {
      const choice = choices.find((known) => known === answer);
      return choice === undefined ? refused(question) : accepted(choice);
    },
  };
}
