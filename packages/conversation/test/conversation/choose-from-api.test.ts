import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { conversation } from '../../src/conversation/conversation';
import { yesNo } from '../../src/conversation/readers/yes-no';
import { ask, choose } from '../../src/conversation/steps';
import { normalizeText } from '../../src/message/normalize-text';
import { clientFor } from '../support/conversation-client';

type Item = { readonly id: number; readonly label: string };

const itemsOf = (labels: readonly string[]): Item[] => labels.map((label, id) => ({ id, label }));

/** Asks for an item, then whether it is right; ends with its id. */
const choosing = (items: readonly Item[], prompt = 'Which one?') =>
  conversation('choosing', function* () {
    const item = yield* choose('item', prompt, items, ({ label }) => label);
    yield* ask('right', `${item?.id}. Right?`, yesNo());
    return `Item ${item?.id}.`;
  });

const chosen = async (labels: readonly string[], ...bodies: string[]) =>
  (await clientFor(choosing(itemsOf(labels))).sendAll('hi', ...bodies)).map((text) =>
    typeof text === 'string' ? text.replace('. Right?', '').replace(/\n.*/s, '') : text,
  )[0];

const HINT = (count: number) => `Please answer with a number from 1 to ${count}.`;

describe('choose', () => {
  it('shows a numbered list, and takes a number, a label, or its beginning', async () => {
    const { send } = clientFor(choosing(itemsOf(['Tea', 'Coffee'])));
    expect(await send()).toEqual(['Which one?\n1. Tea\n2. Coffee']);
    for (const body of ['2', 'coffee', 'Cof', '2. Coffee', '2 coffee please', '#2', '2️⃣'])
      expect(await chosen(['Tea', 'Coffee'], body)).toBe('1');
    for (const body of ['3', '0', '1 Coffee', '1 or 2', 'not tea', 'tea coffee', '', '1.5'])
      expect(await chosen(['Tea', 'Coffee'], body)).toBe(HINT(2));
  });

  it.each<[string, string[], [body: string, reply: string][]]>([
    [
      'equal',
      ['Tea', 'Tea', 'tea'],
      [
        ['1', '0'],
        ['2', '1'],
        ['3', '2'],
        ['tea', HINT(3)],
        ['2 tea', '1'],
      ],
    ],
    [
      'empty',
      ['', ' ', 'Tea'],
      [
        ['1', '0'],
        ['2', '1'],
        ['3', '2'],
        ['', HINT(3)],
        ['.', HINT(3)],
        ['tea', '2'],
      ],
    ],
    [
      'reserved',
      ['Info', 'STOP', 'Yes'],
      [
        ['1', '0'],
        ['2', '1'],
        ['yes', '2'],
      ],
    ],
    [
      'names of properties',
      ['__proto__', 'constructor', 'length'],
      [
        ['1', '0'],
        ['__proto__', '0'],
        ['length', '2'],
      ],
    ],
    [
      'of several lines',
      ['Tea\nwith milk', 'Tea\r\n\twith lemon'],
      [
        ['1', '0'],
        ['tea with lemon', '1'],
      ],
    ],
    [
      'with half surrogate pairs',
      ['\ud83d', 'T\udc4dea', '👍'],
      [
        ['1', '0'],
        ['tea', '1'],
        ['3', '2'],
        ['👍🏽', '2'],
      ],
    ],
    [
      'quoted',
      ['“Tea”', '"Coffee"', '¡Viva!', "'til late"],
      [
        ['1', '0'],
        ['2', '1'],
        ['3', '2'],
        ['4', '3'],
        ['viva', '2'],
      ],
    ],
    [
      'like numbers',
      ['10 pieces', '20 pieces', '1 piece'],
      [
        ['1', 'Please choose one: 10 pieces, 20 pieces, 1 piece.'],
        ['2', '1'],
        ['3', '2'],
        ['10', '0'],
        ['20', '1'],
      ],
    ],
    [
      'like the number of another',
      ['2 pm', '3 pm'],
      [
        ['1', '0'],
        ['2', 'Please choose one: 2 pm, 3 pm.'],
        ['2 pm', '0'],
        ['3', '1'],
        ['2 3 pm', '1'],
      ],
    ],
    [
      'times',
      ['9:00', '14:00', '20:00'],
      [
        ['1', '0'],
        ['2', '1'],
        ['14', '1'],
        ['20:00', '2'],
        ['9', '0'],
      ],
    ],
    [
      'the beginning of another',
      ['Day', 'Daybreak'],
      [
        ['day', '0'],
        ['dayb', '1'],
        ['da', HINT(2)],
        ['2', '1'],
      ],
    ],
    [
      'regular expressions',
      ['C++', '(.*)', '[a', '$^'],
      [
        ['1', '0'],
        ['c++', '0'],
        ['2', '1'],
        ['4', '3'],
        ['x', HINT(4)],
      ],
    ],
    [
      'with a combining accent',
      ['Cafe\u0301', '\u0301x'],
      [
        ['1', '0'],
        ['2', '1'],
        ['cafe', '0'],
      ],
    ],
  ])('takes labels that are %s', async (_, labels, turns) => {
    for (const [body, reply] of turns) expect([body, await chosen(labels, body)]).toEqual([body, reply]);
  });

  it('cuts long labels, which may become equal, and tells them apart by number', async () => {
    const long = 'x'.repeat(300);
    const { send, sendAll } = clientFor(choosing(itemsOf([`${long}a`, `${long}b`, '👍'.repeat(90)])));
    const [question = ''] = (await send()) as string[];
    for (const line of question.split('\n')) expect(line.length).toBeLessThanOrEqual(103);
    expect(await sendAll('2', 'yes')).toEqual(['Item 1.']);
  });

  it('sends three hundred items in few messages, and takes each of them', async () => {
    const items = itemsOf(Array.from({ length: 300 }, (_, index) => `Item of the list ${index + 1}`));
    const { send } = clientFor(choosing(items));
    const question = (await send()) as string[];
    expect(question.length).toBeLessThan(10);
    for (const text of question) expect(text.length).toBeLessThanOrEqual(1600);
    expect(await send('301')).toEqual(question);
    expect(await send('300')).toEqual(['299. Right?']);
  });

  it('sends five hundred long items in one reply, and leaves out those behind', async () => {
    const items = itemsOf(Array.from({ length: 501 }, (_, index) => `${index + 1} ${'x'.repeat(200)}`));
    const { send, sendAll } = clientFor(choosing(items, 'W'.repeat(1600)));
    const question = (await send()) as string[];
    expect(question.length).toBeLessThanOrEqual(8);
    expect(question.join('\n').split('\n')).toHaveLength(501);
    expect(await sendAll('501')).toEqual(question);
    expect(await send('500')).toEqual(['499. Right?']);
  });

  it.each([100, 101, 150, 300, 499, 500])('sends %i long items in one reply', async (count) => {
    const items = itemsOf(Array.from({ length: count }, (_, index) => `${index + 1} ${'x'.repeat(200)}`));
    const question = (await clientFor(choosing(items, 'W'.repeat(1600))).send()) as string[];
    expect(question.length).toBeLessThanOrEqual(8);
  });

  it('asks nothing without items', async () => {
    expect(await clientFor(choosing([])).send()).toEqual(['undefined. Right?']);
  });

  describe('from a list that has changed', () => {
    it.each<[string, string[], string[], string, string]>([
      ['takes no number', ['Tea', 'Coffee'], ['Coffee', 'Tea'], '1', HINT(2)],
      ['takes no number of a longer one', ['Tea', 'Coffee'], ['Tea', 'Coffee', 'Milk'], '1', HINT(3)],
      ['takes a label', ['Tea', 'Coffee'], ['Coffee', 'Tea'], 'tea', '1'],
      ['takes no label that is gone', ['Tea', 'Coffee'], ['Coffee'], 'tea', 'Please answer with 1.'],
      [
        'takes no number for the beginning of a label',
        ['1 pm', '5 pm'],
        ['2 pm', '5 pm'],
        '2',
        'Please choose one: 2 pm, 5 pm.',
      ],
      [
        'takes no polite number either',
        ['1 pm', '5 pm'],
        ['2 pm', '5 pm'],
        '#2, please',
        'Please choose one: 2 pm, 5 pm.',
      ],
      ['takes a time', ['1 pm', '5 pm'], ['2 pm', '5 pm'], '2 pm', '0'],
    ])('before the answer: %s', async (_, before, after, body, reply) => {
      const { send, deploy } = clientFor(choosing(itemsOf(before)));
      await send();
      deploy(choosing(itemsOf(after)));
      const [first = ''] = (await send(body)) as string[];
      expect(first.split(/\n|\. Right/)[0]).toBe(reply);
    });

    it.each<[string, string[], string, string[], string]>([
      ['is the same item elsewhere', ['Tea', 'Coffee'], '1', ['Coffee', 'Tea'], 'Item 1.'],
      ['is asked for again when it is gone', ['Tea', 'Coffee'], '1', ['Coffee'], 'Please answer with 1.'],
      [
        'is asked for again when there are two of its label',
        ['Tea', 'Coffee'],
        '1',
        ['Milk', 'Tea', 'Tea'],
        HINT(3),
      ],
      ['is asked for again when one of two is gone', ['Tea', 'Tea'], '2', ['Tea'], 'Please answer with 1.'],
      ['is asked for again when two have moved', ['Tea', 'Tea'], '2', ['Tea', 'Milk', 'Tea'], HINT(3)],
      ['is one of two as long as they stay', ['Tea', 'Tea'], '2', ['Tea', 'Tea', 'Milk'], 'Item 1.'],
      ['is asked for again when nothing is left', ['Tea'], '1', [], 'undefined. Right?'],
    ])('after the answer: it %s', async (_, before, body, after, reply) => {
      const { sendAll, deploy, send } = clientFor(choosing(itemsOf(before)));
      await sendAll('hi', body);
      deploy(choosing(itemsOf(after)));
      const [first] = await send(reply.startsWith('undefined') ? '?' : 'yes');
      expect(first).toContain(reply);
    });

    it('takes no stored answer of another reader', async () => {
      const { sendAll, deploy, openState, restore, send } = clientFor(choosing(itemsOf(['Tea', 'Coffee'])));
      await sendAll('hi', '1');
      const state = openState();
      for (const answer of [[], [0], [null], null, 7, {}, [0, 'Coffee'], [-1, 'Tea'], ['0', 'Tea']]) {
        restore({ ...state, answers: { item: answer } });
        deploy(choosing(itemsOf(['Tea', 'Coffee'])));
        expect((await send('yes'))[0]).toMatch(/^Please answer with a number/);
      }
    });
  });

  it('can be answered by each number, whatever the labels, and never gives another item than the number says', async () => {
    const label = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.string({
        unit: fc.constantFrom(
          ' ',
          '1',
          '2',
          '.',
          '"',
          'a',
          'É',
          'ß',
          'Σ',
          'İ',
          '\u0301',
          '½',
          '²',
          '😀',
          "'",
          ',',
        ),
        maxLength: 6,
      }),
      fc.constantFrom('1', '2', '3 pm', '2. Tea', 'x'.repeat(200)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(label, { minLength: 1, maxLength: 5 }), fc.nat(4), async (labels, at) => {
        fc.pre(!labels.every((text) => /^\d+$/.test(text.trim()))); // these are not numbered
        const index = at % labels.length;
        const reply = await chosen(labels, String(index + 1));
        if (reply === String(index)) return;
        // The number is refused only where another label begins with it.
        expect(reply).toMatch(/^Please (?:answer with|choose one)/);
        const number = String(index + 1);
        const others = labels.filter((_, other) => other !== index);
        expect(others.some((other) => normalizeText(other).replace(/\D*/, '').startsWith(number))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
