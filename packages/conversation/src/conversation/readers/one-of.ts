import { ConversationError } from '../../errors';
import { normalizeText } from '../../message/normalize-text';
import { refuseReserved } from '../../message/reserved-words';
import { accepted, answered, unreadable, type Reader } from '../reader';

/**
 * Reads one of several choices, in any case: the whole choice; a prefix that no other choice has; or its number in the
 * list, from 1, unless a choice begins with a digit. The hint lists the choices.
 *
 * @throws {ConversationError} `reserved-word` for a choice that Twilio intercepts; `reader-definition` for no choices, a
 *   blank one, or two that are the same but for case.
 */
export function oneOf<const Choices extends readonly [string, ...string[]]>(
  ...choices: Choices
): Reader<Choices[number]> {
  const words = choices.map(normalizeText);
  refuseReserved(choices, 'choice', 'reader-definition');
  if (words.length === 0 || new Set(words).size < words.length) {
    throw new ConversationError(
      'reader-definition',
      `oneOf(${choices.map((choice) => `"${choice}"`).join(', ')}) needs choices that differ in more than case.`,
    );
  }
  const numbered = !words.some((word) => /^\d/.test(word));
  const list = choices.map((choice, index) => (numbered ? `${index + 1} ${choice}` : choice)).join(', ');
  const refused = unreadable(`Please choose one: ${list}.`);

  function find(word: string): Choices[number] | undefined {
    if (word === '') return undefined;
    if (words.includes(word)) return choices[words.indexOf(word)];
    if (numbered && /^\d+$/.test(word)) return choices[Number(word) - 1];
    const matching = choices.filter((_, index) => words[index]?.startsWith(word));
    return matching.length === 1 ? matching[0] : undefined;
  }
  return {
    read({ body }) {
      const choice = find(normalizeText(body));
      return choice === undefined ? refused : answered(choice);
    },
    accept(answer) {
      const choice = choices.find((known) => known === answer);
      return choice === undefined ? refused : accepted(choice);
    },
  };
}
