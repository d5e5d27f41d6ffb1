import { ConversationError, type ConversationErrorCode } from '../errors';
import { isWithoutKeywords } from './answered-by';
import type { Message } from './message';
import { normalizeText } from './normalize-text';
import { isOptOut } from './opt-out';

/** What a message asks for that is one of the keywords of opting out and in; `yes` opts in only after an opt-out. */
export type Keyword = 'stop' | 'start' | 'help' | 'yes';

/** The keywords besides the opt-out words. Source: the same as in opt-out.ts. */
const KEYWORDS: Readonly<Record<string, Keyword>> = {
  start: 'start',
  unstop: 'start',
  help: 'help',
  info: 'help',
  yes: 'yes',
};

/** The keyword that a message is, as Twilio takes it: the word alone, in any case, with spaces around. */
export function keywordOf(body: string): Keyword | undefined {
  if (isOptOut(body)) return 'stop';
  const word = body.trim().toLowerCase();
  return Object.hasOwn(KEYWORDS, word) ? KEYWORDS[word] : undefined;
}

/**
 * Whether a message is one of the words besides the opt-out words that Twilio answers itself, such as HELP, so that it answers no
 * question. Other channels than SMS and RCS have no such words.
 */
export const isAnsweredByTwilio = ({ body, parameters }: Message): boolean =>
  isAnswered(keywordOf(body)) && !isWithoutKeywords(String(parameters?.From));

const isAnswered = (keyword: Keyword | undefined): boolean => keyword === 'start' || keyword === 'help';

/**
 * Refuses words that Twilio would intercept.
 *
 * @param use - `command`: works at any question, so it must not be a likely answer either. `choice`: the answer to one
 *   question, for which "yes" is allowed.
 * @param whenBlank - the code of the error for a word without text.
 * @throws {ConversationError} `reserved-word`, or `whenBlank`.
 */
export function refuseReserved(
  words: readonly string[],
  use: 'command' | 'choice',
  whenBlank: ConversationErrorCode,
): void {
  for (const word of words) {
    const normalized = normalizeText(word);
    if (normalized === '') throw new ConversationError(whenBlank, `A ${use} has no text. Give it a word.`);
    const reason = reasonAgainst(normalized, use);
    if (reason !== undefined) {
      throw new ConversationError(
        'reserved-word',
        `"${word}" cannot be a ${use}: ${reason}. Take another word.`,
      );
    }
  }
}

function reasonAgainst(word: string, use: 'command' | 'choice'): string | undefined {
  const keyword = keywordOf(word);
  if (keyword === 'stop') return 'to Twilio it is an opt-out, which ends the conversation and blocks replies';
  if (isAnswered(keyword)) return 'Twilio answers it by itself';
  if (use === 'command' && keyword === 'yes') return 'it answers questions, and to Twilio it is an opt-in';
  return undefined;
}
