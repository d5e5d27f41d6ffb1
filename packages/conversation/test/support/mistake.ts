import { expect } from '@jest/globals';
import { conversation, type ConversationCode } from '../../src/conversation/conversation';
import { ConversationError } from '../../src/errors';
import { clientFor } from './conversation-client';

/**
 * The error that a conversation throws at its first or second message; checks that the stored state stays. The code
 * need not have the right types.
 */
export async function mistakeOf(code: () => unknown): Promise<ConversationError> {
  const { send, state } = clientFor(conversation('test', code as ConversationCode));
  let before = state();
  try {
    await send();
    before = state();
    await send('Ada');
  } catch (error) {
    expect(state()).toBe(before);
    if (error instanceof ConversationError) return error;
  }
  throw new Error('It threw no ConversationError.');
}
