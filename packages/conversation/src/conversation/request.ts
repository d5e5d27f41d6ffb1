import type { Json } from '../json';
import type { Message } from '../message/message';
import type { Reading, Unreadable } from './reader';

/** What an effect is told. */
export type EffectTools = {
  /**
   * 32 hexadecimal digits: the same whenever this step of this conversation is run again, and no others. Give it to
   * the service that is called, so that it can tell a retry from a second order.
   */
  readonly idempotencyKey: string;
};

/** A question that wants its answer. */
export type AskRequest = {
  readonly kind: 'ask';
  readonly name: string;
  readonly prompt: string;
  readonly hint: string | undefined;
  readonly maxAttempts: number | undefined;
  readonly read: (message: Message) => Promise<Reading>;
  /** Gives a stored answer to the code that asked, unless the reader does not accept it. */
  readonly take: (answer: Json) => Promise<{ readonly kind: 'taken' } | Unreadable>;
};

/** A message that wants to be sent, once. */
export type SayRequest = { readonly kind: 'say'; readonly text: string };

/** An effect that wants its result. */
export type EffectRequest = {
  readonly kind: 'effect';
  readonly name: string;
  readonly run: (tools: EffectTools) => Promise<unknown>;
  /** Gives the result to the code that wants it. */
  readonly take: (result: Json) => void;
};

/** Answers and results that want to be forgotten. */
export type ForgetRequest = { readonly kind: 'forget'; readonly names: readonly string[] };

/** What the code of a conversation wants from the engine. */
export type Request = AskRequest | SayRequest | EffectRequest | ForgetRequest;
