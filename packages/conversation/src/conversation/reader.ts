import type { Json } from '../json';
import type { Message } from '../message/message';

/** What a reader could not take. `hint` is a sentence that tells the sender what would do. */
export type Unreadable = { readonly kind: 'unreadable'; readonly hint: string };

/** What a reader made of a message: the answer as it is stored. */
export type Reading = { readonly kind: 'answer'; readonly answer: Json } | Unreadable;

/** What a reader made of a stored answer: the value that the conversation's code gets. */
export type Accepted<Value> = { readonly kind: 'accepted'; readonly value: Value } | Unreadable;

/**
 * Turns messages into the answers of a question, in two steps. `read` makes JSON of a message, once. `accept` makes
 * the typed value of that JSON, at once and again with each later message: so a reader that has become stricter by
 * a deploy has its question asked again.
 *
 * Neither throws for what a sender sent.
 */
export type Reader<Value> = {
  readonly read: (message: Message) => Reading | Promise<Reading>;
  readonly accept: (answer: Json) => Accepted<Value> | Promise<Accepted<Value>>;
};

/** A message was read. */
export const answered = (answer: Json): Reading => ({ kind: 'answer', answer });

/** A stored answer has a value. */
export const accepted = <Value>(value: Value): Accepted<Value> => ({ kind: 'accepted', value });

/** A message, or a stored answer, was not what the reader takes. */
export const unreadable = (hint: string): Unreadable => ({ kind: 'unreadable', hint });
