import type { FunctionContext } from '../function-context';
import type { Json } from '../json';
import type { OutgoingMessage } from '../message/message';
import type { Reader } from './reader';
import type { PlannedReminder } from './reminders';

/** The argument of an effect. */
export type EffectTools = {
  /**
   * 32 hexadecimal digits that identify this effect of this conversation with these inputs: the same whenever it runs again,
   * until an input changes or its result is forgotten. Pass it to the service that is called, so that it recognizes a retry.
   */
  readonly idempotencyKey: string;
  /** The Function's `context`: environment and `getTwilioClient()`. Empty outside of a Function. */
  readonly context: FunctionContext;
  /** Aborts a second before the platform ends the Function; the effect then counts as failed. Pass it to `fetch`. */
  readonly signal: AbortSignal;
};

/** Asks a question, or waits for a message when `prompts` is empty. Resumed with the answer's value. */
export type AskRequest<Name extends string = string> = {
  readonly kind: 'ask';
  readonly name: Name;
  /** The messages that ask it; the hint goes before the first. */
  readonly prompts: readonly string[];
  readonly reader: Reader<unknown>;
  readonly hint: string | undefined;
  readonly maxAttempts: number | undefined;
  /** Reads the answer out of the first message of the conversation. */
  readonly first: Pick<Reader<unknown>, 'read'> | undefined;
  readonly reminders: readonly PlannedReminder[];
};

/** Reads the first message of the conversation. Resumed with the value, or `undefined` when it cannot be read. */
export type FirstRequest<Name extends string = string> = {
  readonly kind: 'first';
  readonly name: Name;
  readonly reader: Reader<unknown>;
};

/** Resumed with the {@link Beginning}. */
export type BeginningRequest = { readonly kind: 'beginning' };

/** Sends a message. */
export type SayRequest = { readonly kind: 'say'; readonly message: OutgoingMessage };

/** Runs an effect, unless its result is stored. Resumed with the result. */
export type EffectRequest<Name extends string = string> = {
  readonly kind: 'effect';
  readonly name: Name;
  readonly run: (tools: EffectTools) => unknown;
  /** The inputs; `undefined`: all answers and results before it. */
  readonly of: readonly unknown[] | undefined;
};

/** Deletes stored answers and results; what `name/` begins with counts as part of a name. */
export type ForgetRequest<Name extends string = string> = {
  readonly kind: 'forget';
  readonly names: readonly Name[];
};

/** Resumed with the answers of this walk by question name, in order, and the texts of the language. */
export type AnswersRequest = { readonly kind: 'answers'; readonly within: string };

/** Takes the texts of another language from here on. */
export type SpeakRequest = { readonly kind: 'speak'; readonly language: string };

/** What the code of a conversation yields to the replay. */
export type Request =
  | AskRequest
  | FirstRequest
  | BeginningRequest
  | SayRequest
  | EffectRequest
  | ForgetRequest
  | AnswersRequest
  | SpeakRequest;

/** An answer's JSON by question name. */
export type Answers = Readonly<Record<string, Json>>;
