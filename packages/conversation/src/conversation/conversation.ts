import { ConversationError } from '../errors';
import { requireSendable } from '../message/reply-texts';
import { refuseReserved } from '../message/reserved-words';
import type { Nothing, Steps } from './steps';
import { normalizeText } from '../message/normalize-text';

/** What a conversation can do otherwise. All texts are sent as they are. */
export type ConversationOptions = {
  /** Another version than a stored state has makes the conversation start anew. 1 unless told otherwise. */
  readonly version?: number | string;
  /** What is said when a new version starts a conversation anew. */
  readonly startedAnew?: string;
  /** Words that start the conversation anew at any question, and what is said then. */
  readonly restart?: { readonly words: readonly [string, ...string[]]; readonly text?: string };
  /** How many unreadable answers to one question end the conversation. Any number unless told otherwise. */
  readonly maxAttempts?: number;
  /** What is said when `maxAttempts` end the conversation. */
  readonly closing?: string;
};

/** The code of a conversation. It runs from the top with each message, so it must do the same for the same answers. */
export type ConversationCode = () => Steps<string | Nothing>;

/** A conversation as `conversation()` defines it. */
export type DefinedConversation = {
  readonly name: string;
  readonly code: ConversationCode;
  readonly version: number | string;
  readonly startedAnew: string;
  readonly maxAttempts: number;
  readonly closing: string;
  readonly restartText: string;
  /** Whether a message is one of the words that start it anew. */
  readonly isRestart: (body: string) => boolean;
};

/**
 * Defines a conversation. What its code returns is the last message, if anything; the conversation is then over.
 *
 * @param name - stands in error messages and goes into idempotency keys.
 * @param code - the generator function itself, not what it returns.
 * @throws {ConversationError} `conversation-definition`; `reserved-word` for a word that Twilio keeps for itself;
 *   `message-text` for a text that Twilio would not send.
 */
export function conversation(
  name: string,
  code: ConversationCode,
  {
    version = 1,
    startedAnew = 'This conversation has changed since your last message, so it starts anew.',
    restart,
    maxAttempts = Infinity,
    closing = 'Sorry, we do not understand each other. Text us to start again.',
  }: ConversationOptions = {},
): DefinedConversation {
  requireGeneratorFunction(name, code);
  requireMaxAttempts(maxAttempts);
  const { words = [], text: restartText = 'We start again.' } = restart ?? {};
  refuseReserved(words, 'command', 'conversation-definition');
  for (const text of [startedAnew, closing, restartText]) requireSendable(text);

  const restartWords = new Set(words.map(normalizeText));
  const isRestart = (body: string) => restartWords.has(normalizeText(body));
  return { name, code, version, startedAnew, maxAttempts, closing, restartText, isRestart };
}

/**
 * Makes sure that a number of attempts is one.
 * @throws {ConversationError} `conversation-definition`.
 */
export function requireMaxAttempts(maxAttempts: number): void {
  if (maxAttempts === Infinity || (Number.isInteger(maxAttempts) && maxAttempts > 0)) return;
  throw new ConversationError(
    'conversation-definition',
    `maxAttempts is ${maxAttempts}. Give a whole number from 1, or leave it out for any number of attempts.`,
  );
}

function requireGeneratorFunction(name: string, code: unknown): void {
  const fault = (what: string) =>
    new ConversationError(
      'conversation-definition',
      `The code of the conversation "${name}" is ${what}. Pass a generator function: function* () { ... }`,
    );
  if (typeof code !== 'function') {
    throw fault('no function; it runs anew with each message, so pass the function and do not call it');
  }
  if (Object.prototype.toString.call(code).startsWith('[object Async')) {
    throw fault('asynchronous, and it would not stop for an answer; put what must be awaited into effect()');
  }
}
