import { describe, expect, it } from '@jest/globals';
import { outbox } from '../../src/message/reply-texts';

describe('an outbox', () => {
  it('keeps the order of its messages', () => {
    const { send, messages } = outbox();
    send('one');
    send('two');
    expect(messages).toEqual(['one', 'two']);
  });

  it('takes 1,600 characters and ten messages', () => {
    const { send, messages } = outbox();
    for (let count = 0; count < 10; count++) send('x'.repeat(1600));
    expect(messages).toHaveLength(10);
    expect(() => {
      send('one more');
    }).toThrow('More than 10 messages in one reply');
  });

  it.each([
    ['a blank text', ' \n', 'A message has no text'],
    ['a text that is too long', 'x'.repeat(1601), 'A message has 1601 characters, and 1600 are the limit'],
    ['a number', 7, 'a value of type number'],
  ])('refuses %s, with advice', (_, text, message) => {
    const send = () => {
      outbox().send(text);
    };
    expect(send).toThrow(expect.objectContaining({ code: 'message-text' }));
    expect(send).toThrow(message);
  });
});
