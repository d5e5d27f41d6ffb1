import { describe, expect, it } from '@jest/globals';
import { conversation, type ConversationOptions } from '../../src/conversation/conversation';
import { text } from '../../src/conversation/readers/text';
import { ask, choose, effect, forget } from '../../src/conversation/steps';
import type { AskRequest } from '../../src/conversation/request';
import { clientFor } from '../support/conversation-client';

type Slot = { readonly id: number; readonly at: string };

const SLOTS: readonly Slot[] = [
  { id: 71, at: 'Monday 9:00' },
  { id: 72, at: 'Monday 10:30' },
  { id: 73, at: 'Tuesday 9:00' },
];
const LIST = 'When?\n1. Monday 9:00\n2. Monday 10:30\n3. Tuesday 9:00';
const HINT = 'Please answer with a number from 1 to 3.';

/** Chooses a slot, then asks for a name, so that a deploy can come between them. */
const appointment = (slots = SLOTS, options: ConversationOptions = {}) =>
  conversation(
    'appointment',
    function* () {
      const slot = yield* choose('slot', 'When?', slots, ({ at }) => at);
      if (slot === undefined) return 'We are full.';
      const name = yield* ask('name', 'Name?', text());
      return `${name}, ${slot.id}.`;
    },
    options,
  );

/** Chooses one of these labels. */
const choosing = (...labels: string[]) =>
  conversation('choosing', function* () {
    const items = labels.map((label, index) => ({ label, index }));
    const item = yield* choose('item', 'Which?', items, ({ label }) => label);
    return `item ${item?.index}`;
  });

describe('choose', () => {
  it('sends a numbered list of labels', async () => {
    expect(await clientFor(appointment()).send()).toEqual([LIST]);
  });

  it.each([
    ['2', 72],
    ['#2', 72],
    ['2.', 72],
    ['2) Monday 10:30', 72],
    ['2, please', 72],
    ['monday 10:30', 72],
    [' TUESDAY ', 73],
    ['monday 9', 71],
  ])('understands %j', async (body, id) => {
    expect(await clientFor(appointment()).sendAll('hi', body, 'Ada')).toEqual([`Ada, ${id}.`]);
  });

  it.each(['Monday', '0', '4', '-1', '1.5', '2 people', '2 3', ''])(
    'asks again after %j, with a hint',
    async (body) => {
      expect(await clientFor(appointment()).sendAll('hi', body)).toEqual([`${HINT}\n${LIST}`]);
    },
  );

  it('stores the label', async () => {
    const { sendAll, state } = clientFor(appointment());
    await sendAll('hi', '2');
    expect(state()?.answers).toEqual({ slot: 'Monday 10:30' });
  });

  it('takes items that are their own labels', async () => {
    const { send } = clientFor(
      conversation('plain', function* () {
        return yield* choose('day', 'Which day?', ['Friday', 'Saturday']);
      }),
    );
    expect(await send()).toEqual(['Which day?\n1. Friday\n2. Saturday']);
    expect(await send('2')).toEqual(['Saturday']);
  });

  it('takes items from an effect, which runs once', async () => {
    let ran = 0;
    const { sendAll } = clientFor(
      conversation('api', function* () {
        const slots = yield* effect('slots', async () => {
          ran += 1;
          return Promise.resolve([...SLOTS]);
        });
        const slot = yield* choose('slot', 'When?', slots, ({ at }) => at);
        return `${slot?.id}`;
      }),
    );
    expect(await sendAll('hi', 'x', '3')).toEqual(['73']);
    expect(ran).toBe(1);
  });

  it('asks nothing without items', async () => {
    const { send, outcome } = clientFor(appointment([]));
    expect(await send()).toEqual(['We are full.']);
    expect(outcome()).toHaveProperty('answers', {});
  });

  it('counts attempts, and has a hint of its own', async () => {
    const { sendAll, outcome } = clientFor(
      conversation('limited', function* () {
        yield* choose('slot', 'When?', SLOTS, ({ at }) => at, { hint: 'A number, please.', maxAttempts: 2 });
      }),
    );
    expect(await sendAll('hi', 'x')).toEqual([`A number, please.\n${LIST}`]);
    await sendAll('x');
    expect(outcome()?.kind).toBe('given-up');
  });

  describe('with labels as they come from an API', () => {
    it('takes equal ones by number', async () => {
      const twice = choosing('Chair', 'Table', 'Chair');
      expect(await clientFor(twice).sendAll('hi', '3')).toEqual(['item 2']);
      expect(await clientFor(twice).sendAll('hi', '1')).toEqual(['item 0']);
      expect(await clientFor(twice).sendAll('hi', 'table')).toEqual(['item 1']);
      expect((await clientFor(twice).sendAll('hi', 'chair'))[0]).toContain('Please answer with a number');
    });

    it('finds one of equal ones again by its place, and asks again when the place is another’s', async () => {
      const twice = (...labels: string[]) =>
        conversation('twice', function* () {
          const items = labels.map((label, index) => ({ label, index }));
          const item = yield* choose('item', 'Which?', items, ({ label }) => label);
          yield* ask('name', 'Name?', text());
          return `${item?.label} ${item?.index}`;
        });
      const stays = clientFor(twice('Chair', 'Table', 'Chair'));
      expect(await stays.sendAll('hi', '3', 'Ada')).toEqual(['Chair 2']);
      const moves = clientFor(twice('Chair', 'Table', 'Chair'));
      await moves.sendAll('hi', '3');
      moves.deploy(twice('Table', 'Chair'));
      expect(await moves.send('Ada')).toEqual([
        'Please answer with a number from 1 to 2.\nWhich?\n1. Table\n2. Chair',
      ]);
    });

    it.each([
      ['quotes', ['"Hamlet"', '“Macbeth”', '«Othello»']],
      ['Spanish marks', ['¡Hola!', '¿Qué tal?', 'Adiós.']],
      ['words that Twilio takes', ['STOP', 'HELP', 'yes']],
      ['line breaks and spaces', ['a\nb', ' c\td ', 'e']],
      ['nothing', ['', ' ', 'x']],
      ['markup', ['<b>', '&amp;', 'a > b']],
      ['characters of regular expressions', ['(a)', '[b', 'c*+?']],
      ['characters that XML cannot hold', ['a\u0000', '\ud800b', 'c']],
      ['emoji', ['👍', '👎🏽', '❤️']],
      ['full-width letters', ['Ａ', 'Ｂ', 'Ｃ']],
      ['list marks', ['- a', '. b', ') c']],
      ['times', ['9:00', '10:00', '11:00']],
      ['decimals', ['1.5 kg', '2.5 kg', '3.5 kg']],
    ])('takes those with %s by number', async (_, labels) => {
      for (const [index, number] of ['1', '2', '3'].entries()) {
        expect(await clientFor(choosing(...labels)).sendAll('hi', number)).toEqual([`item ${index}`]);
      }
    });

    it.each([
      [['Table', '1st floor'], 'Please choose one: Table, 1st floor.'],
      [['1 bed', '2 beds'], 'Please answer with a number from 1 to 2.'],
      [['2 beds', '1 bed'], 'Please choose one: 2 beds, 1 bed.'],
    ])('hints at numbers only where they are clear: %j', async (labels, hint) => {
      expect((await clientFor(choosing(...labels)).sendAll('hi', 'x'))[0]).toContain(hint);
    });

    it('takes no number that names another item too', async () => {
      expect((await clientFor(choosing('', '1 bed')).sendAll('hi', '1'))[0]).toContain('Please choose one');
      expect((await clientFor(choosing('Table', '1 bed')).sendAll('hi', '1'))[0]).toContain(
        'Please choose one',
      );
    });

    it('shows nothing behind the number of an empty one', async () => {
      expect(await clientFor(choosing('', ' ', 'x')).send()).toEqual(['Which?\n1.\n2.\n3. x']);
    });

    it('shows each in one line', async () => {
      expect(await clientFor(choosing('a\nb', ' c\t d ')).send()).toEqual(['Which?\n1. a b\n2. c d']);
    });

    it('cuts those of more than 100 characters, and tells them apart all the same', async () => {
      const long = 'long '.repeat(40);
      const { send } = clientFor(choosing(`${long} a`, `${long} b`));
      const [list] = await send();
      expect(list).toMatch(/^Which\?\n1\. (long ){19}long…\n2\. (long ){19}long…$/);
      expect(await send('2')).toEqual(['item 1']);
    });

    it('does not cut an emoji in two', async () => {
      const [list] = await clientFor(choosing(`${'x'.repeat(98)}😀😀`)).send();
      expect(list).toBe(`Which?\n1. ${'x'.repeat(98)}…`);
    });
  });

  describe('of a long list', () => {
    const many = Array.from({ length: 60 }, (_, index) => `Room ${index} ${'x'.repeat(50)}`);

    it('sends several messages, none too long, with all items in order', async () => {
      const messages = await clientFor(choosing(...many)).send();
      expect(messages.length).toBeGreaterThan(1);
      const lines = messages.flatMap((message) => {
        const text = message as string;
        expect(text.length).toBeLessThanOrEqual(1600);
        return text.split('\n');
      });
      expect(lines).toEqual(['Which?', ...many.map((label, index) => `${index + 1}. ${label}`)]);
    });

    it('fills a message to 1,600 characters', async () => {
      // The prompt and 15 lines; the 16th line ends at the last character, or one behind it.
      const labels = (last: number) => [
        ...Array.from({ length: 15 }, () => 'x'.repeat(96)),
        'y'.repeat(last),
        'z',
      ];
      const first = 'Which?'.length + 9 * ('\n1. '.length + 96) + 6 * ('\n10. '.length + 96);
      const rest = 1600 - first - '\n16. '.length;
      const [full, then] = await clientFor(choosing(...labels(rest))).send();
      expect(full).toHaveLength(1600);
      expect(then).toBe('17. z');
      const [short] = await clientFor(choosing(...labels(rest + 1))).send();
      expect(short).toHaveLength(first);
    });

    it('takes the number of an item in any of them', async () => {
      expect(await clientFor(choosing(...many)).sendAll('hi', '60')).toEqual(['item 59']);
      expect(await clientFor(choosing(...many)).sendAll('hi', 'x', '1')).toEqual(['item 0']);
    });
  });

  describe('when the list changes later', () => {
    it('finds the item by its label', async () => {
      const { sendAll, send, deploy } = clientFor(appointment());
      await sendAll('hi', '3');
      deploy(appointment([{ id: 99, at: 'Tuesday 9:00' }, ...SLOTS.slice(0, 2)]));
      expect(await send('Ada')).toEqual(['Ada, 99.']);
    });

    it('asks again when the item is gone', async () => {
      const { sendAll, send, deploy } = clientFor(appointment());
      await sendAll('hi', '3');
      deploy(appointment(SLOTS.slice(0, 2)));
      expect(await send('Ada')).toEqual([
        'Please answer with a number from 1 to 2.\nWhen?\n1. Monday 9:00\n2. Monday 10:30',
      ]);
      expect(await send('1')).toEqual(['Name?']);
    });

    it('takes no number of a list that the sender has not seen', async () => {
      const { send, deploy } = clientFor(appointment());
      await send();
      deploy(appointment([...SLOTS].reverse()));
      const [list] = await send('1');
      expect(list).toBe(`${HINT}\nWhen?\n1. Tuesday 9:00\n2. Monday 10:30\n3. Monday 9:00`);
      expect(await send('1')).toEqual(['Name?']);
    });

    it('takes the words of a list that the sender has not seen, but no number that begins them', async () => {
      const { send, deploy } = clientFor(appointment());
      await send();
      deploy(appointment([...SLOTS].reverse()));
      expect(await send('Monday 10:30')).toEqual(['Name?']);
      const times = clientFor(choosing('9:00', '10:00'));
      await times.send();
      times.deploy(choosing('10:00', '9:00'));
      expect((await times.send('10'))[0]).toContain('Please answer with a number');
    });

    it('goes on when it is empty', async () => {
      const { sendAll, send, deploy } = clientFor(appointment());
      await sendAll('hi', '3');
      deploy(appointment([]));
      expect(await send('Ada')).toEqual(['We are full.']);
    });
  });

  it('can be asked again with a new list, as when a slot was taken meanwhile', async () => {
    const free = [[...SLOTS], SLOTS.slice(1)];
    const { sendAll, send } = clientFor(
      conversation('taken', function* () {
        const slots = yield* effect('slots', () => free.shift() ?? []);
        const slot = yield* choose('slot', 'When?', slots, ({ at }) => at);
        if (slot === undefined) return 'We are full.';
        const booked = yield* effect('book', () => slot.id !== 71);
        if (!booked) yield* forget('slots', 'slot', 'book');
        return `Booked ${slot.id}.`;
      }),
    );
    expect(await sendAll('hi', '1')).toEqual(['When?\n1. Monday 10:30\n2. Tuesday 9:00']);
    expect(await send('1')).toEqual(['Booked 72.']);
  });
});

it('shows labels that are numbers without numbers of their own', async () => {
  const party = conversation('party', function* () {
    const size = yield* choose('size', 'How many?', [2, 4, 6]);
    return `For ${size}.`;
  });
  const { send } = clientFor(party);
  expect(await send()).toEqual(['How many?\n- 2\n- 4\n- 6']);
  expect(await send('3')).toEqual(['Please choose one: 2, 4, 6.\nHow many?\n- 2\n- 4\n- 6']);
  expect(await send('2')).toEqual(['For 2.']);
  const large = conversation('large', function* () {
    return `For ${yield* choose('size', 'How many?', [8, 10])}.`;
  });
  expect(await clientFor(large).send()).toEqual(['How many?\n- 8\n- 10']);
});

it('has a reader that can be called without a question', () => {
  const { value } = choose('size', 'Which?', ['Small', 'Large'])[Symbol.iterator]().next();
  const { reader } = value as AskRequest;
  expect(reader.read({ body: 'large', media: [] })).toEqual({ kind: 'answer', answer: 'Large' });
  expect(reader.accept('Huge')).toEqual({
    kind: 'unreadable',
    hint: 'Please answer with a number from 1 to 2.',
  });
});
