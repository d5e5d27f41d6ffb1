import { ConversationError } from '../../errors';
import { normalizeText, withoutAccents } from '../../message/normalize-text';
import { accepted, answered, NO_QUESTION, unreadable, type Question, type Reader } from '../reader';
import { withoutPoliteWords } from '../words';

/** A whole number in digits, maybe in groups of three, or in words; then maybe a unit. */
const NUMBER =
  /^(?:([+-]?\d{1,16}|[+-]?[1-9]\d{0,2}(?:([,.'])\d{3})(?:\2\d{3})*)|(\p{L}+))(?: (.+)|(\p{L}+))?$/u;

/** Words of a question that may be the unit of a number; of two letters, what is nothing but a unit. */
const UNIT = /\p{L}{3,}|(?<!\p{L})(?:[cmk]m|[mk]g|[cdm]l|ft|lb|oz)(?!\p{L})/gu;

/**
 * Reads a whole number: in digits of any script, such as `4`, `-4` or `+4`; in groups, such as `1,000` or `1.000`; in words up
 * to twenty, in the conversation's language; with a unit, such as `4 people`, that the question names or that is a common
 * one. Never minus zero.
 *
 * @param limits - the smallest and largest number. Default: every integer that a `number` holds exactly.
 * @throws {ConversationError} `reader-definition` for limits that are no integers or exclude every number.
 */
export function integer({
  min = Number.MIN_SAFE_INTEGER,
  max = Number.MAX_SAFE_INTEGER,
}: { min?: number; max?: number } = {}): Reader<number> {
  if (!(Number.isSafeInteger(min) && Number.isSafeInteger(max) && min <= max)) {
    throw new ConversationError('reader-definition', `integer() cannot go from ${min} to ${max}.`);
  }
  const [smallest, largest] = [
    min === Number.MIN_SAFE_INTEGER ? undefined : min,
    max === Number.MAX_SAFE_INTEGER ? undefined : max,
  ];
  const refused = ({ texts }: Question) => unreadable(texts.wholeNumber(smallest, largest));
  return {
    read({ body }, question = NO_QUESTION) {
      const number = readNumber(body, question);
      return number === undefined ? refused(question) : answered(number);
    },
    accept: (answer, question = NO_QUESTION) =>
      typeof answer === 'number' && Number.isSafeInteger(answer) && min <= answer && answer <= max
        ? accepted(answer)
        : refused(question),
  };
}

function readNumber(body: string, { prompt, texts }: Question): number | undefined {
  const [, digits, , word, after, attached] =
    NUMBER.exec(withoutPoliteWords(normalizeText(body), texts)) ?? [];
  const unit = after ?? attached;
  if (unit !== undefined && !isUnit(withoutAccents(unit))) return undefined;
  if (digits !== undefined) return Number(digits.replace(/[,.']/g, '')) + 0; // -0 + 0 is 0
  const index = texts.numbers.map(withoutAccents).indexOf(withoutAccents(word ?? ''));
  return index === -1 ? undefined : index;

  function isUnit(given: string): boolean {
    const plain = (words: readonly string[]) => words.map(withoutAccents);
    const named = plain(normalizeText(prompt).match(UNIT) ?? []);
    const isNumber = plain([...texts.scales, ...texts.numbers]).includes(given);
    return plain(texts.units).includes(given) || (named.includes(given) && !isNumber);
  }
}
