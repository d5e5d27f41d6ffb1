import { describe, expect, it } from '@jest/globals';
import { refuseReserved } from '../../src/message/reserved-words';

const refuse = (word: string, use: 'command' | 'choice') => () => {
  refuseReserved(['fine', word], use, 'conversation-definition');
};

describe('refuseReserved', () => {
  it.each([
    'STOP',
    'stopall',
    'Unsubscribe',
    ' cancel ',
    'END',
    'quit',
    'revoke',
    'optout',
    'start',
    'unstop',
    'help.',
    'INFO',
  ])('refuses %j, as a command and as a choice', (word) => {
    for (const use of ['command', 'choice'] as const) {
      expect(refuse(word, use)).toThrow(expect.objectContaining({ code: 'reserved-word' }));
      expect(refuse(word, use)).toThrow(`"${word}" cannot be a ${use}: `);
      expect(refuse(word, use)).toThrow('Take another word.');
    }
  });

  it('refuses "yes" as a command only: it answers questions', () => {
    expect(refuse('Yes', 'command')).toThrow('it answers questions');
    expect(refuse('Yes', 'choice')).not.toThrow();
  });

  it.each(['restart', 'stop it', 'starter', 'no'])('has nothing against %j', (word) => {
    expect(refuse(word, 'command')).not.toThrow();
  });

  it('refuses a blank word with the code that it is given', () => {
    expect(refuse(' . ', 'command')).toThrow(expect.objectContaining({ code: 'conversation-definition' }));
  });
});
