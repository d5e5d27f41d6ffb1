import { expect, it } from '@jest/globals';
import { newestFirst, previewOf } from '../../src/page/display/newest-first';
import { withTurnsOf } from '../../src/page/state/filter-turns';
import type { TurnFilter } from '../../src/page/state/state';
import { conversationOf, entryOf, messageOf, turnOf } from '../support/samples';

const conversation = {
  ...conversationOf(
    turnOf('fine', [], { sid: '1' }),
    turnOf('error', [], { sid: '2', errors: [entryOf(11200)] }),
    turnOf('warning', [], { sid: '3', errors: [entryOf(12200, 'warning')] }),
    turnOf('fault', [], { sid: '4', faults: ['loseCookie'] }),
  ),
  messages: ['1', '2', '3', '4'].flatMap((sid) => [
    messageOf(sid, { body: sid }),
    messageOf(`${sid}r`, { body: `reply to ${sid}`, turn: sid }),
  ]),
};

it.each<[TurnFilter, string[]]>([
  ['all', ['1', 'reply to 1', '2', 'reply to 2', '3', 'reply to 3', '4', 'reply to 4']],
  ['errors', ['2', 'reply to 2']],
  ['faults', ['4', 'reply to 4']],
])('shows the turns with %s, and keeps the conversation as it is otherwise', (filter, bodies) => {
  const filtered = withTurnsOf(conversation, filter);
  expect(filtered.messages.map(({ body }) => body)).toEqual(bodies);
  expect(filtered.turns).toBe(conversation.turns);
});

it('has the conversation with the newest message first', () => {
  const one = { ...conversation, to: 'one', messages: [messageOf('1', { at: 1 })] };
  const two = { ...conversation, to: 'two', messages: [messageOf('2', { at: 2 })] };
  const none = { ...conversation, to: 'none', messages: [] };
  expect(newestFirst([none, one, two]).map(({ conversation: { to } }) => to)).toEqual(['two', 'one', 'none']);
});

it.each([
  [{ body: 'hi' }, 'You: hi'],
  [{ body: 'hi', direction: 'outbound' }, 'hi'],
  [{ body: '' }, 'You: A picture'],
  [{ body: '', location: { latitude: 1, longitude: 2 } }, 'You: A place'],
] as const)('says in a word what a message is: %j', (change, words) => {
  expect(previewOf(messageOf('1', change))).toBe(words);
});
