import { earlierCookiesAfter, setConversation, type SettingParts } from './replay/set-conversation';
import type { Forgetting } from './forgetting';
import type { MessageLog } from './messages/message-log';
import { pairOf } from './pair-of';
import type { Conversation, Message } from './types';

/** An imported conversation, with the token that takes it back; or why there is none. */
export type Imported =
  { readonly kind: 'imported'; readonly undo: string } | { readonly kind: 'refused'; readonly why: string };

/**
 * Adds a conversation that has happened elsewhere. Its cookies end when they say.
 *
 * @param replaces - whether it takes the place of the one that there is of its phone and number.
 */
export function importConversation(
  conversation: Conversation,
  replaces: boolean,
  parts: SettingParts,
  log: Pick<MessageLog, 'find' | 'addAll'>,
  forgetting: Pick<Forgetting, 'replace'>,
): Imported {
  const { from, to, turns } = conversation;
  // What was to be sent elsewhere is not sent here.
  const messages = conversation.messages.map((message): Message =>
    message.status === 'scheduled' ? { ...message, status: 'canceled' } : message,
  );
  const before = parts.conversations.find(from, to);
  if (before !== undefined && before.messages.length > 0 && !replaces)
    return { kind: 'refused', why: `${from} and ${to} have talked already.` };
  const elsewhere = messages.find(({ sid }) => {
    const known = log.find(sid)?.message;
    return known !== undefined && pairOf(known).join(' ') !== `${from} ${to}`;
  });
  if (elsewhere !== undefined)
    return { kind: 'refused', why: `Another conversation has the message ${elsewhere.sid} already.` };
  const undo = forgetting.replace(from, to, () => {
    setConversation(
      {
        ...conversation,
        messages,
        logged: [],
        earlierCookies: earlierCookiesAfter(turns),
        lastIncomingAt: messages.findLast(({ direction }) => direction === 'inbound')?.at,
      },
      parts,
    );
    log.addAll(messages);
  });
  return { kind: 'imported', undo };
}
