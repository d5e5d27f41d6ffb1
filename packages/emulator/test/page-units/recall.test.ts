import { expect, it } from '@jest/globals';
import { recall, textsOf } from '../../src/page/state/recall';
import { conversationOf, messageOf, PHONE, replyOf } from '../support/samples';

it('recalls what the phone has sent to any number, the newest first, each once', () => {
  const one = {
    ...conversationOf(),
    messages: [
      messageOf('1', { body: 'a', at: 1 }),
      replyOf('not this'),
      messageOf('2', { body: 'b', at: 3 }),
      messageOf('3', { body: '', at: 4 }),
      messageOf('4', { body: 'a', at: 5 }),
    ],
  };
  const two = { ...conversationOf(), to: '+15552220001', messages: [messageOf('5', { body: 'c', at: 2 })] };
  const other = {
    ...conversationOf(),
    from: '+15551110009',
    messages: [messageOf('6', { body: 'd', at: 9 })],
  };
  expect(textsOf([one, two, other], PHONE)).toEqual(['a', 'b', 'c']);
});

const TEXTS = ['new', 'old'];
it.each<[string, 'earlier' | 'later', number, ReturnType<typeof recall>]>([
  ['', 'earlier', -1, { text: 'new', place: 0 }],
  ['new', 'earlier', 0, { text: 'old', place: 1 }],
  ['old', 'earlier', 1, undefined],
  ['old', 'later', 1, { text: 'new', place: 0 }],
  ['new', 'later', 0, { text: '', place: -1 }],
  ['', 'later', -1, undefined],
  // What was typed, or changed, is not replaced.
  ['typed', 'earlier', -1, undefined],
  ['new!', 'earlier', 0, undefined],
  // It was sent, and the field is empty again.
  ['', 'earlier', 1, { text: 'new', place: 0 }],
])('with %j in the field, the %s text than %d is %j', (shown, direction, place, expected) => {
  expect(recall(TEXTS, { shown, place }, direction)).toEqual(expected);
});

it('recalls nothing of a phone that has sent nothing', () => {
  expect(recall([], { shown: '', place: -1 }, 'earlier')).toBeUndefined();
});
