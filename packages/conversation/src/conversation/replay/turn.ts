import type { DefinedConversation } from '../conversation';
import { mark, newMemory, recall, type Memory } from './progress';
import { sanitizeMessage, type Message } from '../../message/message';
import { replyTexts, type ReplyTexts } from '../../message/reply-texts';
import type { State } from './state';

/** What the walks of one turn share. */
export type Turn = {
  readonly memory: Memory;
  readonly reply: ReplyTexts;
  /** The message, unless it answers nothing. */
  readonly incoming: Message | undefined;
};

/** Begins a turn: with what is stored, or anew and saying so. A message that begins a conversation answers nothing. */
export function beginTurn(
  conversation: DefinedConversation,
  state: State | undefined,
  message: Message,
  seed: string,
): Turn {
  const reply = replyTexts();
  const turn = (memory: Memory, incoming?: Message): Turn => ({ reply, memory, incoming });

  if (state === undefined) return turn(newMemory(seed));
  if (state.v !== conversation.version) {
    reply.add(conversation.startedAnew);
    return turn(newMemory(seed));
  }
  if (state.last === mark(seed)) return turn(recall(state)); // delivered twice: the open question comes again
  const incoming = sanitizeMessage(message);
  if (conversation.isRestart(incoming.body)) {
    reply.add(conversation.restartText);
    return turn(newMemory(seed));
  }
  return turn(recall(state), incoming);
}
