import { describe, expect, it } from '@jest/globals';
import { NO_FAULTS } from '../../src/engine/faults';
import {
  conversationOf,
  emptyConversation,
  initialState,
  numbersFor,
  numberTextedBy,
  onScreen,
  turnOf,
} from '../../src/page/state/state';
import { ANN, BANK, BEA, conversation, FOREIGN, NUMBERS, SHOP, state, turn } from './fixtures';

it('initialState shows the stored phones, and nothing of the emulator', () => {
  expect(initialState({ addedPhones: [ANN, BEA], phone: BEA, chosenNumbers: { [BEA]: BANK } })).toMatchObject(
    {
      connection: 'connecting',
      phones: [ANN, BEA],
      addedPhones: [ANN, BEA],
      phone: BEA,
      chosenNumbers: { [BEA]: BANK },
      numbers: [],
      conversations: [],
      faults: NO_FAULTS,
      unread: [],
      inspected: null,
      tab: 'Answer',
    },
  );
});

describe('numberTextedBy', () => {
  it.each([
    { name: 'the first number without anything else', change: {}, expected: SHOP },
    { name: 'none without numbers', change: { numbers: [] }, expected: null },
    { name: 'the chosen number', change: { chosenNumbers: { [ANN]: BANK } }, expected: BANK },
    {
      name: 'not the one chosen for another phone',
      change: { chosenNumbers: { [BEA]: BANK } },
      expected: SHOP,
    },
    {
      name: 'the first when the chosen one is gone',
      change: { chosenNumbers: { [ANN]: FOREIGN } },
      expected: SHOP,
    },
    {
      name: 'that of the first conversation of this phone',
      change: { conversations: [conversation(BEA, SHOP), conversation(ANN, BANK), conversation(ANN, SHOP)] },
      expected: BANK,
    },
    {
      name: 'the chosen one, whatever the conversations are',
      change: { conversations: [conversation(ANN, BANK)], chosenNumbers: { [ANN]: SHOP } },
      expected: SHOP,
    },
    {
      name: 'a foreign number with a conversation',
      change: { conversations: [conversation(ANN, FOREIGN)], chosenNumbers: { [ANN]: FOREIGN } },
      expected: FOREIGN,
    },
    {
      name: 'a foreign number without numbers of its own',
      change: { numbers: [], conversations: [conversation(ANN, FOREIGN)] },
      expected: FOREIGN,
    },
  ])('$name', ({ change, expected }) => {
    expect(numberTextedBy(state(change), ANN)).toBe(expected);
  });
});

it('numbersFor lists own numbers by name, then foreign ones of this phone by their digits', () => {
  const conversations = [
    conversation(ANN, FOREIGN),
    conversation(ANN, BANK),
    conversation(BEA, '+15558888888'),
  ];
  expect(numbersFor(state({ conversations }), ANN)).toEqual([
    { number: SHOP, name: '/shop' },
    { number: BANK, name: '/bank' },
    { number: FOREIGN, name: FOREIGN },
  ]);
});

describe('onScreen', () => {
  it('is null without a phone, or without a number to text', () => {
    expect(onScreen(state())).toBeNull();
    expect(onScreen(state({ phone: ANN, numbers: [] }))).toBeNull();
  });

  it('is an empty conversation before the first message', () => {
    expect(onScreen(state({ phone: ANN }))).toEqual({
      phone: ANN,
      number: SHOP,
      own: NUMBERS[0],
      conversation: emptyConversation(ANN, SHOP),
    });
  });

  it('has no own number in a conversation with a foreign one', () => {
    const held = conversation(ANN, FOREIGN, { optedOut: true });
    expect(onScreen(state({ phone: ANN, conversations: [held] }))).toEqual({
      phone: ANN,
      number: FOREIGN,
      own: null,
      conversation: held,
    });
  });
});

it('conversationOf looks for both phone and number', () => {
  const held = conversation(ANN, BANK);
  const conversations = [conversation(ANN, SHOP), conversation(BEA, BANK), held];
  expect(conversationOf(conversations, ANN, BANK)).toBe(held);
  expect(conversationOf(conversations, BEA, SHOP)).toBeUndefined();
});

it('turnOf finds a turn by its sid', () => {
  const [first, second] = [turn('SM1'), turn('SM2')];
  const held = conversation(ANN, SHOP, { turns: [first, second] });
  expect(turnOf(held, 'SM2')).toBe(second);
  expect(turnOf(held, 'SM3')).toBeUndefined();
  expect(turnOf(held, null)).toBeUndefined();
});
