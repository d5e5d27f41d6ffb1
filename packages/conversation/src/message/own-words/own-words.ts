import { MAX_TEXT_LENGTH } from '../message';
import { normalizeText, withoutAccents } from '../normalize-text';
import { english } from './english';
import type { Phrases } from './phrases';
import { spanish } from './spanish';

/**
 * Whether a message that is no keyword revokes consent.
 *
 * @param body - as the sender wrote it. Untrusted.
 * @param language - of the conversation's texts at that moment.
 */
export type OwnWords = (body: string, language: 'en' | 'es') => boolean | Promise<boolean>;

/**
 * Recognizes who opts out in their own words, such as "please stop texting me": the library's list, and what is added here.
 * English is always read, Spanish when the texts are Spanish. docs/opt-out.md has the list, and what it leaves out on purpose.
 *
 * ```ts
 * optOuts({ ..., ownWords: inOwnWords(/\bwrong number\b/i) })
 * ```
 * @param more - expressions that are searched in the message, and functions, which may be asynchronous.
 */
export const inOwnWords =
  (...more: readonly (RegExp | OwnWords)[]): OwnWords =>
  async (body, language) => {
    if (revokes(body, english) || (language === 'es' && revokes(body, spanish))) return true;
    for (const own of more) {
      // String.search takes no notice of the place where an expression with the flag g has stopped.
      if (own instanceof RegExp ? body.search(own) !== -1 : await own(body, language)) return true;
    }
    return false;
  };

/** What ends a clause. A colon does not: "he said: stop texting me" is about somebody else. */
const END_OF_CLAUSE = /[.!?,;…\n\r¡¿()]+|\s[-–—]+\s/;

/** Whether a message revokes consent in a language. */
export function revokes(body: string, phrases: Phrases): boolean {
  const { before, wishing } = phrases;
  let isAlone = false;
  let saysMore = false;
  for (const words of clausesOf(body.slice(0, MAX_TEXT_LENGTH), phrases)) {
    const isRevoking = [words, ...partsOf(words, phrases)].some((part) =>
      readings(part, [...before, ...wishing], phrases).some((reading) => matches(phrases.revoking, reading)),
    );
    if (isRevoking) return true;
    const plain = readings(words, before, phrases);
    if (plain.some((reading) => matches(phrases.alone, reading))) isAlone = true;
    else if (!plain.includes('')) saysMore = true;
  }
  return isAlone && !saysMore;
}

const matches = (expressions: readonly RegExp[], text: string): boolean =>
  expressions.some((expression) => expression.test(text));

/** The words of each clause. */
const clausesOf = (body: string, { ignored }: Phrases): string[][] =>
  body
    .replace(/\p{Cf}/gu, '')
    .replace(/\b([a-z])\.(?=[a-z]\b)/gi, '$1') // S.T.O.P
    .split(END_OF_CLAUSE)
    .map((clause) => {
      const words = withoutAccents(normalizeText(clause))
        .replace(/'/g, '')
        .replace(/[^\p{L}\p{N}:]+/gu, ' ')
        .trim()
        .split(' ')
        .filter((word) => word !== '' && !ignored.includes(word));
      const isSpelled = words.length > 2 && words.every((word) => word.length === 1); // s t o p
      return isSpelled ? [words.join('')] : words;
    });

/** The parts of a clause before and behind each word that may join two. That word is dropped, unless it is the subject of the second. */
function partsOf(words: readonly string[], { joining }: Phrases): string[][] {
  const at = words.flatMap((word, index) => (index > 0 && joining.includes(word) ? [index] : []));
  return at.flatMap((start, index) => [
    words.slice(at[index - 1] ?? 0, start),
    words.slice(start, at[index + 1] ?? words.length),
  ]);
}

/** The longest of these phrases, in words, and how many of them may stand before or behind. */
const [MAX_WORDS, MAX_FILLERS] = [5, 8];

/** The clause as it is, and without each of the fillers before it, with those behind it and without them. */
function readings(words: readonly string[], before: readonly string[], { behind }: Phrases): string[] {
  const backwards = behind.map((filler) => filler.split(' ').reverse().join(' '));
  const starts = fillersOf(words, before);
  const ends = fillersOf(words.toReversed(), backwards).map((length) => words.length - length);
  return starts.flatMap((start) =>
    [...new Set([words.length, ...ends.slice(-1)])].map((end) => words.slice(start, end).join(' ')),
  );
}

/** How many words are left out with no filler, one, two and so on. */
function fillersOf(words: readonly string[], fillers: readonly string[]): number[] {
  const left = [0];
  for (let start = 0; left.length <= MAX_FILLERS; left.push(start)) {
    const rest = words.slice(start, start + MAX_WORDS);
    while (rest.length > 0 && !fillers.includes(rest.join(' '))) rest.pop();
    if (rest.length === 0) break;
    start += rest.length;
  }
  return left;
}
