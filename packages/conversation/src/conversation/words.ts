import { normalizeText, withoutAccents } from '../message/normalize-text';
import type { Texts } from '../texts/texts';

export const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);

/** A regular expression that matches any of these words. */
export const anyOf = (words: readonly string[]): string => `(?:${words.map(escapeRegExp).join('|')})`;

/** A normalized text without what is polite around it: `friday, please` is `friday`. */
export const withoutPoliteWords = (text: string, { polite }: Texts): string =>
  text.replace(new RegExp(`^(?:${anyOf(polite)}[ ,.!]+)+|(?:[ ,.!]+${anyOf(polite)})+$`, 'gu'), '');

/** Whether a text says one of these things, or several, and nothing else but what is polite: "yes, please!", "ok 👍". */
export function saysOnly(body: string, words: readonly string[], { polite }: Texts): boolean {
  const text = withoutAccents(
    normalizeText(body)
      .replace(/\p{Extended_Pictographic}/gu, ' $& ')
      .trim(),
  );
  /** The lookahead keeps the expression from trying a word in two ways, which would take exponential time. */
  const isMadeOf = (known: readonly string[]) => {
    const word = withoutAccents(anyOf([...known].sort((a, b) => b.length - a.length)));
    return new RegExp(`^(?:(?=(${word}(?:[ ,.!]+|$)))\\1)+$`, 'u').test(text);
  };
  return isMadeOf([...words, ...polite]) && (!isMadeOf(polite) || isMadeOf(words));
}
