// The page uses the types of this file: no import of Node.js.
import type { Conversation, Message } from './types';

/** A message whose text has what was looked for. */
export type Hit = {
  /** The phone and the number of its conversation. */
  readonly from: string;
  readonly to: string;
  readonly sid: string;
  readonly direction: Message['direction'];
  readonly body: string;
  /** The emulator's time, in milliseconds since 1970. */
  readonly at: number;
};

/** What was found: the newest conversation first, and of each the newest message. */
export type Found = {
  readonly hits: readonly Hit[];
  /** Whether there are more, which are left out. */
  readonly hasMore: boolean;
};

const MAX_HITS = 100;

/** Looks for a text in the messages of all conversations, in any case and any of Unicode's compatible spellings. */
export function searchMessages(
  conversations: readonly Pick<Conversation, 'from' | 'to' | 'messages'>[],
  text: string,
): Found {
  const wanted = comparable(text);
  const hits: Hit[] = [];
  if (wanted === '') return { hits, hasMore: false };
  for (const { from, to, messages } of conversations.toReversed()) {
    for (const { sid, direction, body, at } of messages.toReversed()) {
      if (!comparable(body).includes(wanted)) continue;
      if (hits.length === MAX_HITS) return { hits, hasMore: true };
      hits.push({ from, to, sid, direction, body, at });
    }
  }
  return { hits, hasMore: false };
}

const comparable = (text: string): string => text.normalize('NFKC').toLowerCase().trim();
