import type { Json } from '../json';
import type { Message } from '../message/message';

/** A message or a stored answer that a reader does not accept. `hint` is a sentence that says what it would accept. */
export type Unreadable = { readonly kind: 'unreadable'; readonly hint: string };

/** The result of reading a message: the answer to store, or why there is none. */
export type Reading = { readonly kind: 'answer'; readonly answer: Json } | Unreadable;

/** The result of checking a stored answer: the value for the conversation's code, or why there is none. */
export type Accepted<Value> = { readonly kind: 'accepted'; readonly value: Value } | Unreadable;

/**
 * Turns messages into the answers to a question, in two steps. `read` turns a message into JSON, which is stored.
 * `accept` turns the JSON into a typed value, in the same turn and again with each later message. So when a deploy makes
 * a reader stricter, stored answers that it no longer accepts are asked for again.
 *
 * Neither may throw because of what a sender wrote.
 */
export type Reader<Value> = {
  readonly read: (message: Message) => Reading | Promise<Reading>;
  readonly accept: (answer: Json) => Accepted<Value> | Promise<Accepted<Value>>;
};

/** The result of a reader's `read`: the answer to store. */
export const answered = (answer: Json): Reading => ({ kind: 'answer', answer });

/** The result of a reader's `accept`: the value for the conversation's code. */
export const accepted = <Value>(value: Value): Accepted<Value> => ({ kind: 'accepted', value });

/** The result of a reader's `read` or `accept` when it refuses; `hint` says what it would accept. */
export const unreadable = (hint: string): Unreadable => ({ kind: 'unreadable', hint });
