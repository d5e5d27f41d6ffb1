import { type ConversationState, viewOf } from './conversations';
import type { Conversation } from './types';

/** Some conversations. */
export type ConversationPage = {
  readonly conversations: readonly Conversation[];
  /** Where the next page, of older ones, begins; `null` on the last one. */
  readonly next: number | null;
};

const MAX_CONVERSATIONS = 100;

/** As JSON, in bytes: of one conversation's messages, and of its turns. A thousand usual turns take half of it. */
const MAX_PART_BYTES = 5 * 1024 * 1024;
/** Of all conversations of a page. One alone always has room. */
const MAX_PAGE_BYTES = 2 * MAX_PART_BYTES;

/**
 * The newest page of conversations, or the one before an older page. The most recently active is the last, as in `all`.
 *
 * @param before - the `next` of the page before.
 */
export function pageOf(all: readonly ConversationState[], before = Infinity): ConversationPage {
  const older = all.filter(({ activity }) => activity < before);
  const page: Conversation[] = [];
  let bytes = 0;
  let next: number | null = null;
  for (const state of older.toReversed()) {
    const recent = recentOf(state);
    bytes += recent.bytes;
    if (page.length > 0 && (page.length === MAX_CONVERSATIONS || bytes > MAX_PAGE_BYTES)) break;
    page.unshift(recent.conversation);
    next = state.activity;
  }
  return { conversations: page, next: page.length === older.length ? null : next };
}

/** What one answer holds of a conversation: its newest messages and turns. `bytes`: of the JSON of both. */
export function recentOf(state: ConversationState): { conversation: Conversation; bytes: number } {
  const messages = newest(state.messages, (message) => Buffer.byteLength(JSON.stringify(message)));
  const turns = newest(state.turns, ({ jsonBytes }) => jsonBytes);
  const conversation = viewOf({ ...state, messages: messages.items, turns: turns.items });
  return { conversation, bytes: messages.bytes + turns.bytes };
}

/** The newest items that are not too large together; at least one. */
function newest<Item>(
  items: readonly Item[],
  bytesOf: (item: Item) => number,
): { items: Item[]; bytes: number } {
  let bytes = 0;
  let first = items.length;
  for (const item of items.toReversed()) {
    const more = bytesOf(item);
    if (first < items.length && bytes + more > MAX_PART_BYTES) break;
    bytes += more;
    first--;
  }
  return { items: items.slice(first), bytes };
}
