import type { Message } from '../message/message';
import { normalizeText, withoutAccents } from '../message/normalize-text';
import type { Texts } from '../texts/texts';

export const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);

/** A regular expression that matches any of these words. */
const anyOf = (words: readonly string[]): string => `(?:${words.map(escapeRegExp).join('|')})`;

/** Emoji that change no answer beside them: faces but doubtful ones, hearts, applause. */
const EMOJI = String.raw`[\u{1f600}-\u{1f643}\u{1f646}-\u{1f64f}\u{1f389}\u{1f38a}\u{1f44c}\u{1f44f}\u{1f493}-\u{1f49f}\u{1f4aa}\u{1f917}\u{1f970}\u{1f973}\u263a\u2728\u2764]`;

/** A normalized text without what is polite around it, and without emoji behind it: `friday, please 👍` is `friday`. */
export const withoutPoliteWords = (text: string, { polite }: Texts): string =>
  text.replace(
    new RegExp(
      `^(?:${anyOf(polite)}[ ,.!]+)+|(?:[ ,.!]+${anyOf(polite)}|[ ,.!]*(?:${EMOJI}|[👍✅✔]))+$`,
      'gu',
    ),
    '',
  );

/** Whether a message, or the payload of the button that was tapped, is these words. */
export const says = (words: string, { body, button }: Message, texts: Texts): boolean =>
  [body, button?.payload ?? ''].some((text) => sameWords(text, words, texts));

/** Whether two texts are the same words, whatever their accents and what is polite around them. */
const sameWords = (one: string, other: string, texts: Texts): boolean => {
  const plain = (text: string) => withoutAccents(withoutPoliteWords(normalizeText(text), texts));
  return plain(one) === plain(other);
};

/** Whether a text says one of these things, or several, and nothing else but what is polite: "yes, please!", "ok 👍". */
export function saysOnly(body: string, words: readonly string[], { polite }: Texts): boolean {
  const text = withoutAccents(
    normalizeText(body)
      .replace(/\p{Extended_Pictographic}/gu, ' $& ')
      .trim(),
  );
  const [known, said] = [[...words, ...polite], words].map((these) =>
    withoutAccents(anyOf([...these].sort((a, b) => b.length - a.length))),
  ) as [string, string];
  return (
    // The lookahead keeps the expression from trying a word in two ways, which would take exponential time.
    new RegExp(`^(?:(?=((?:${known}|${EMOJI})(?:[ ,.!]+|$)))\\1)+$`, 'u').test(text) &&
    new RegExp(`(?:^|[ ,.!])${said}(?:[ ,.!]|$)`).test(text)
  );
}
