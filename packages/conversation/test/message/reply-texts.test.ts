import { describe, expect, it } from '@jest/globals';
import { replyTexts } from '../../src/message/reply-texts';

describe('the texts of a reply', () => {
  it('keep their order', () => {
    const { add, texts } = replyTexts();
    add('one');
    add('two');
    expect(texts).toEqual(['one', 'two']);
  });

  it('can be ten, of 1,600 characters each', () => {
    const { add, texts } = replyTexts();
    for (let count = 0; count < 10; count++) add('x'.repeat(1600));
    expect(texts).toHaveLength(10);
    expect(() => {
      add('one more');
    }).toThrow('More than 10 messages in one reply');
  });

  it.each([
    ['a blank text', ' \n', 'A message has no text'],
    ['a text that is too long', 'x'.repeat(1601), 'A message has 1601 characters, and 1600 are the limit'],
    ['a number', 7, 'a value of type number'],
  ])('refuse %s, with advice', (_, text, message) => {
    const add = () => {
      replyTexts().add(text);
    };
    expect(add).toThrow(expect.objectContaining({ code: 'message-text' }));
    expect(add).toThrow(message);
  });
});

it('joins no message to one with files, nor one with files to another', () => {
  const picture = { body: 'a', media: ['https://a.example/1'] };
  for (const [last, next] of [
    [picture, 'text'],
    ['text', picture],
  ]) {
    const { add } = replyTexts();
    for (let count = 0; count < 9; count++) add('one');
    add(last);
    expect(() => {
      add(next);
    }).toThrow('More than 10 messages in one reply');
  }
});
