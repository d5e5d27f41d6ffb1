import { normalizeText, withoutAccents } from '../../message/normalize-text';
import { requireSendable } from '../../message/reply-texts';
import { conversation, type ConversationOptions, type DefinedConversation } from '../conversation';
import { accepted, answered, type Reader, unreadable } from '../reader';
import { oneOf } from '../readers/one-of';
import { ask, first } from '../steps/ask';
import { scope } from '../steps/scope';

/** Options of a switchboard; those of its conversations do not apply, but for their versions. */
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

  return conversation(
    name,
    function* () {
      const named = yield* first('word', firstWordOf(words));
      const isFirst = yield* first('first', anything); // not after a restart
      const unnamed = isFirst === true ? otherwise : undefined;
      const word = named ?? unnamed ?? (yield* ask('which', prompt, which));
      return yield* scope(word, conversations[word].code());
    },
    { ...options, restart, version },
  );
}

/** Reads which of these words a message begins with. */
function firstWordOf<Word extends string>(words: readonly Word[]): Reader<Word> {
  const normalize = (text: string) => withoutAccents(normalizeText(text));
  const find = (body: string) =>
    words.find((word) => `${normalize(body)} `.startsWith(`${normalize(word)} `));
  return {
    read({ body }) {
      const word = find(body.replace(/[,;:.!?\n]/g, ' '));
      return word === undefined ? unreadable('') : answered(word);
    },
    accept(answer) {
      const word = words.find((known) => known === answer);
      return word === undefined ? unreadable('') : accepted(word);
    },
  };
}

const anything: Reader<true> = { read: () => answered(true), accept: () => accepted(true) };
