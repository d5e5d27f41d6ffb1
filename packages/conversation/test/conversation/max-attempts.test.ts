import { describe, expect, it } from '@jest/globals';
import { booking, DAY, PARTY } from '../support/booking';
import { clientFor } from '../support/conversation-client';

describe('maxAttempts', () => {
  const options = { maxAttempts: 2, closing: 'Please call us.' };

  it('ends the conversation after so many unreadable answers to one question', async () => {
    const { send, outcome } = clientFor(booking(options));
    await send();
    await send('x');
    await send('4');
    expect((await send('x'))[0]).toContain(DAY);
    expect(await send('x')).toEqual(['Please call us.']);
    expect(outcome()?.kind).toBe('given-up');
    expect(await send('4')).toEqual([PARTY]);
  });

  it.each([
    [1, 1],
    [3, 3],
    [Infinity, 6],
  ])('of a question, %d, goes before that of the conversation', async (maxAttempts, attempts) => {
    const { send, outcome } = clientFor(booking(options, { maxAttempts }));
    await send();
    for (let count = 1; count < attempts; count++) {
      await send('x');
      expect(outcome()?.kind).toBe('asked');
    }
    await send('x');
    expect(outcome()?.kind).toBe(maxAttempts === Infinity ? 'asked' : 'given-up');
  });

  it('has a closing of its own', async () => {
    const { sendAll } = clientFor(booking({ maxAttempts: 1 }));
    expect(await sendAll('hi', 'x')).toEqual([
      'Sorry, we do not understand each other. Text us to start again.',
    ]);
  });

  it.each([0, 1.5])('of a question cannot be %d', async (maxAttempts) => {
    const { sendAll } = clientFor(booking({}, { maxAttempts }));
    await expect(sendAll('hi')).rejects.toThrow(
      expect.objectContaining({
        code: 'conversation-definition',
        at: { conversation: 'booking', step: 'party' },
      }),
    );
  });
});
