import type { Conversation, Turn } from '../../engine/types';
import type { TurnFilter } from './state';

/** Whether a turn is one of those that a filter shows. */
export const passes = ({ errors, faults }: Turn, filter: TurnFilter): boolean => {
  switch (filter) {
    case 'all':
      return true;
    case 'errors':
      return errors.some(({ level }) => level === 'error');
    case 'faults':
      return faults.length > 0;
    default:
      return filter satisfies never;
  }
};

/** The conversation with the messages of those turns alone. */
export function withTurnsOf(conversation: Conversation, filter: TurnFilter): Conversation {
  if (filter === 'all') return conversation;
  const sids = new Set(conversation.turns.filter((turn) => passes(turn, filter)).map(({ sid }) => sid));
  return { ...conversation, messages: conversation.messages.filter(({ turn }) => sids.has(turn)) };
}
