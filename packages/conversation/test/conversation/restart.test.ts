import { describe, expect, it } from '@jest/globals';
import { booking, PARTY } from '../support/booking';
import { clientFor } from '../support/conversation-client';

describe('restart words', () => {
  const options = { restart: { words: ['restart', 'from the top'], text: 'Once more.' } } as const;

  it.each(['restart', 'RESTART.', ' From the top '])('%j starts anew at any question', async (word) => {
    const { send, state, openState } = clientFor(booking(options));
    await send();
    const { id } = openState();
    expect(await send(word)).toEqual(['Once more.', PARTY]);
    await send('4');
    expect(await send(word)).toEqual(['Once more.', PARTY]);
    expect(state()).toMatchObject({ asked: 'party', answers: {} });
    expect(state()?.id).not.toBe(id);
  });

  it('start a first conversation like any other message', async () => {
    expect(await clientFor(booking(options)).send('restart')).toEqual([PARTY]);
  });

  it('have a text of their own', async () => {
    const { sendAll } = clientFor(booking({ restart: { words: ['restart'] } }));
    expect(await sendAll('hi', 'restart')).toEqual(['We start again.', PARTY]);
  });
});
