import { describe, expect, it } from '@jest/globals';
import { NO_FAULTS } from '../../src/engine/faults';
import type { EmulatorEvent, Message, Turn } from '../../src/engine/types';
import { applyEvent } from '../../src/page/state/apply-event';
import { conversationKey } from '../../src/page/state/state';
import { ANN, BANK, BEA, conversation, cookie, message, NUMBERS, SHOP, state, turn } from './fixtures';

const tells = (told: Message): EmulatorEvent => ({ type: 'message', message: told });
const ends = (ended: Turn, optedOut = false): EmulatorEvent => ({ type: 'turn', turn: ended, optedOut });
const key = conversationKey(ANN, SHOP);

describe('a message', () => {
  it('begins a conversation, adds its phone, and is unread', () => {
    const first = message('SM1');
    expect(applyEvent(state(), tells(first))).toEqual(
      state({
        phones: [ANN],
        phone: ANN,
        conversations: [conversation(ANN, SHOP, { messages: [first] })],
        unread: [key],
      }),
    );
  });

  it('leaves the phone on the screen', () => {
    const before = state({ phones: [BEA], addedPhones: [BEA], phone: BEA });
    expect(applyEvent(before, tells(message('SM1')))).toMatchObject({
      phones: [BEA, ANN],
      addedPhones: [BEA],
      phone: BEA,
    });
  });

  it('to a phone is in the same conversation as one from it', () => {
    const [sent, reply] = [
      message('SM1'),
      message('SM2', { direction: 'outbound', from: SHOP, to: ANN, turn: 'SM1' }),
    ];
    const after = [sent, reply].map(tells).reduce(applyEvent, state());
    expect(after.conversations).toEqual([conversation(ANN, SHOP, { messages: [sent, reply] })]);
    expect(after.phones).toEqual([ANN]);
    expect(after.unread).toEqual([key]);
  });

  it('that changes its status stays in its place, and is not unread again', () => {
    const queued = message('SM1', { direction: 'outbound', from: SHOP, to: ANN, status: 'queued' });
    const delivered: Message = { ...queued, status: 'delivered' };
    const other = message('SM2');
    const held = state({ conversations: [conversation(ANN, SHOP, { messages: [queued, other] })] });
    const after = applyEvent(held, tells(delivered));
    expect(after.conversations[0]?.messages).toEqual([delivered, other]);
    expect(after.unread).toEqual([]);
  });

  it('leaves other conversations as they are', () => {
    const others = [conversation(ANN, BANK), conversation(BEA, SHOP)];
    const held = state({ conversations: [...others, conversation(ANN, SHOP)] });
    const after = applyEvent(held, tells(message('SM1')));
    expect(after.conversations[0]).toBe(others[0]);
    expect(after.conversations[1]).toBe(others[1]);
    expect(after.conversations[2]?.messages).toHaveLength(1);
  });
});

describe('a turn', () => {
  const [old, young] = [cookie('old'), cookie('young')];
  const held = (...turns: Turn[]) =>
    state({ conversations: [conversation(ANN, SHOP, { turns, cookies: [old] })] });
  const left = (after: Turn['cookies']['after']) => ({ cookies: { before: [old], after } });

  it.each([
    {
      name: 'that begins leaves the cookies',
      turns: [],
      told: turn('SM1', { durationMs: null }),
      cookies: [old],
    },
    {
      name: 'that ends sets the cookies',
      turns: [turn('SM1')],
      told: turn('SM1', left([young])),
      cookies: [young],
    },
    { name: 'that ends deletes cookies', turns: [turn('SM1')], told: turn('SM1', left([])), cookies: [] },
    {
      name: 'that is told again after the next one leaves the cookies',
      turns: [turn('SM1'), turn('SM2')],
      told: turn('SM1', left([young])),
      cookies: [old],
    },
  ])('$name', ({ turns, told, cookies }) => {
    const [after] = applyEvent(held(...turns), ends(told)).conversations;
    expect(after?.cookies).toEqual(cookies);
    expect(after?.turns).toContain(told);
    expect(after?.turns).toHaveLength(Math.max(1, turns.length));
  });

  it('says whether the phone has opted out', () => {
    const out = applyEvent(held(), ends(turn('SM1'), true));
    expect(out.conversations[0]?.optedOut).toBe(true);
    expect(applyEvent(out, ends(turn('SM2'), false)).conversations[0]?.optedOut).toBe(false);
  });

  it('can come before its message, and is not unread', () => {
    const after = applyEvent(state(), ends(turn('SM1')));
    expect(after).toMatchObject({ phones: [ANN], phone: ANN, unread: [] });
    expect(after.conversations).toEqual([conversation(ANN, SHOP, { turns: [turn('SM1')] })]);
  });
});

describe('forgetting', () => {
  const held = state({
    phones: [ANN, BEA],
    phone: ANN,
    conversations: [conversation(ANN, SHOP), conversation(ANN, BANK), conversation(BEA, SHOP)],
    unread: [key, conversationKey(ANN, BANK), conversationKey(BEA, SHOP)],
  });

  it('removes one conversation, and leaves the phones', () => {
    expect(applyEvent(held, { type: 'forgotten', from: ANN, to: SHOP })).toEqual({
      ...held,
      conversations: [conversation(ANN, BANK), conversation(BEA, SHOP)],
      unread: [conversationKey(ANN, BANK), conversationKey(BEA, SHOP)],
    });
  });

  it('removes all', () => {
    const after = applyEvent(held, { type: 'forgotten', from: null, to: null });
    expect(after).toEqual({ ...held, conversations: [], unread: [] });
  });

  it('does nothing to a conversation that is not there', () => {
    expect(applyEvent(held, { type: 'forgotten', from: BEA, to: BANK })).toEqual(held);
  });
});

it('a moved clock drops the cookies that have expired by then, in every conversation', () => {
  const at = (expiresAt: number) => cookie(String(expiresAt), { expiresAt });
  const held = state({
    conversations: [
      conversation(ANN, SHOP, { cookies: [at(999), at(1000), at(1001)] }),
      conversation(BEA, SHOP, { cookies: [at(1)] }),
    ],
  });
  const after = applyEvent(held, { type: 'clock', clock: { now: 1000, offset: 5 } });
  expect(after.clock).toEqual({ now: 1000, offset: 5 });
  expect(after.conversations.map(({ cookies }) => cookies)).toEqual([[at(1001)], []]);
});

it('numbers and faults replace the earlier ones', () => {
  const numbers = NUMBERS.slice(1);
  const faults = { ...NO_FAULTS, unreachable: 'all' } as const;
  expect(applyEvent(state(), { type: 'numbers', numbers })).toEqual(state({ numbers }));
  expect(applyEvent(state(), { type: 'faults', faults })).toEqual(state({ faults }));
});

it('an event that this page does not know changes nothing', () => {
  const before = state();
  expect(applyEvent(before, { type: 'unknown' } as unknown as EmulatorEvent)).toBe(before);
});
