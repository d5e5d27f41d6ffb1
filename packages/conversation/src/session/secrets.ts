import { ConversationError } from '../errors';

declare const checked: unique symbol;

/** The secrets of session cookies: the first signs, all verify. Only {@link readSecrets} makes this type. */
export type Secrets = readonly [string, ...string[]] & { readonly [checked]: true };

/** Minimum length of a secret, in characters: 32 hexadecimal digits are 128 bits. */
const MIN_LENGTH = 32;

const ADVICE =
  `Set it in .env to one or more secrets of at least ${MIN_LENGTH} characters, comma-separated: the first ` +
  'signs, all verify. Make one with: openssl rand -hex 32';

/**
 * Reads the value of the environment variable `SESSION_SECRET`: one or more secrets, comma-separated.
 *
 * @throws {ConversationError} `secret-missing` or `secret-too-short`. The message contains no secret.
 */
export function readSecrets(value: string | undefined): Secrets {
  if (!value?.trim()) {
    throw new ConversationError('secret-missing', `SESSION_SECRET is missing. ${ADVICE}`);
  }
  const secrets = value.split(',').map((secret) => secret.trim());
  const tooShort = secrets.findIndex((secret) => secret.length < MIN_LENGTH);
  if (tooShort !== -1) {
    throw new ConversationError(
      'secret-too-short',
      `SESSION_SECRET cannot be used: secret ${tooShort + 1} of ${secrets.length} is too short. ${ADVICE}`,
    );
  }
  return secrets as unknown as Secrets;
}
