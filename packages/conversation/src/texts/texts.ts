/** All texts that the library itself sends, and the words that its readers understand, in one language. */
export type Texts = {
  /** The language in which dates, times and numbers are understood. */
  readonly language: 'en' | 'es';
  /** The message when another version makes a conversation start anew. */
  readonly startedAnew: string;
  /** The message when the sender makes it start anew. */
  readonly restarted: string;
  /** The last message when too many answers could not be read. */
  readonly closing: string;
  /** The message when a turn has failed. */
  readonly failed: string;

  /** The hints of the readers: what an answer must be. */
  readonly text: string;
  readonly atLeast: (characters: number) => string;
  readonly atMost: (characters: number) => string;
  readonly tooLong: string;
  /** `undefined` where there is no limit. */
  readonly wholeNumber: (min: number | undefined, max: number | undefined) => string;
  /** @param list - the choices, such as `1 Friday, 2 Saturday`. */
  readonly chooseOne: (list: string) => string;
  /** For a numbered list that was sent before. */
  readonly chooseNumber: (max: number) => string;
  readonly yesOrNo: string;
  readonly picture: string;
  readonly pictureOr: (skip: string) => string;
  /** For a schema that gives no reason. */
  readonly otherwise: string;
  /** @param example - a date, a time, or both, that the reader accepts. */
  readonly date: (example: string) => string;
  readonly time: (example: string) => string;
  readonly dateTime: (example: string) => string;
  /** For a date or a time with several meanings. @param list - the meanings, such as `7:00 AM or 7:00 PM`. */
  readonly which: (list: string) => string;
  /** For a date or a time outside of the limits; `undefined` where there is no limit. */
  readonly outside: (min: string | undefined, max: string | undefined) => string;
  readonly emailAddress: string;
  readonly phoneNumber: string;
  /** For numbers of any country. */
  readonly internationalNumber: string;
  /** @param skip - the word that skips the question, if there is one. */
  readonly files: (min: number, max: number, skip: string | undefined) => string;

  /** Words, in lower case; accents may be left out by a sender. */
  readonly yes: readonly string[];
  readonly no: readonly string[];
  /** Words that may stand beside any answer, such as "please". */
  readonly polite: readonly string[];
  /** Words that may follow a number, besides those of the question, such as "people". */
  readonly units: readonly string[];
  /** The numbers from 0 on, in words. */
  readonly numbers: readonly string[];
  /** Words that change a number before them, so that they are no units. */
  readonly scales: readonly string[];
  /** Words that make a conversation start anew after a failure. */
  readonly restart: readonly string[];
  /** What a sender texts after the end, such as "thanks". */
  readonly thanks: readonly string[];
};
