/**
 * How a language revokes consent. All expressions are tested against one clause: lower case, without accents, apostrophes,
 * punctuation, emoji and polite words, with single spaces. Each must be anchored at both ends, and must not repeat what can be
 * read in two ways, so that hostile text costs no more time than its length.
 */
export type Phrases = {
  /** Words that are removed wherever they stand, such as "please". */
  readonly ignored: readonly string[];
  /** What may stand before a phrase, such as "can you". */
  readonly before: readonly string[];
  /** What may stand before a phrase of `revoking` too: "I want to unsubscribe", but "I want to stop" may be about smoking. */
  readonly wishing: readonly string[];
  /** What may stand behind it, such as "thanks". */
  readonly behind: readonly string[];
  /** A clause that revokes, whatever else the message says. */
  readonly revoking: readonly RegExp[];
  /** A clause that revokes when the message says nothing else: "stop, I mean Saturday" does not. */
  readonly alone: readonly RegExp[];
  /** Words at which a clause without punctuation may go on with another: "stop texting me i have moved". */
  readonly joining: readonly string[];
};

/** Makes an expression of one clause from its parts. */
export const clause = (...parts: readonly string[]): RegExp => new RegExp(`^${parts.join('')}$`);

/** One of these, as a part of an expression. */
export const anyOf = (words: string): string => `(?:${words.trim().replace(/\s*\|\s*/g, '|')})`;

/** The words and phrases of a text, between `|`. */
export const list = (text: string): readonly string[] => text.split('|').map((phrase) => phrase.trim());
