import { describe, expect, it } from '@jest/globals';
import { type Action, reduce } from '../../src/page/state/reduce';
import {
  conversationKey,
  initialState,
  isPartial,
  numberTextedBy,
  type Snapshot,
  type State,
} from '../../src/page/state/state';
import { conversationOf, messageOf, PHONE, SMS, turnOf } from '../support/samples';

const B = '+15551110002';
const C = '+15551110003';
const OTHER = { ...SMS, number: '+15552220001', name: '/other' };

const EMPTY = initialState({ phone: null, chosenNumbers: {} });
const SNAPSHOT: Snapshot = {
  numbers: [SMS, OTHER],
  conversations: [],
  older: null,
  clock: { now: 1000, offset: 0 },
  faults: EMPTY.faults,
  phones: [PHONE],
  off: [],
  profileNames: {},
  scheduled: [],
  replays: [],
  sources: { problems: [], leftOut: 0 },
};
/** Three phones of which the first is selected. */
const THREE: State = {
  ...EMPTY,
  ...SNAPSHOT,
  connection: 'live',
  phones: [PHONE, B, C],
  phone: PHONE,
  inspected: 'SM1',
};
const after = (state: State, ...actions: Action[]): State => actions.reduce(reduce, state);

describe('when everything has been loaded', () => {
  it('selects the first phone', () => {
    const state = after(EMPTY, { type: 'loaded', snapshot: SNAPSHOT });
    expect(state).toMatchObject({ ...SNAPSHOT, connection: 'live', phone: PHONE });
  });

  it('adds the phones of the conversations to those of the list, each once', () => {
    const snapshot = {
      ...SNAPSHOT,
      conversations: [
        { ...conversationOf(), from: B },
        { ...conversationOf(), from: B, to: OTHER.number },
      ],
    };
    const state = after({ ...EMPTY, phones: [C], phone: PHONE }, { type: 'loaded', snapshot });
    expect(state).toMatchObject({ phones: [PHONE, B], phone: PHONE });
  });

  it.each<[what: string, phone: string | null]>([
    ['none was selected', null],
    ['the selected one is gone', '+15559998888'],
  ])('selects the first phone when %s', (_, phone) => {
    const snapshot = { ...SNAPSHOT, phones: [B, C] };
    const state = after({ ...EMPTY, phone }, { type: 'loaded', snapshot });
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
    snapshot: { ...SNAPSHOT, phones: [B], conversations: [mail('SM5', B)], older: NEXT },
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

it('has the numbers that an answer tells of, unless an event has told since', () => {
  const changed = { type: 'changedNumbers', since: THREE.numbers, numbers: [OTHER] } as const;
  expect(after(THREE, changed).numbers).toEqual([OTHER]);
  const event = { type: 'happened', events: [{ type: 'numbers', numbers: [SMS] }] } as const;
  expect(after(THREE, event, changed).numbers).toEqual([SMS]);
});

it('has a number no more that this page has deleted, whatever has been told since', () => {
  const event = { type: 'happened', events: [{ type: 'numbers', numbers: [OTHER, SMS] }] } as const;
  expect(after(THREE, event, { type: 'deletedNumber', number: OTHER.number }).numbers).toEqual([SMS]);
});

describe('a phone that is added', () => {
  it('is selected, and texts the number that the selected phone texted', () => {
    const before = { ...THREE, chosenNumbers: { [PHONE]: OTHER.number } };
    const added = '+15552345678';
    const state = after(before, { type: 'addedPhone', phone: added });
    expect(state).toMatchObject({ phones: [PHONE, B, C, added], phone: added, inspected: null });
    expect(state.chosenNumbers).toEqual({ [PHONE]: OTHER.number, [added]: OTHER.number });
  });

  it('has no number while there is none', () => {
    const state = after({ ...THREE, numbers: [] }, { type: 'addedPhone', phone: '+15552345678' });
    expect(state.chosenNumbers).toEqual({});
  });

  it.each([
    ['whatsapp:+15552345678', `whatsapp:${OTHER.number}`],
    ['rcs:+15552345678', `rcs:${OTHER.number}`],
    ['messenger:15552345678', `messenger:${OTHER.number.slice(1)}`],
  ])('as %s texts what that number is called there', (phone, number) => {
    const before = { ...THREE, chosenNumbers: { [PHONE]: OTHER.number } };
    const state = after(before, { type: 'addedPhone', phone });
    expect(state.phone).toBe(phone);
    expect(numberTextedBy(state, phone)).toBe(number);
    expect(numberTextedBy(after(state, { type: 'addedPhone', phone: '+15552345679' }), phone)).toBe(number);
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
    const one = { ...EMPTY, phones: [PHONE], phone: PHONE };
    const state = after(one, { type: 'removePhone', phone: PHONE });
    expect(state).toMatchObject({ phones: [], phone: null });
  });

  it('takes its conversations and its unread messages with it, and no others', () => {
    const [kept, gone] = [conversationKey(C, SMS.number), conversationKey(B, SMS.number)];
    const conversations = [B, C].map((from) => ({ ...conversationOf(), from }));
    const state = after({ ...THREE, conversations, unread: [kept, gone] }, { type: 'removePhone', phone: B });
    expect(state.conversations.map(({ from }) => from)).toEqual([C]);
    expect(state.unread).toEqual([kept]);
  });
});

describe('what can be undone', () => {
  const undo = { text: 'Forgotten.', token: 'a' };

  it('is offered until it is dismissed or replaced', () => {
    const offered = after(THREE, { type: 'offerUndo', ...undo });
    expect(offered.undo).toEqual(undo);
    expect(after(offered, { type: 'notify', text: 'Copied.' }).undo).toEqual(undo);
    expect(after(offered, { type: 'offerUndo', ...undo, token: 'b' }).undo?.token).toBe('b');
    expect(after(offered, { type: 'dismissUndo' }).undo).toBeNull();
  });

  it('is shown when it is undone: a conversation', () => {
    const undone = { what: 'conversation', from: B, to: OTHER.number, token: 'a' } as const;
    const state = after({ ...THREE, undo }, { type: 'undone', undone });
    expect(state).toMatchObject({ undo: null, phone: B, phones: [PHONE, B, C], inspected: null });
    expect(numberTextedBy(state, B)).toBe(OTHER.number);
  });

  it('is shown when it is undone: a phone', () => {
    const undone = { what: 'phone', from: '+15559', to: null, token: 'b' } as const;
    const state = after({ ...THREE, undo }, { type: 'undone', undone });
    expect(state).toMatchObject({ undo, phone: '+15559', phones: [PHONE, B, C, '+15559'] });
    const all = { ...undone, what: 'everything', from: null } as const;
    expect(after({ ...THREE, undo }, { type: 'undone', undone: all })).toEqual({ ...THREE, undo });
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

it('ends the notice that is shown, and no later one', () => {
  const [one, two] = [
    after(EMPTY, { type: 'notify', text: 'one' }),
    { type: 'notify', text: 'two' } as const,
  ];
  expect(after(one, { type: 'endNotice', id: one.notice.id }).notice.text).toBe('');
  expect(after(after(one, two), { type: 'endNotice', id: one.notice.id }).notice.text).toBe('two');
});

it('knows which dialog is on top, in whatever order they are closed', () => {
  const open = after(after(EMPTY, { type: 'openDialog', id: 'a' }), { type: 'openDialog', id: 'b' });
  expect(open.dialogs).toEqual(['a', 'b']);
  expect(after(open, { type: 'closeDialog', id: 'a' }).dialogs).toEqual(['b']);
});
