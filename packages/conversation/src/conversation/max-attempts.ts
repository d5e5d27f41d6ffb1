import { ConversationError } from '../errors';

/**
 * Checks a `maxAttempts`: a whole number from 1, or `Infinity`.
 * @throws {ConversationError} `conversation-definition`.
 */
export function requireMaxAttempts(maxAttempts: number): void {
  if (maxAttempts === Infinity || (Number.isInteger(maxAttempts) && maxAttempts > 0)) return;
  throw new ConversationError(
    'conversation-definition',
    `maxAttempts is ${maxAttempts}. Give a whole number from 1, or leave it out for any number of attempts.`,
  );
}
