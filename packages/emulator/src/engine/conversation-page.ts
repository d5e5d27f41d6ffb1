import { type ConversationState, viewOf } from './conversations';
import { sizeOf } from './kept-turn';
import type { Conversation } from './types';

/** Some conversations. */
export type ConversationPage = {
  readonly conversations: readonly Conversation[];
  /** Where the next page, of older ones, begins; `null` on the last one. */
  readonly next: number | null;
};

const MAX_CONVERSATIONS = 100;

/** Packed, in bytes: about a tenth of the JSON that they become. A conversation that is larger makes a page alone. */
const MAX_BYTES = 1024 * 1024;
const MESSAGE_BYTES = 30;

/**
 * The newest page of conversations, or the one before an older page. The most recently active is the last, as in `all`.
 *
 * @param before - the `next` of the page before.
 */
export function pageOf(all: readonly ConversationState[], before = Infinity): ConversationPage {
  const older = all.filter(({ activity }) => activity < before);
  let first = older.length;
  let bytes = 0;
  for (const state of older.toReversed()) {
    bytes += packedBytes(state);
    const count = older.length - first;
    if (count > 0 && (count === MAX_CONVERSATIONS || bytes > MAX_BYTES)) break;
    first--;
  }
  const page = older.slice(first);
  return { conversations: page.map(viewOf), next: first === 0 ? null : (page[0]?.activity ?? null) };
}

const packedBytes = ({ turns, messages }: ConversationState): number =>
  turns.reduce((sum, turn) => sum + sizeOf(turn), messages.length * MESSAGE_BYTES);
