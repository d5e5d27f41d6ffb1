import { ConversationError } from '../errors';
import { normalizeText } from '../message/normalize-text';
import { requireSendable } from '../message/reply-texts';
import { refuseReserved } from '../message/reserved-words';
import { requireMaxAttempts } from './max-attempts';
import type { Nothing, Steps } from './steps';

/** Options of a conversation. All texts are sent as they are. */
export type ConversationOptions = {
  /** The version of the conversation. A stored state of another version is dropped, and it starts anew. Default: 1. */
  readonly version?: number | string;
  /** The message when another version makes the conversation start anew. */
  readonly startedAnew?: string;
  /** Words that make the conversation start anew at any question, and the message when they do. */
  readonly restart?: { readonly words: readonly [string, ...string[]]; readonly text?: string };
  /** How many unreadable answers to one question end the conversation. Default: no limit. */
  readonly maxAttempts?: number;
  /** The last message when `maxAttempts` ends the conversation. */
  readonly closing?: string;
};

/**
 * The code of a conversation. Every message runs it from the top, so it must take the same steps for the same answers.
 * The string that it returns, if any, is the last message.
 */
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
  /** Whether the text of a message is one of the words that make it start anew. */
  readonly isRestart: (body: string) => boolean;
};

/**
 * Defines a conversation.
 *
 * @param name - used in error messages and in idempotency keys; by default also the name of the session cookie.
 * @param code - the generator function itself, not the generator that it returns.
 * @throws {ConversationError} `conversation-definition`; `reserved-word` for a restart word that Twilio intercepts;
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

function requireGeneratorFunction(name: string, code: unknown): void {
  const error = (what: string) =>
    new ConversationError(
      'conversation-definition',
      `The code of the conversation "${name}" is ${what}. Pass a generator function: function* () { ... }`,
    );
  if (typeof code !== 'function') {
    throw error('no function; it runs anew with each message, so pass the function and do not call it');
  }
  if (Object.prototype.toString.call(code).startsWith('[object Async')) {
    throw error('asynchronous, and it would not stop for an answer; put what must be awaited into effect()');
  }
}
