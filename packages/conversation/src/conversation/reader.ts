import type { Json } from '../json';
import type { Message } from '../message/message';
import { english } from '../texts/english';
import type { Texts } from '../texts/texts';

/** A message or a stored answer that a reader does not accept. `hint` is a sentence that says what it would accept. */
export type Unreadable = { readonly kind: 'unreadable'; readonly hint: string };

/** The result of reading a message: the answer to store, or why there is none. */
export type Reading = { readonly kind: 'answer'; readonly answer: Json } | Unreadable;

/** The result of checking a stored answer: the value for the conversation's code, or why there is none. */
export type Accepted<Value> = { readonly kind: 'accepted'; readonly value: Value } | Unreadable;

/** What a reader may know of the question that a message answers. */
export type Question = {
  /** The question as it is asked, without a hint; `''` when a question was not asked. */
  readonly prompt: string;
  /** Whether these choices were sent with their numbers, from 1, so that a number means one of them. */
  readonly wasShown: (choices: readonly string[]) => boolean;
  /** Hints and words in the language of the conversation. */
  readonly texts: Texts;
  /** When the message came, in milliseconds since 1970; NaN when that is unknown. */
  readonly now: number;
};

/** Of a reader that is called without a question. */
export const NO_QUESTION: Question = { prompt: '', wasShown: () => false, texts: english, now: NaN };

/**
 * Turns messages into the answers to a question, in two steps. `read` turns a message into JSON, which is stored.
 * `accept` turns the JSON into a typed value, in the same turn and again with each later message. So when a deploy makes
 * a reader stricter, stored answers that it no longer accepts are asked for again.
 *
 * Neither may throw because of what a sender wrote.
 */
export type Reader<Value> = {
  readonly read: (message: Message, question?: Question) => Reading | Promise<Reading>;
  readonly accept: (answer: Json, question?: Question) => Accepted<Value> | Promise<Accepted<Value>>;
  /** Lists of choices that the sender may answer by number, where they were sent with their numbers. */
  readonly choices?: readonly (readonly string[])[];
};

/** The result of a reader's `read`: the answer to store. */
export const answered = (answer: Json): Reading => ({ kind: 'answer', answer });

/** The result of a reader's `accept`: the value for the conversation's code. */
export const accepted = <Value>(value: Value): Accepted<Value> => ({ kind: 'accepted', value });

/** The result of a reader's `read` or `accept` when it refuses; `hint` says what it would accept. */
export const unreadable = (hint: string): Unreadable => ({ kind: 'unreadable', hint });
