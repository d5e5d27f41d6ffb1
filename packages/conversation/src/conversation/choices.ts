import type { Message } from '../message/message';
import { normalizeText, withoutAccents } from '../message/normalize-text';
import type { Texts } from '../texts/texts';
import type { Question } from './reader';
import { escapeRegExp, withoutPoliteWords } from './words';

/** Choices in one line, with their numbers: `1 Friday, 2 Saturday`. */
export const numberedList = (choices: readonly string[]): string =>
  choices.map((choice, index) => `${index + 1} ${choice}`).join(', ');

/** Whether a text shows each of these choices behind its number, such as `1 Friday`, `1. Friday` or `1) Friday`. */
export function showsNumbers(text: string, choices: readonly string[]): boolean {
  const shown = normalizeText(text);
  return choices.every((choice, index) =>
    new RegExp(
      String.raw`(?<![\p{L}\p{N}])${index + 1} ?[.):=-]?[\s"'“”„«»¡]*${escapeRegExp(normalizeText(choice))}(?![\p{L}\p{N}])`,
      'u',
    ).test(shown),
  );
}

/** Whether each number of this list means one choice alone: 1 does not, where the second of two is `1 bed`. */
export const areNumbersClear = (choices: readonly string[]): boolean =>
  choices.every((_, index) => {
    const named = findIn(choices.map(normalizeText), String(index + 1), false);
    return named === undefined || named === index;
  });

/**
 * Which choice a sender means, from 0; `undefined` when that is none, or not clear. A choice is named by its words, with or
 * without accents; by a beginning of them that no other choice has, and that does not end inside a number; by its number,
 * where the choices were sent with their numbers; or by number and words.
 */
export function findChoice(body: string, choices: readonly string[], question: Question): number | undefined {
  const { texts } = question;
  const text = normalizeText(body);
  const byWords =
    findByWords(text, choices, texts) ?? findByWords(withoutPoliteWords(text, texts), choices, texts);
  if (!question.wasShown(choices)) return byWords;

  const [, number, words = ''] = /^#? ?(\d+)[.):]*(?: (.+))?$/.exec(withoutPoliteWords(text, texts)) ?? [];
  const index = Number(number) - 1;
  if (choices[index] === undefined) return byWords;
  const isNamed = words !== '' && normalizeText(choices[index]) === normalizeText(words); // another may have the same words
  const named = isNamed ? index : words === '' ? byWords : findByWords(words, choices, texts);
  if (words !== '' && named !== index) return byWords; // such as "2 people", or "2 Large" where Large is 3
  return named === undefined || named === index ? index : undefined;
}

/**
 * Which choice a tapped button means, from 0: its payload is the choice, or else the choice's number; `undefined` when no button was
 * tapped, or none of yours.
 *
 * @param values - other names of the choices, such as the items of which they are the labels.
 */
export function tappedChoice(
  { button }: Message,
  choices: readonly string[],
  values: readonly unknown[] = [],
): number | undefined {
  if (button === undefined) return undefined;
  const payload = normalizeText(button.payload);
  const named = [choices, values].flatMap((names) =>
    names.flatMap((name, index) =>
      /^(?:string|number)$/.test(typeof name) && normalizeText(String(name)) === payload ? [index] : [],
    ),
  );
  if (new Set(named).size === 1) return named[0];
  const index = /^[1-9]\d{0,2}$/.test(payload) ? Number(payload) - 1 : -1;
  return named.length === 0 && index in choices ? index : undefined;
}

/** Whether a text is a number and nothing else, such as "2" or "#2, please". */
export const isNumber = (body: string, { texts }: Question): boolean =>
  /^#? ?\d+[.):]*$/.test(withoutPoliteWords(normalizeText(body), texts));

function findByWords(words: string, choices: readonly string[], texts: Texts): number | undefined {
  if (words === '') return undefined;
  const known = choices.map(normalizeText);
  const plain = withoutAccents(words);
  const isWhole = [...texts.yes, ...texts.no, ...texts.polite].some(
    (word) => word.length > 1 && withoutAccents(word) === plain,
  );
  return findIn(known, words, isWhole) ?? findIn(known.map(withoutAccents), plain, isWhole);
}

/** @param isWhole - whether the last word is not the beginning of a longer one: "no" does not mean "North". */
function findIn(choices: readonly string[], words: string, isWhole: boolean): number | undefined {
  const begins = (choice: string, rest: string) =>
    choice.startsWith(words) && !endsInNumber(words, rest) && !(isWhole && /^[\p{L}\p{N}]/u.test(rest));
  const found = [
    (choice: string) => choice === words,
    (choice: string) => begins(choice, choice.slice(words.length)),
  ]
    .map((means) => choices.flatMap((choice, index) => (means(choice) ? [index] : [])))
    .find((indexes) => indexes.length > 0);
  return found?.length === 1 ? found[0] : undefined;
}

/** Whether a number goes on behind these words: after "1" in "14:00", "1.5 kg" or "1 1/2 kg", but not after "14" in "14:00". */
const endsInNumber = (words: string, rest: string): boolean =>
  /\d$/.test(words) && /^[ .,/'⁄-]?\d/.test(rest);
