import type { Conversation, Message } from '../../engine/types';

/** A message in a word or a few. */
export function previewOf({ body, location, direction }: Message): string {
  const words = body.trim() !== '' ? body : location === undefined ? 'A picture' : 'A place';
  return direction === 'inbound' ? `You: ${words}` : words;
}

/** Conversations with their last messages, the one with the newest first. */
export const newestFirst = (
  conversations: readonly Conversation[],
): { readonly conversation: Conversation; readonly last: Message | undefined }[] =>
  conversations
    .map((conversation) => ({ conversation, last: conversation.messages.at(-1) }))
    .sort((one, other) => (other.last?.at ?? 0) - (one.last?.at ?? 0));
