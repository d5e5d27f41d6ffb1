import { describe, expect, it } from '@jest/globals';
import type { EmulatorEvent } from '../../src/engine/types';
import { applyEvent } from '../../src/page/state/apply-event';
import { conversationKey, initialState, type State } from '../../src/page/state/state';
import { conversationOf, cookieOf, messageOf, PHONE, replyOf, SMS, turnOf } from '../support/samples';

const OTHER_PHONE = '+15551110009';
const KEY = conversationKey(PHONE, SMS.number);

const EMPTY = initialState({ phone: null, chosenNumbers: {} });
const after = (state: State, ...events: EmulatorEvent[]): State => events.reduce(applyEvent, state);
const message = (value: ReturnType<typeof messageOf>): EmulatorEvent => ({ type: 'message', message: value });
const turn = (value: ReturnType<typeof turnOf>, optedOut = false): EmulatorEvent => ({
  type: 'turn',
  turn: value,
  optedOut,
});

describe('a message', () => {
  it('makes its conversation and its phone, and selects the first phone', () => {
    const state = after(EMPTY, message(messageOf('SM1')), message(messageOf('SM2', { from: OTHER_PHONE })));
    expect(state.phones).toEqual([PHONE, OTHER_PHONE]);
    expect(state.phone).toBe(PHONE);
    expect(state.conversations.map(({ from, to }) => [from, to])).toEqual([
      [PHONE, SMS.number],
      [OTHER_PHONE, SMS.number],
    ]);
  });

  it('joins the conversation of its phone, whichever way it goes', () => {
    const state = after(EMPTY, message(messageOf('SM1')), message(replyOf('hello')));
    expect(state.conversations).toHaveLength(1);
    expect(state.conversations[0]?.messages.map(({ body }) => body)).toEqual(['hi', 'hello']);
  });

  it('replaces itself, as when it is delivered, and is unread once', () => {
    const queued = { ...replyOf('hello'), status: 'queued' } as const;
    const read = { ...after(EMPTY, message(messageOf('SM1')), message(queued)), unread: [] };
    const state = after(read, message(replyOf('hello')));
    expect(state.conversations[0]?.messages.map(({ status }) => status)).toEqual(['received', 'delivered']);
    expect(state.unread).toEqual([]);
  });

  it('makes its conversation unread, once', () => {
    expect(after(EMPTY, message(messageOf('SM1')), message(messageOf('SM3'))).unread).toEqual([KEY]);
  });

  it('leaves the state that it was given unchanged', () => {
    const before = after(EMPTY, message(messageOf('SM1')));
    const copy = structuredClone(before);
    after(before, message(messageOf('SM3')), turn(turnOf('hi', [])));
    expect(before).toEqual(copy);
  });
});

describe('an opt-out', () => {
  const optOut = (optedOut: boolean): EmulatorEvent => ({
    type: 'optOut',
    from: PHONE,
    to: SMS.number,
    optedOut,
  });

  it('shows in a conversation without a turn of it', () => {
    const known = after(EMPTY, turn(turnOf('hi', [])));
    const stopped = after(known, optOut(true));
    expect(stopped.conversations).toMatchObject([{ optedOut: true, turns: [{ body: 'hi' }] }]);
    expect(after(stopped, optOut(false)).conversations).toMatchObject([{ optedOut: false }]);
  });

  it('makes no conversation', () => {
    expect(after(EMPTY, optOut(true))).toBe(EMPTY);
  });
});

describe('a turn', () => {
  const cookies = { before: [], after: [cookieOf('1')] };

  it('brings the cookies and the opt-out when it is over', () => {
    const running = after(EMPTY, turn(turnOf('hi', [], { durationMs: null, cookies })));
    expect(running.conversations[0]).toMatchObject({ cookies: [], optedOut: false });
    const over = after(running, turn(turnOf('hi', [], { cookies }), true));
    expect(over.conversations[0]).toMatchObject({ cookies: cookies.after, optedOut: true });
    expect(over.conversations[0]?.turns).toHaveLength(1);
  });

  it('brings them also when a message of the REST API has come while it ran', () => {
    const sent = turnOf('reminder', [], { sid: 'SM2', byApi: true });
    const running = after(EMPTY, turn(turnOf('hi', [], { durationMs: null, cookies })), turn(sent));
    expect(running.conversations[0]?.cookies).toEqual([]);
    const over = after(running, turn(turnOf('hi', [], { cookies })));
    expect(over.conversations[0]?.cookies).toEqual(cookies.after);
    expect(after(over, turn(sent)).conversations[0]?.cookies).toEqual(cookies.after);
  });

  it('brings the cookies also when one that began later has ended before', () => {
    const first = turnOf('one', [], { sid: 'SM1', cookies });
    const second = turnOf('two', [], { sid: 'SM2', cookies: { before: [], after: [cookieOf('2')] } });
    const running = [first, second].map((of) => turn({ ...of, durationMs: null }));
    const state = after(EMPTY, ...running, turn(second), turn(first));
    expect(state.conversations[0]?.cookies).toEqual(cookies.after);
    // A status callback of the other one changes no jar.
    expect(after(state, turn(second)).conversations[0]?.cookies).toEqual(cookies.after);
  });

  it('leaves the cookies as they are when it is not the last', () => {
    const first = turnOf('one', [], { sid: 'SM1', cookies });
    const second = turnOf('two', [], { sid: 'SM2', cookies: { before: [], after: [cookieOf('2')] } });
    const state = after(EMPTY, turn(first), turn(second), turn(first));
    expect(state.conversations[0]?.cookies).toEqual([cookieOf('2')]);
    expect(state.conversations[0]?.turns.map(({ sid }) => sid)).toEqual(['SM1', 'SM2']);
  });
});

describe('a status', () => {
  const status = (value: ReturnType<typeof messageOf>): EmulatorEvent => ({ type: 'status', message: value });
  const sent = { ...replyOf('hello'), status: 'sent' } as const;

  it('replaces that of its message', () => {
    const state = after(EMPTY, message(sent), status(replyOf('hello')));
    expect(state.conversations[0]?.messages).toEqual([replyOf('hello')]);
  });

  it('does not bring a message back that its conversation no longer has', () => {
    const state = after(EMPTY, message(messageOf('SM1')));
    expect(after(state, status(replyOf('hello')))).toEqual(state);
  });

  it('brings the message when the conversation has not been loaded', () => {
    const state = after({ ...EMPTY, older: '/api/conversations?before=1' }, status(replyOf('hello')));
    expect(state.conversations[0]?.messages).toEqual([replyOf('hello')]);
    expect(state.partial).toEqual([KEY]);
  });
});

describe('a scheduled message', () => {
  const scheduled = (sid: string, sendAt: number, to = PHONE) =>
    ({ ...replyOf(sid, to), sid, status: 'scheduled', sendAt }) as const;
  const state = after(EMPTY, message(scheduled('SM8', 2000)), message(scheduled('SM9', 1000, OTHER_PHONE)));

  it('is listed, the next one first', () => {
    expect(state.scheduled.map(({ sid }) => sid)).toEqual(['SM9', 'SM8']);
  });

  it.each(['canceled', 'sending'] as const)('is no longer listed when it is %s', (status) => {
    const changed = { ...scheduled('SM9', 1000, OTHER_PHONE), status };
    expect(after(state, { type: 'status', message: changed }).scheduled.map(({ sid }) => sid)).toEqual([
      'SM8',
    ]);
  });

  it('is forgotten with its conversation, or with everything', () => {
    const forgotten = { type: 'forgotten', from: PHONE, to: SMS.number } as const;
    expect(after(state, forgotten).scheduled.map(({ sid }) => sid)).toEqual(['SM9']);
    expect(after(state, { ...forgotten, from: null, to: null }).scheduled).toEqual([]);
  });
});

describe('the phones', () => {
  const phones = {
    phones: [OTHER_PHONE, PHONE],
    off: [PHONE],
    profileNames: { [`whatsapp:${PHONE}`]: 'Ann' },
  };

  it('are taken over in their order, with those that are off and their names', () => {
    const state = after({ ...EMPTY, phones: [PHONE], phone: PHONE }, { type: 'phones', ...phones });
    expect(state).toEqual({ ...EMPTY, ...phones, phone: PHONE });
  });

  it('keep one that has talked since the list was made', () => {
    const talked = after(EMPTY, message(messageOf('SM1')));
    expect(after(talked, { type: 'phones', ...phones, phones: [OTHER_PHONE] }).phones).toEqual([
      OTHER_PHONE,
      PHONE,
    ]);
  });

  it.each<[left: string[], then: string | null]>([
    [['+1', '+4'], '+4'],
    [['+1'], '+1'],
    [['+9'], '+9'],
    [[], null],
  ])('without the selected one, %j: then %s is selected', (left, then) => {
    const state = { ...EMPTY, phones: ['+1', '+2', '+3', '+4'], phone: '+3', inspected: 'SM1' };
    expect(after(state, { type: 'phones', ...phones, phones: left })).toMatchObject({
      phone: then,
      inspected: null,
    });
  });
});

it('offers no undo any more of what is back, and of nothing else', () => {
  const undo = { text: 'Forgotten.', token: 'a' };
  const back = { type: 'restored', what: 'conversation', from: PHONE, to: SMS.number } as const;
  expect(after({ ...EMPTY, undo }, { ...back, token: 'a' }).undo).toBeNull();
  expect(after({ ...EMPTY, undo }, { ...back, token: 'b' }).undo).toBe(undo);
});

describe('what is forgotten', () => {
  const two = after(EMPTY, message(messageOf('SM1')), message(messageOf('SM2', { from: OTHER_PHONE })));

  it('is one conversation, with its unread messages; its phone stays', () => {
    const state = after(two, { type: 'forgotten', from: PHONE, to: SMS.number });
    expect(state.conversations.map(({ from }) => from)).toEqual([OTHER_PHONE]);
    expect(state.unread).toEqual([conversationKey(OTHER_PHONE, SMS.number)]);
    expect(state.phones).toEqual([PHONE, OTHER_PHONE]);
  });

  it('is everything', () => {
    expect(after(two, { type: 'forgotten', from: null, to: null })).toMatchObject({
      conversations: [],
      unread: [],
      phones: [PHONE, OTHER_PHONE],
    });
  });

  it('is nothing when there is no such conversation', () => {
    expect(after(two, { type: 'forgotten', from: PHONE, to: '+1' })).toEqual(two);
  });
});

it('drops the cookies that have expired by the new time', () => {
  const conversation = {
    ...conversationOf(),
    cookies: [
      cookieOf('over', { expiresAt: 999 }),
      cookieOf('now', { expiresAt: 1000 }),
      cookieOf('kept', { expiresAt: 1001 }),
    ],
  };
  const clock = { now: 1000, offset: 500 };
  const state = after({ ...EMPTY, conversations: [conversation] }, { type: 'clock', clock });
  expect(state.clock).toEqual(clock);
  expect(state.conversations[0]?.cookies.map(({ value }) => value)).toEqual(['kept']);
});

it('takes over the numbers and the faults', () => {
  const faults = { ...EMPTY.faults, loseCookie: 'next' } as const;
  const state = after(EMPTY, { type: 'numbers', numbers: [SMS] }, { type: 'faults', faults });
  expect(state).toEqual({ ...EMPTY, numbers: [SMS], faults });
});

it('ignores an event that it does not know', () => {
  expect(after(EMPTY, { type: 'weather' } as unknown as EmulatorEvent)).toBe(EMPTY);
});
