import { describe, expect, it } from '@jest/globals';
import { type Action, reduce, type Snapshot } from '../../src/page/state/reduce';
import {
  conversationKey,
  initialState,
  isPartial,
  numberTextedBy,
  type State,
} from '../../src/page/state/state';
import { conversationOf, messageOf, PHONE, SMS, turnOf } from '../support/samples';

const B = '+15551110002';
const C = '+15551110003';
const OTHER = { ...SMS, number: '+15552220001', name: '/other' };

const EMPTY = initialState({ addedPhones: [], phone: null, chosenNumbers: {} });
const SNAPSHOT: Snapshot = {
  numbers: [SMS, OTHER],
  conversations: [],
  older: null,
  clock: { now: 1000, offset: 0 },
  faults: EMPTY.faults,
  off: [],
  profileNames: {},
  scheduled: [],
};
/** Three phones of which the first is selected. */
const THREE: State = {
  ...EMPTY,
  ...SNAPSHOT,
  connection: 'live',
  phones: [PHONE, B, C],
  addedPhones: [PHONE, B],
  phone: PHONE,
  inspected: 'SM1',
};
const after = (state: State, ...actions: Action[]): State => actions.reduce(reduce, state);

describe('when everything has been loaded', () => {
  it('adds a phone when there is none, and selects it', () => {
    const state = after(EMPTY, { type: 'loaded', snapshot: SNAPSHOT });
    expect(state).toMatchObject({ ...SNAPSHOT, connection: 'live' });
    expect(state.phones).toEqual([expect.stringMatching(/^\+1555[2-9]\d{6}$/)]);
    expect(state.addedPhones).toEqual(state.phones);
    expect(state.phone).toBe(state.phones[0]);
  });

  it('adds the phones of the conversations to those that it knows, each once', () => {
    const snapshot = {
      ...SNAPSHOT,
      conversations: [
        { ...conversationOf(), from: B },
        { ...conversationOf(), from: B, to: OTHER.number },
      ],
    };
    const state = after({ ...EMPTY, phones: [PHONE], phone: PHONE }, { type: 'loaded', snapshot });
    expect(state).toMatchObject({ phones: [PHONE, B], phone: PHONE, addedPhones: [] });
  });

  it.each<[what: string, phone: string | null]>([
    ['none was selected', null],
    ['the selected one is gone', '+15559998888'],
  ])('selects the first phone when %s', (_, phone) => {
    const state = after({ ...EMPTY, phones: [B, C], phone }, { type: 'loaded', snapshot: SNAPSHOT });
    expect(state.phone).toBe(B);
  });
});

describe('when older conversations are loaded', () => {
  const NEXT = '/api/conversations?before=7';
  const mail = (sid: string, from = C) => ({
    ...conversationOf(),
    from,
    messages: [messageOf(sid, { from })],
  });
  const loadedFirst = after(EMPTY, {
    type: 'loaded',
    snapshot: { ...SNAPSHOT, conversations: [mail('SM5', B)], older: NEXT },
  });

  it('puts their phones before the others, and knows where the next ones are', () => {
    const state = after(loadedFirst, { type: 'loadedMore', conversations: [mail('SM1')], older: null });
    expect(state).toMatchObject({ phones: [C, B], phone: B, older: null });
    expect(state.conversations.map(({ from }) => from)).toEqual([C, B]);
  });

  it('keeps what has happened since, and does not take a conversation for whole before', () => {
    const happened: Action = {
      type: 'happened',
      events: [
        { type: 'message', message: messageOf('SM6', { from: C }) },
        { type: 'turn', turn: turnOf('again', [], { sid: 'SM6', from: C }), optedOut: true },
      ],
    };
    const before = after(loadedFirst, happened);
    const state = after(before, { type: 'loadedMore', conversations: [mail('SM1')] });
    expect([C, B].map((phone) => isPartial(before, phone, SMS.number))).toEqual([true, false]);
    expect([C, B, PHONE].map((phone) => isPartial(state, phone, SMS.number))).toEqual([false, false, true]);
    expect(state.older).toBe(NEXT);
    expect(state.conversations[0]).toMatchObject({
      messages: [{ sid: 'SM1' }, { sid: 'SM6' }],
      turns: [{ sid: 'SM6' }],
      optedOut: true,
    });
  });

  it('takes cookies and opt-out as they were loaded when nothing has happened since', () => {
    const known = after(loadedFirst, { type: 'loadedMore', conversations: [mail('SM1')] });
    const state = after(known, { type: 'loadedMore', conversations: [{ ...mail('SM1'), optedOut: true }] });
    expect(state.conversations[0]).toMatchObject({ from: C, optedOut: true, messages: [{ sid: 'SM1' }] });
  });
});

it('applies events in order, and marks the conversation that is shown as read', () => {
  const state = after(THREE, {
    type: 'happened',
    events: [
      { type: 'message', message: messageOf('SM1') },
      { type: 'message', message: messageOf('SM2', { from: B }) },
    ],
  });
  expect(state.conversations.map(({ from }) => from)).toEqual([PHONE, B]);
  expect(state.unread).toEqual([conversationKey(B, SMS.number)]);
  expect(after(state, { type: 'choosePhone', phone: B }).unread).toEqual([]);
});

it('loses the connection, and nothing else', () => {
  expect(after(THREE, { type: 'disconnected' })).toEqual({ ...THREE, connection: 'lost' });
});

describe('a phone that is added', () => {
  it('is selected, and texts the number that the selected phone texted', () => {
    const before = { ...THREE, chosenNumbers: { [PHONE]: OTHER.number } };
    const state = after(before, { type: 'addPhone' });
    const added = state.phones[3] ?? '';
    expect(state.phones).toEqual([PHONE, B, C, added]);
    expect(state).toMatchObject({ addedPhones: [PHONE, B, added], phone: added, inspected: null });
    expect(state.chosenNumbers).toEqual({ [PHONE]: OTHER.number, [added]: OTHER.number });
  });

  it('has no number while there is none', () => {
    expect(after({ ...THREE, numbers: [] }, { type: 'addPhone' }).chosenNumbers).toEqual({});
  });

  it.each([
    ['whatsapp', /^whatsapp:\+1555[2-9]\d{6}$/, `whatsapp:${OTHER.number}`],
    ['rcs', /^rcs:\+1555[2-9]\d{6}$/, `rcs:${OTHER.number}`],
    ['messenger', /^messenger:1555[2-9]\d{6}$/, `messenger:${OTHER.number.slice(1)}`],
  ] as const)('on %s: it texts what that number is called there', (channel, address, number) => {
    const before = { ...THREE, chosenNumbers: { [PHONE]: OTHER.number } };
    const state = after(before, { type: 'addPhone', channel });
    expect(state.phone).toMatch(address);
    expect(numberTextedBy(state, state.phone ?? '')).toBe(number);
    expect(numberTextedBy(after(state, { type: 'addPhone' }), state.phone ?? '')).toBe(number);
  });
});

describe('a phone that is removed', () => {
  it.each<[removed: string, selected: string, then: string | null]>([
    [PHONE, PHONE, B],
    [B, B, C],
    [C, C, B],
    [B, PHONE, PHONE],
  ])('%s, while %s is selected: then %s is', (phone, selected, then) => {
    const state = after({ ...THREE, phone: selected }, { type: 'removePhone', phone });
    expect(state.phones).toEqual([PHONE, B, C].filter((other) => other !== phone));
    expect(state.phone).toBe(then);
    expect(state.inspected).toBe(selected === phone ? null : 'SM1');
  });

  it('leaves none when it was the last', () => {
    const one = { ...EMPTY, phones: [PHONE], addedPhones: [PHONE], phone: PHONE };
    const state = after(one, { type: 'removePhone', phone: PHONE });
    expect(state).toMatchObject({ phones: [], addedPhones: [], phone: null });
  });

  it('takes its conversations and its unread messages with it, and no others', () => {
    const [kept, gone] = [conversationKey(C, SMS.number), conversationKey(B, SMS.number)];
    const conversations = [B, C].map((from) => ({ ...conversationOf(), from }));
    const state = after({ ...THREE, conversations, unread: [kept, gone] }, { type: 'removePhone', phone: B });
    expect(state.conversations.map(({ from }) => from)).toEqual([C]);
    expect(state.unread).toEqual([kept]);
  });
});

describe('choosing', () => {
  it('another phone closes the inspector, the same one does not', () => {
    expect(after(THREE, { type: 'choosePhone', phone: B })).toMatchObject({ phone: B, inspected: null });
    expect(after(THREE, { type: 'choosePhone', phone: PHONE })).toBe(THREE);
  });

  it('another number is for one phone alone', () => {
    const state = after(
      { ...THREE, chosenNumbers: { [B]: SMS.number } },
      { type: 'chooseNumber', phone: PHONE, number: OTHER.number },
    );
    expect(state.chosenNumbers).toEqual({ [B]: SMS.number, [PHONE]: OTHER.number });
    expect(state.inspected).toBeNull();
  });

  it.each<[action: Action, inspected: string | null, tab: State['tab']]>([
    [{ type: 'inspect', turn: 'SM2' }, 'SM2', 'Answer'],
    [{ type: 'inspect', turn: 'SM2', tab: 'Debugger' }, 'SM2', 'Debugger'],
    [{ type: 'inspect', turn: null }, null, 'Answer'],
    [{ type: 'chooseTab', tab: 'Cookie' }, 'SM1', 'Cookie'],
  ])('%j', (action, inspected, tab) => {
    expect(after(THREE, action)).toEqual({ ...THREE, inspected, tab });
  });
});

it('gives each notice another id, so that the same text is shown again', () => {
  const state = after(EMPTY, { type: 'notify', text: 'Copied.' });
  expect(state.notice).toEqual({ text: 'Copied.', id: 1 });
  expect(after(state, { type: 'notify', text: 'Copied.' }).notice).toEqual({ text: 'Copied.', id: 2 });
});
