import { describe, expect, it } from '@jest/globals';
import { conversation, type ConversationOptions } from '../../src/conversation/conversation';
import { accepted, answered, type Reader, unreadable } from '../../src/conversation/reader';
import { either } from '../../src/conversation/readers/either';
import { files } from '../../src/conversation/readers/files';
import { media } from '../../src/conversation/readers/media';
import { oneOf } from '../../src/conversation/readers/one-of';
import { yesNo } from '../../src/conversation/readers/yes-no';
import type { Outcome } from '../../src/conversation/replay/run';
import { ask, choose } from '../../src/conversation/steps';
import { switchboard } from '../../src/conversation/switchboard/switchboard';
import { turnsOf } from '../support/turns';

/** What a webhook brings when a button was tapped: the body repeats its text. */
const tap = (payload: string, text = 'Tap') => ({
  body: text,
  parameters: { From: 'whatsapp:+15551110000', ButtonText: text, ButtonPayload: payload },
});

/** The first message of a reply, which is a text. */
const textOf = ({ messages: [message] }: Outcome): string => (typeof message === 'string' ? message : '');

/** What the question answers to a button, as JSON; or its hint. */
async function tapped(
  reader: Reader<unknown>,
  payload: string,
  text?: string,
  options?: ConversationOptions,
) {
  const code = conversation(
    'tapped',
    function* () {
      return `is ${JSON.stringify(yield* ask('which', 'Which?', reader))}`;
    },
    options,
  );
  const { turn } = turnsOf(code);
  await turn();
  return textOf(await turn(tap(payload, text)));
}

describe('oneOf takes the payload of a button', () => {
  const days = oneOf('Friday', 'Saturday');

  it.each([
    ['Saturday', 'is "Saturday"'],
    ['saturday', 'is "Saturday"'],
    ['2', 'is "Saturday"'],
    ['1', 'is "Friday"'],
  ])('%j', async (payload, answer) => {
    expect(await tapped(days, payload)).toBe(answer);
  });

  it.each(['3', '0', '-1', '1.0', 'sat', 'day:saturday', '', '99999999999'])(
    'but not %j; then the text counts',
    async (payload) => {
      expect(await tapped(days, payload)).toContain('Please choose one');
      expect(await tapped(days, payload, 'Saturday')).toBe('is "Saturday"');
    },
  );

  it('before the text, which may be anything', async () => {
    expect(await tapped(days, 'Friday', 'Saturday')).toBe('is "Friday"');
  });

  it('as a choice before as a number', async () => {
    expect(await tapped(oneOf('2', '1'), '2')).toBe('is "2"');
  });
});

describe('choose takes the payload of a button', () => {
  async function chosen(payload: string, labels: readonly string[], items: readonly unknown[] = labels) {
    const code = conversation('chosen', function* () {
      const item = yield* choose('item', 'Which?', items, (it) => String(labels[items.indexOf(it)]));
      return `item ${items.indexOf(item) + 1}`;
    });
    const { turn } = turnsOf(code);
    await turn();
    return textOf(await turn(tap(payload)));
  }

  it.each<[string, string, string[], unknown[] | undefined]>([
    ['its label', 'saturday', ['Friday', 'Saturday'], undefined],
    ['its number', '2', ['Friday', 'Saturday'], undefined],
    ['the item itself', 'sat', ['Friday', 'Saturday'], ['fri', 'sat']],
    ['the item, a number', '71', ['Friday', 'Saturday'], [70, 71]],
    ['its number, where labels are equal', '2', ['Room', 'Room'], [{ id: 1 }, { id: 2 }]],
    ['its label before a number', '1', ['2', '1'], undefined],
  ])('that is %s', async (_, payload, labels, items) => {
    expect(await chosen(payload, labels, items)).toBe('item 2');
  });

  it.each<[string, string, string[], unknown[] | undefined]>([
    ['the label of two', 'Room', ['Room', 'Room'], [{ id: 1 }, { id: 2 }]],
    ['one label and another item', 'b', ['a', 'b'], ['b', 'c']],
    ['the label of two, and a number', '1', ['1', '1'], [{ id: 1 }, { id: 2 }]],
    ['none of these', 'other', ['a', 'b'], undefined],
  ])('but not one that is %s', async (_, payload, labels, items) => {
    expect(await chosen(payload, labels, items)).toMatch(/^Please (?:answer with a number|choose one)/);
  });
});

describe('yesNo takes the payload of a button', () => {
  it.each([
    ['yes', true],
    ['NO', false],
    [' true ', true],
    ['false', false],
    ['👍', true],
    ['claro', true],
    ['n', false],
  ])('%j', async (payload, answer) => {
    expect(await tapped(yesNo(), payload, 'Tap', { language: 'es' })).toBe(`is ${answer}`);
  });

  it('or the text of one whose payload is something else', async () => {
    expect(await tapped(yesNo(), 'confirm-71', 'Yes')).toBe('is true');
    expect(await tapped(yesNo(), 'confirm-71', 'Maybe')).toContain('yes or no');
  });
});

it('either, media and files take it too', async () => {
  expect(await tapped(either(yesNo(), oneOf('party', 'day')), 'day')).toBe('is "day"');
  expect(await tapped(media({ skip: 'skip' }), 'Skip')).toBe('is null');
  expect(await tapped(files({ skip: 'none' }), 'none')).toBe('is []');
});

it('a reader of your own may read it', async () => {
  const slot: Reader<number> = {
    read: ({ button }) => {
      const [, id] = /^slot:(\d+)$/.exec(button?.payload ?? '') ?? [];
      return id === undefined ? unreadable('Please tap a button.') : answered(Number(id));
    },
    accept: (answer) => accepted(Number(answer)),
  };
  expect(await tapped(slot, 'slot:71', '9:00')).toBe('is 71');
  expect(await tapped(slot, '', '9:00')).toContain('Please tap a button.');
});

it('a button can be a command, and choose a conversation', async () => {
  const pizza = conversation('pizza', function* () {
    return `${yield* ask('size', 'Size?', oneOf('small', 'large'))} pizza.`;
  });
  const table = conversation('table', function* () {
    yield* ask('day', 'Day?', oneOf('Friday'));
  });
  const { turn } = turnsOf(switchboard('front', { pizza, table }, { prompt: 'Pizza or table?' }));
  expect((await turn(tap('pizza', 'I am hungry'))).messages).toEqual(['Size?']);
  expect((await turn(tap('menu', 'Something else'))).messages).toEqual([
    'We start again.',
    'Pizza or table?',
  ]);
  expect((await turn(tap('table', 'A table'))).messages).toEqual(['Day?']);
});
