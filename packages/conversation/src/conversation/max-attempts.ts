import { ConversationError } from '../errors';

/** A `maxAttempts`; refuses at compile time a literal that is no whole number from 1. */
export type MaxAttempts<Attempts extends number> = number extends Attempts
  ? number
  : `${Attempts}` extends '0' | `-${string}` | `${string}.${string}`
    ? never
    : Attempts;

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
