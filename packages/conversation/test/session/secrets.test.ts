import { describe, expect, it } from '@jest/globals';
import { OTHER_SECRET, SECRET } from 'test-support';
import { ConversationError } from '../../src/errors';
import { readSecrets } from '../../src/session/secrets';

/** Exactly the shortest secret that is accepted, and one character less. */
const SHORTEST = 'x'.repeat(32);
const TOO_SHORT = 'y'.repeat(31);

describe('readSecrets', () => {
  it.each([
    ['one', SHORTEST, [SHORTEST]],
    ['several, in their order', `${SHORTEST},${SHORTEST}2`, [SHORTEST, `${SHORTEST}2`]],
    ['several with spaces around the comma', ` ${SHORTEST} , ${SHORTEST}2 `, [SHORTEST, `${SHORTEST}2`]],
  ])('reads %s', (_, value, secrets) => {
    expect(readSecrets(value)).toEqual(secrets);
  });

  it.each([
    ['is not set', undefined, 'secret-missing', 'SESSION_SECRET is missing'],
    ['is empty', '', 'secret-missing', 'SESSION_SECRET is missing'],
    ['is blank', '  ', 'secret-missing', 'SESSION_SECRET is missing'],
    ['is too short', TOO_SHORT, 'secret-too-short', 'secret 1 of 1 is too short'],
    [
      'has one that is too short',
      `${SHORTEST},${TOO_SHORT}`,
      'secret-too-short',
      'secret 2 of 2 is too short',
    ],
    ['ends in a comma', `${SHORTEST},`, 'secret-too-short', 'secret 2 of 2 is too short'],
    ['begins with a comma', `,${SHORTEST}`, 'secret-too-short', 'secret 1 of 2 is too short'],
  ])('throws with advice when SESSION_SECRET %s', (_, value, code, message) => {
    const read = () => readSecrets(value);
    expect(read).toThrow(ConversationError);
    expect(read).toThrow(expect.objectContaining({ name: 'ConversationError', code }));
    expect(read).toThrow(message);
    expect(read).toThrow(
      'Set it in .env to one or more secrets of at least 32 characters, comma-separated: the first signs, all verify. ' +
        'Make one with: openssl rand -hex 32',
    );
  });

  it('never puts a secret into an error message', () => {
    for (const value of [TOO_SHORT, `${SECRET},${TOO_SHORT}`, `${TOO_SHORT},${OTHER_SECRET}`]) {
      const message = messageOf(() => readSecrets(value));
      for (const secret of [SECRET, OTHER_SECRET, TOO_SHORT]) expect(message).not.toContain(secret);
    }
  });
});

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return String(error);
  }
  throw new Error('It did not throw.');
}
