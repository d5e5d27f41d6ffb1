import { describe, expect, it } from '@jest/globals';
import type { EmulatorEvent } from '../../src/engine/types';
import { applyEvent } from '../../src/page/state/apply-event';
import { conversationKey, initialState, type State } from '../../src/page/state/state';
import { conversationOf, cookieOf, messageOf, PHONE, replyOf, SMS, turnOf } from '../support/samples';

const OTHER_PHONE = '+15551110009';
const KEY = conversationKey(PHONE, SMS.number);

const EMPTY = initialState({ addedPhones: [], phone: null, chosenNumbers: {} });
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
    expect(state.addedPhones).toEqual([]);
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

describe('a turn', () => {
  const cookies = { before: [], after: [cookieOf('1')] };

  it('brings the cookies and the opt-out when it is over', () => {
    const running = after(EMPTY, turn(turnOf('hi', [], { durationMs: null, cookies })));
    expect(running.conversations[0]).toMatchObject({ cookies: [], optedOut: false });
    const over = after(running, turn(turnOf('hi', [], { cookies }), true));
    expect(over.conversations[0]).toMatchObject({ cookies: cookies.after, optedOut: true });
    expect(over.conversations[0]?.turns).toHaveLength(1);
  });

  it('leaves the cookies as they are when it is not the last', () => {
    const first = turnOf('one', [], { sid: 'SM1', cookies });
    const second = turnOf('two', [], { sid: 'SM2', cookies: { before: [], after: [cookieOf('2')] } });
    const state = after(EMPTY, turn(first), turn(second), turn(first));
    expect(state.conversations[0]?.cookies).toEqual([cookieOf('2')]);
    expect(state.conversations[0]?.turns.map(({ sid }) => sid)).toEqual(['SM1', 'SM2']);
  });
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
