import { ConversationError } from '../errors';
import { normalizeText, withoutAccents } from '../message/normalize-text';
import { requireSendable } from '../message/reply-texts';
import { refuseReserved } from '../message/reserved-words';
import type { Answers } from './request';
import type { Nothing } from './steps/effect';
import type { Steps } from './steps/step';

type Words = {
  /** What a sender texts, in any case. Twilio's reserved words are refused. */
  readonly words: readonly [string, ...string[]];
};

/** Makes the conversation start anew. `text` is said then. */
export type RestartCommand = Words & { readonly text?: string };

/** Asks the question before the open one again. `text` is said before. */
export type BackCommand = Words & { readonly text?: string };

/**
 * Runs code of its own in place of the conversation's; when it returns, the open question is asked again.
 * `answers` are those of the conversation when the command began, as they are stored.
 */
export type CodeCommand = Words & { readonly code: (answers: Answers) => Steps<string | Nothing> };

/** Commands by name. `restart` and `back` do what they say; others have a text or code. */
export type Commands = {
  readonly restart?: RestartCommand;
  readonly back?: BackCommand;
  readonly [name: string]:
    (Words & { readonly text?: string; readonly code?: CodeCommand['code'] }) | undefined;
};

/** A command as the replay runs it. */
export type Command = {
  readonly name: string;
  readonly text: string | undefined;
  readonly code: CodeCommand['code'] | undefined;
};

/**
 * Checks commands.
 * @throws {ConversationError} `conversation-definition`, `reserved-word`, `message-text`.
 */
export function readCommands(given: Commands): {
  readonly commandOf: (body: string) => Command | undefined;
  readonly commands: ReadonlyMap<string, Command>;
} {
  const commands = new Map<string, Command>();
  const byWord = new Map<string, Command>();
  for (const [name, command] of Object.entries<Commands[string]>(given)) {
    if (command === undefined) continue;
    const { words, text, code } = command;
    const builtIn = name === 'restart' || name === 'back';
    if (builtIn ? code !== undefined : (text === undefined) === (code === undefined)) {
      throw definitionError(`The command "${name}" needs ${builtIn ? 'no code' : 'either a text or code'}.`);
    }
    if (text !== undefined) requireSendable(text);
    refuseReserved(words, 'command', 'conversation-definition');
    const read = { name, text, code };
    commands.set(name, read);
    for (const word of words.map(wordOf)) {
      if (byWord.has(word)) throw definitionError(`The word "${word}" is of two commands.`);
      byWord.set(word, read);
    }
  }
  const commandOf = (body: string) => (byWord.size === 0 ? undefined : byWord.get(wordOf(body)));
  return { commands, commandOf };
}

/** A text as commands are compared. */
export const wordOf = (text: string): string => withoutAccents(normalizeText(text.replace(/[?¿]/g, ' ')));

const definitionError = (problem: string) => new ConversationError('conversation-definition', problem);
