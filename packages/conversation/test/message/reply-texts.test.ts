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
    const more = () => {
      add('one more');
    };
    expect(more).toThrow('More than 10 messages in one reply');
    expect(more).toThrow(expect.objectContaining({ code: 'message-text' }));
  });

  it.each([
    ['a blank text', ' \n', 'A message has no text'],
    ['a text that is too long', 'x'.repeat(1601), 'A message has 1601 characters, and 1600 are the limit'],
    ['a number', 7, 'a value of type number'],
    ['no message', null, 'A message must be a string, and this is a value of type object.'],
    ['a text that is no string', { body: 7, media: ['https://a.example'] }, 'a value of type number'],
    ...[
      [],
      'https://a.example',
      [7],
      [new URL('https://a.example')],
      [' https://a.example'],
      ['https://a.example/a b'],
      ['https://a.example', 'ftp://a.example'],
      ['https://'],
      Array.from({ length: 11 }, () => 'https://a.example'),
    ].map(
      (media) =>
        [
          `the files ${JSON.stringify(media)}`,
          { body: 'text', media },
          'The files of a message must be 1 to 10 addresses that begin with https:// or http://.',
        ] as const,
    ),
  ])('refuse %s, with advice', (_, text, message) => {
    const add = () => {
      replyTexts().add(text);
    };
    expect(add).toThrow(expect.objectContaining({ code: 'message-text' }));
    expect(add).toThrow(message);
  });
});

it('joins what is too many to the last message, up to 1,600 characters', () => {
  const { add, texts } = replyTexts();
  for (let count = 0; count < 9; count++) add('one');
  add('x'.repeat(1000));
  add('y'.repeat(599));
  expect(texts).toHaveLength(10);
  expect(texts[9]).toBe(`${'x'.repeat(1000)}\n${'y'.repeat(599)}`);
  expect(() => {
    add('');
  }).toThrow('A message has no text. Write some, or send none.');
  expect(() => {
    add('z');
  }).toThrow('More than 10 messages in one reply, and Twilio sends no more. Say it in fewer messages.');
});

it('may have ten files of the web in any case, with or without a text', () => {
  const { add, texts } = replyTexts();
  const media = Array.from(
    { length: 10 },
    (_, index) => `${index % 2 ? 'HTTP' : 'https'}://a.example/${index}`,
  );
  for (const body of ['', 'x'.repeat(1600)]) add({ body, media });
  expect(texts).toHaveLength(2);
  expect(() => {
    add({ body: 'x'.repeat(1601), media });
  }).toThrow(
    'A message has 1601 characters, and 1600 are the limit. Shorten it; if it repeats what the sender wrote, ' +
      'let the reader allow less.',
  );
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
