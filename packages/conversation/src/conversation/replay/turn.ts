import { sanitizeMessage, type Message } from '../../message/message';
import { replyTexts, type ReplyTexts } from '../../message/reply-texts';
import type { DefinedConversation } from '../conversation';
import { fingerprint, newProgress, restoreProgress, type Progress } from './progress';
import type { State } from './state';

/** What the replays of one turn share. */
export type Turn = {
  readonly progress: Progress;
  readonly reply: ReplyTexts;
  /** The message, sanitized; `undefined` when it answers no question. */
  readonly incoming: Message | undefined;
};

/** Begins a turn, with the stored progress or a new one. A message that starts a conversation answers no question. */
export function beginTurn(
  conversation: DefinedConversation,
  state: State | undefined,
  message: Message,
  deliveryId: string,
): Turn {
  const reply = replyTexts();
  const turn = (progress: Progress, incoming?: Message): Turn => ({ progress, reply, incoming });

  if (state === undefined) return turn(newProgress(deliveryId));
  if (state.v !== conversation.version) {
    reply.add(conversation.startedAnew);
    return turn(newProgress(deliveryId));
  }
  const isRedelivery = state.last === fingerprint(deliveryId);
  if (isRedelivery) return turn(restoreProgress(state)); // asks the open question again
  const incoming = sanitizeMessage(message);
  if (conversation.isRestart(incoming.body)) {
    reply.add(conversation.restartText);
    return turn(newProgress(deliveryId));
  }
  return turn(restoreProgress(state), incoming);
}
