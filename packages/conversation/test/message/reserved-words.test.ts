import { describe, expect, it } from '@jest/globals';
import { isAnsweredByTwilio, refuseReserved } from '../../src/message/reserved-words';

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
    expect(refuse(' . ', 'command')).toThrow('A command has no text. Give it a word.');
  });

  it('says why', () => {
    expect(refuse('Stop', 'choice')).toThrow(
      '"Stop" cannot be a choice: to Twilio it is an opt-out, which ends the conversation and blocks replies. Take ' +
        'another word.',
    );
    expect(refuse('help', 'command')).toThrow(
      '"help" cannot be a command: Twilio answers it by itself. Take another word.',
    );
    expect(refuse('yes', 'command')).toThrow(
      '"yes" cannot be a command: it answers questions, and to Twilio it is an opt-in. Take another word.',
    );
  });
});

describe('isAnsweredByTwilio', () => {
  const isAnswered = (body: string, From: unknown = '+15551110000') =>
    isAnsweredByTwilio({ body, media: [], parameters: { From } });

  it.each(['START', ' unstop ', 'Help', 'INFO'])('is so for %j', (body) => {
    expect(isAnswered(body)).toBe(true);
    expect(isAnsweredByTwilio({ body, media: [] })).toBe(true);
    for (const from of ['15551110000', 'not a channel:1', undefined])
      expect(isAnswered(body, from)).toBe(true);
  });

  it.each(['START', 'help'])('is not so for %j in another channel', (body) => {
    for (const from of ['whatsapp:+15551110000', 'messenger:123']) expect(isAnswered(body, from)).toBe(false);
  });

  it('is so for RCS, where Twilio answers as for SMS', () => {
    expect(isAnswered('HELP', 'rcs:+15551110000')).toBe(true);
  });

  it.each(['help me', 'yes', 'helpful', 'STOP', ''])('is not so for %j', (body) => {
    expect(isAnswered(body)).toBe(false);
  });
});
