import { ConversationError, type ConversationErrorCode } from '../errors';
import type { Message } from './message';
import { normalizeText } from './normalize-text';
import { isOptOut } from './opt-out';

/** Words besides the opt-out words that Twilio answers itself. Source: the same as in opt-out.ts. */
const ANSWERED_BY_TWILIO = ['start', 'unstop', 'help', 'info'];

/** Opts a sender back in after an opt-out; otherwise an ordinary answer. Source: the same as in opt-out.ts. */
const OPT_IN = 'yes';

/**
 * Whether a message is one of the words that Twilio answers itself, such as HELP, so that it answers no question. Other channels
 * than SMS and RCS have no such words: their addresses have a prefix, such as `whatsapp:`.
 */
export const isAnsweredByTwilio = ({ body, parameters }: Message): boolean =>
  ANSWERED_BY_TWILIO.includes(body.trim().toLowerCase()) &&
  !/^(?!rcs:)[a-z]+:/.test(String(parameters?.From));

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
  if (isOptOut(word)) return 'to Twilio it is an opt-out, which ends the conversation and blocks replies';
  if (ANSWERED_BY_TWILIO.includes(word)) return 'Twilio answers it by itself';
  if (use === 'command' && word === OPT_IN) return 'it answers questions, and to Twilio it is an opt-in';
  return undefined;
}
