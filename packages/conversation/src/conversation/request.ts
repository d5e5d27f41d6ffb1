import type { Json } from '../json';
import type { Message } from '../message/message';
import type { Reading, Unreadable } from './reader';

/** The argument of an effect. */
export type EffectTools = {
  /**
   * 32 hexadecimal digits that identify this effect of this conversation: the same whenever it runs again, until its
   * result is forgotten. Pass it to the service that is called, so that it recognizes a retry.
   */
  readonly idempotencyKey: string;
};

/** Asks a question. */
export type AskRequest = {
  readonly kind: 'ask';
  readonly name: string;
  readonly prompt: string;
  readonly hint: string | undefined;
  readonly maxAttempts: number | undefined;
  readonly read: (message: Message) => Promise<Reading>;
  /** Gives a stored answer to the code that asked, unless the reader no longer accepts it. */
  readonly resolve: (answer: Json) => Promise<{ readonly kind: 'resolved' } | Unreadable>;
};

/** Sends a message. */
export type SayRequest = { readonly kind: 'say'; readonly text: string };

/** Runs an effect, unless its result is stored. */
export type EffectRequest = {
  readonly kind: 'effect';
  readonly name: string;
  readonly run: (tools: EffectTools) => Promise<unknown>;
  /** Gives the stored result to the code that waits for it. */
  readonly resolve: (result: Json) => void;
};

/** Deletes stored answers and results. */
export type ForgetRequest = { readonly kind: 'forget'; readonly names: readonly string[] };

/** What the code of a conversation yields to the replay. */
export type Request = AskRequest | SayRequest | EffectRequest | ForgetRequest;
