import { ConversationError } from '../../errors';
import { requireSendable } from '../../message/reply-texts';
import { wordOf } from '../commands';
import { conversation, type ConversationOptions, type DefinedConversation } from '../conversation';
import { english } from '../../texts/english';
import { spanish } from '../../texts/spanish';
import type { Texts } from '../../texts/texts';
import { accepted, answered, type Reader, unreadable } from '../reader';
import { oneOf } from '../readers/one-of';
import { ask, first } from '../steps/ask';
import { scope } from '../steps/scope';

/** Options of a switchboard; those of its conversations do not apply, but for their versions and languages. */
export type SwitchboardOptions<Word extends string> = Omit<ConversationOptions, 'version'> & {
  /** Asks which conversation, when nothing else says it. */
  readonly prompt: string;
  /** The conversation of a first message that names none. Default: the sender is asked. */
  readonly otherwise?: NoInfer<Word>;
};

/**
 * Makes one conversation of several: the first word of the first message chooses, or the sender is asked. A restart word,
 * by default `menu`, leaves the chosen one and asks again. Each runs in a scope of its word.
 *
 * ```ts
 * const front = switchboard('front', { pizza, table: reservation }, { prompt: 'Pizza or table?' });
 * export const handler = conversationFunction(front);
 * ```
 * @throws {ConversationError} as `conversation` and `oneOf` do; `conversation-definition` for a word that is a command too.
 */
export function switchboard<const Word extends string>(
  name: string,
  conversations: Readonly<Record<Word, DefinedConversation>>,
  { prompt, otherwise, restart = { words: ['menu'] }, ...options }: SwitchboardOptions<Word>,
): DefinedConversation {
  requireSendable(prompt);
  const words = Object.keys(conversations) as Word[];
  const which = oneOf(...words);
  const version = words.map((word) => `${word}:${conversations[word].version}`).join();

  const languages = Object.assign(
    {},
    ...words.map((word) => addedLanguages(conversations[word])),
    options.languages,
  ) as Record<string, Texts>;

  const board = conversation(
    name,
    function* () {
      const named = yield* first('word', firstWordOf(words, otherwise)); // reads nothing after a restart
      const word = named ?? (yield* ask('which', prompt, which));
      return yield* scope(word, conversations[word].code(undefined));
    },
    { ...options, restart, version, languages },
  );
  const hidden = words.find((word) => board.commandOf(word) !== undefined);
  if (hidden !== undefined) {
    throw new ConversationError(
      'conversation-definition',
      `"${hidden}" is a conversation and a command, so that nobody could choose it. Take another word.`,
    );
  }
  return board;
}

/** The languages that a conversation has besides the built-in ones, or in place of them. */
const addedLanguages = ({ languages }: DefinedConversation) =>
  Object.fromEntries(Object.entries(languages).filter(([, texts]) => texts !== english && texts !== spanish));

/** Reads which of these words a message begins with, the longest first; `otherwise` when it begins with none. */
function firstWordOf<Word extends string>(words: readonly Word[], otherwise: Word | undefined): Reader<Word> {
  const longestFirst = [...words].sort((a, b) => b.length - a.length);
  const find = (body: string) =>
    longestFirst.find((word) => `${wordOf(body)} `.startsWith(`${wordOf(word)} `));
  return {
    read({ body, button }) {
      const word = find(button?.payload ?? '') ?? find(body.replace(/[,;:.!?"“”„«»\n]/g, ' ')) ?? otherwise;
      return word === undefined ? unreadable('') : answered(word);
    },
    accept: (answer) => accepted(answer as Word), // other words are another version
  };
}
