import { describe, expect, it } from '@jest/globals';
import { type Action, reduce } from '../../src/page/state/reduce';
import { conversationKey, type State } from '../../src/page/state/state';
import { ANN, BANK, BEA, conversation, message, SHOP, snapshot, state } from './fixtures';

const CAL = '+15551110003';
const FRESH = /^\+1555[2-9]\d{6}$/;
const phones = (...all: string[]): Partial<State> => ({
  phones: all,
  addedPhones: all,
  phone: all[0] ?? null,
});

describe('loaded', () => {
  it('replaces what the emulator holds, and is live', () => {
    const loaded = snapshot({ conversations: [conversation(ANN, SHOP)], clock: { now: 7, offset: 3 } });
    const before = state({ ...phones(BEA), connection: 'lost', conversations: [conversation(BEA, BANK)] });
    expect(reduce(before, { type: 'loaded', snapshot: loaded })).toEqual({
      ...before,
      ...loaded,
      connection: 'live',
      phones: [BEA, ANN],
    });
  });

  it('adds a phone to an emulator that has none', () => {
    const after = reduce(state({ connection: 'connecting' }), { type: 'loaded', snapshot: snapshot() });
    expect(after.phones).toEqual([expect.stringMatching(FRESH)]);
    expect(after.addedPhones).toEqual(after.phones);
    expect(after.phone).toBe(after.phones[0]);
    expect(after.chosenNumbers).toEqual({});
  });

  it.each([
    { name: 'keeps the phone on the screen', phone: BEA, expected: BEA },
    { name: 'shows the first phone when there is none on the screen', phone: null, expected: ANN },
    { name: 'shows the first phone when the one on the screen is gone', phone: CAL, expected: ANN },
  ])('$name', ({ phone, expected }) => {
    const before = state({ ...phones(ANN, BEA), phone });
    expect(reduce(before, { type: 'loaded', snapshot: snapshot() }).phone).toBe(expected);
  });

  it('lists a phone of several conversations once', () => {
    const conversations = [conversation(ANN, SHOP), conversation(ANN, BANK), conversation(BEA, SHOP)];
    const after = reduce(state(), { type: 'loaded', snapshot: snapshot({ conversations }) });
    expect(after).toMatchObject({ phones: [ANN, BEA], addedPhones: [], phone: ANN });
  });
});

describe('happened', () => {
  const told = (...from: string[]): Action => ({
    type: 'happened',
    events: from.map((phone, index) => ({
      type: 'message',
      message: message(`SM${index}`, { from: phone }),
    })),
  });

  it('applies the events in order, and marks what is on the screen as read', () => {
    const after = reduce(state(phones(ANN)), told(ANN, BEA, CAL, BEA));
    expect(after.phones).toEqual([ANN, BEA, CAL]);
    expect(after.unread).toEqual([conversationKey(BEA, SHOP), conversationKey(CAL, SHOP)]);
    expect(after.conversations[1]?.messages.map(({ sid }) => sid)).toEqual(['SM1', 'SM3']);
  });

  it('leaves another number of the phone on the screen unread', () => {
    const after = reduce(state({ ...phones(ANN), chosenNumbers: { [ANN]: BANK } }), told(ANN));
    expect(after.unread).toEqual([conversationKey(ANN, SHOP)]);
    expect(reduce(after, { type: 'chooseNumber', phone: ANN, number: SHOP }).unread).toEqual([]);
  });

  it('does nothing without events', () => {
    const before = state(phones(ANN));
    expect(reduce(before, told())).toBe(before);
  });
});

it('disconnected says so, and keeps everything', () => {
  const before = state({ ...phones(ANN), conversations: [conversation(ANN, SHOP)] });
  expect(reduce(before, { type: 'disconnected' })).toEqual({ ...before, connection: 'lost' });
});

describe('addPhone', () => {
  it('puts a new phone on the screen, which texts the same number', () => {
    const before = state({ ...phones(ANN), chosenNumbers: { [ANN]: BANK }, inspected: 'SM1' });
    const after = reduce(before, { type: 'addPhone' });
    const added = after.phones[1] ?? '';
    expect(added).toMatch(FRESH);
    expect(after).toEqual({
      ...before,
      phones: [ANN, added],
      addedPhones: [ANN, added],
      phone: added,
      chosenNumbers: { [ANN]: BANK, [added]: BANK },
      inspected: null,
    });
  });

  it('chooses no number where there is none', () => {
    expect(reduce(state({ ...phones(ANN), numbers: [] }), { type: 'addPhone' }).chosenNumbers).toEqual({});
  });
});

describe('removePhone', () => {
  it.each([
    { name: 'the first: the next is shown', shown: ANN, removed: ANN, expected: BEA },
    { name: 'one in the middle: the next is shown', shown: BEA, removed: BEA, expected: CAL },
    { name: 'the last: the one before is shown', shown: CAL, removed: CAL, expected: BEA },
    { name: 'one that is not on the screen', shown: CAL, removed: ANN, expected: CAL },
  ])('$name', ({ shown, removed, expected }) => {
    const before = state({ ...phones(ANN, BEA, CAL), phone: shown, inspected: 'SM1' });
    const after = reduce(before, { type: 'removePhone', phone: removed });
    const rest = [ANN, BEA, CAL].filter((phone) => phone !== removed);
    expect(after).toMatchObject({ phones: rest, addedPhones: rest, phone: expected });
    expect(after.inspected).toBe(shown === removed ? null : 'SM1');
  });

  it('leaves no phone on the screen when it was the only one', () => {
    const after = reduce(state(phones(ANN)), { type: 'removePhone', phone: ANN });
    expect(after).toMatchObject({ phones: [], addedPhones: [], phone: null });
  });

  it('removes its conversations, and what is unread in them, and no other', () => {
    const longer = `${BEA}1`;
    const before = state({
      ...phones(ANN, BEA, longer),
      conversations: [conversation(BEA, SHOP), conversation(BEA, BANK), conversation(longer, SHOP)],
      unread: [conversationKey(BEA, SHOP), conversationKey(BEA, BANK), conversationKey(longer, SHOP)],
    });
    const after = reduce(before, { type: 'removePhone', phone: BEA });
    expect(after.conversations).toEqual([conversation(longer, SHOP)]);
    expect(after.unread).toEqual([conversationKey(longer, SHOP)]);
  });
});

describe('choosePhone', () => {
  const before = state({ ...phones(ANN, BEA), inspected: 'SM1', unread: [conversationKey(BEA, SHOP)] });

  it('shows the phone, closes the inspector, and marks its conversation as read', () => {
    expect(reduce(before, { type: 'choosePhone', phone: BEA })).toEqual({
      ...before,
      phone: BEA,
      inspected: null,
      unread: [],
    });
  });

  it('changes nothing for the phone that is shown already', () => {
    expect(reduce(before, { type: 'choosePhone', phone: ANN })).toBe(before);
  });
});

it('chooseNumber is remembered by phone, and closes the inspector', () => {
  const before = state({ ...phones(ANN, BEA), chosenNumbers: { [BEA]: SHOP }, inspected: 'SM1' });
  expect(reduce(before, { type: 'chooseNumber', phone: ANN, number: BANK })).toEqual({
    ...before,
    chosenNumbers: { [BEA]: SHOP, [ANN]: BANK },
    inspected: null,
  });
});

it('inspect opens a turn on the tab of before, or on a given one, and closes it', () => {
  const before = state({ ...phones(ANN), tab: 'Cookie' });
  const opened = reduce(before, { type: 'inspect', turn: 'SM1' });
  expect(opened).toEqual({ ...before, inspected: 'SM1' });
  expect(reduce(opened, { type: 'inspect', turn: 'SM2', tab: 'Debugger' })).toEqual({
    ...before,
    inspected: 'SM2',
    tab: 'Debugger',
  });
  expect(reduce(opened, { type: 'inspect', turn: null })).toEqual(before);
});

it('chooseTab changes the tab alone', () => {
  const before = state({ ...phones(ANN), inspected: 'SM1' });
  expect(reduce(before, { type: 'chooseTab', tab: 'Request' })).toEqual({ ...before, tab: 'Request' });
});

it('notify gives every notice an id of its own, also to one that says the same', () => {
  const first = reduce(state(), { type: 'notify', text: 'Copied.' });
  const second = reduce(first, { type: 'notify', text: 'Copied.' });
  expect([first.notice, second.notice]).toEqual([
    { text: 'Copied.', id: 1 },
    { text: 'Copied.', id: 2 },
  ]);
});

it('never changes the state that it is given', () => {
  const frozen = (value: object): object => {
    for (const inner of Object.values(value))
      if (typeof inner === 'object' && inner !== null) frozen(inner as object);
    return Object.freeze(value);
  };
  const before = state({
    ...phones(ANN, BEA),
    conversations: [conversation(ANN, SHOP)],
    unread: [conversationKey(BEA, SHOP)],
  });
  frozen(before);
  const actions: Action[] = [
    { type: 'loaded', snapshot: snapshot() },
    { type: 'happened', events: [{ type: 'message', message: message('SM1') }] },
    { type: 'addPhone' },
    { type: 'removePhone', phone: ANN },
    { type: 'choosePhone', phone: BEA },
    { type: 'chooseNumber', phone: ANN, number: BANK },
  ];
  for (const action of actions) expect(() => reduce(before, action)).not.toThrow();
});
