import { ConversationError, type ConversationErrorCode } from '../errors';
import { isOptOut } from './opt-out';
import { comparable } from './normalize-text';

/** Other words that Twilio answers itself. Same source as in opt-out.ts. */
const ANSWERED = ['start', 'unstop', 'help', 'info'];

/** An opt-in too, for a sender who had opted out; for all others an ordinary answer. Same source as in opt-out.ts. */
const OPT_IN = 'yes';

/**
 * Refuses words that could never do what they are meant for.
 *
 * @param use - `command`: a word that works at any question, so it must not be an answer to one either. `choice`: an
 *   answer to one question, for which "yes" is as good as any.
 * @throws {ConversationError} `reserved-word`; for a blank word the code in `whenBlank`.
 */
export function refuseReserved(
  words: readonly string[],
  use: 'command' | 'choice',
  whenBlank: ConversationErrorCode,
): void {
  for (const word of words) {
    const compared = comparable(word);
    if (compared === '') throw new ConversationError(whenBlank, `A ${use} has no text. Give it a word.`);
    const reason = reasonAgainst(compared, use);
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
  if (ANSWERED.includes(word)) return 'Twilio answers it by itself';
  if (use === 'command' && word === OPT_IN) return 'it answers questions, and to Twilio it is an opt-in';
  return undefined;
}
