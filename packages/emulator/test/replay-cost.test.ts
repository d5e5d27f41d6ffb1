import { describe, expect, it, jest } from '@jest/globals';
import type { Emulator } from '../src/driver';
import { collectMessages } from '../src/engine/replay/collect-messages';
import { planOf } from '../src/engine/replay/plan';
import type { EmulatorEvent } from '../src/engine/types';
import { messageOf, PHONE, replyOf, SMS, turnOf } from './support/samples';
import { ANN, NUMBER, startWithWebhook } from './support/turns';
import { says } from './support/webhook-server';

/** Has a conversation again, and resolves with the events of the replay when it has ended. */
function eventsOfReplay({ engine }: Emulator): Promise<EmulatorEvent[]> {
  const events: EmulatorEvent[] = [];
  return new Promise((resolve) => {
    const unsubscribe = engine.subscribe((event) => {
      if (event.type !== 'replay' && event.type !== 'replayProgress') return;
      events.push(event);
      if (event.type === 'replayProgress' || event.replay.status === 'running') return;
      unsubscribe();
      resolve(events);
    });
    engine.replays.start({ from: ANN, to: NUMBER });
  });
}

/** A conversation of so many messages, the answers to which are others from now on. */
async function startEdited(messages: number) {
  let text = 'old';
  const at = await startWithWebhook(() => says(text));
  for (let index = 0; index < messages; index++) await at.ann.text('hi');
  text = 'new';
  return at;
}

describe('a replay of twice as many messages', () => {
  it('makes no event of its progress larger', async () => {
    const sizesOf = async (messages: number): Promise<number[]> => {
      await using at = await startEdited(messages);
      const events = await eventsOfReplay(at.twilio);
      return events
        .filter(({ type }) => type === 'replayProgress')
        .map((event) => JSON.stringify({ ...event, had: 0 }).length);
    };
    const [size = 0, ...others] = await sizesOf(5);
    expect(others).toEqual(Array(4).fill(size));
    expect(await sizesOf(10)).toEqual(Array(10).fill(size));
  });

  it('compares twice as much', async () => {
    /** How often values are written as JSON, by which outcomes are compared. */
    const callsFor = async (messages: number): Promise<number> => {
      await using at = await startEdited(messages);
      const stringify = jest.spyOn(JSON, 'stringify');
      await eventsOfReplay(at.twilio);
      const calls = stringify.mock.calls.length;
      stringify.mockRestore();
      return calls;
    };
    expect(await callsFor(40)).toBeLessThanOrEqual(2 * (await callsFor(20)));
  });
});

describe('a message is looked at as often in a long conversation as in a short one', () => {
  /** A value of which the reads of one field are counted. */
  const counting = <Value extends object>(value: Value, field: keyof Value, onRead: () => void): Value =>
    Object.defineProperty({ ...value }, field, {
      enumerable: true,
      get() {
        onRead();
        return value[field];
      },
    });
  const sid = (index: number) => `SM${index}`;
  const reply = (index: number, onRead: () => void) =>
    counting({ ...replyOf('hi'), sid: `SM${index}r`, turn: sid(index) }, 'turn', onRead);
  const readsFor = (
    count: number,
    look: (indexes: readonly number[], onRead: () => void) => void,
  ): number => {
    let reads = 0;
    look([...Array(count).keys()], () => reads++);
    return reads;
  };

  it.each([
    [
      'when it is planned',
      (indexes: readonly number[], onRead: () => void) => {
        const messages = indexes.flatMap((index) => [messageOf(sid(index)), reply(index, onRead)]);
        const turns = indexes.map((index) => turnOf('hi', [], { sid: sid(index) }));
        const conversation = { from: PHONE, to: SMS.number, cookies: [], optedOut: false };
        const { groups } = planOf({ ...conversation, messages, turns }, null);
        expect(groups.flatMap(({ messages: [planned] }) => planned?.before.answers ?? [])).toHaveLength(
          indexes.length,
        );
      },
    ],
    [
      'when it has come',
      (indexes: readonly number[], onRead: () => void) => {
        const collected = collectMessages({ from: PHONE, to: SMS.number });
        for (const index of indexes) {
          collected.note({ type: 'message', message: reply(index, onRead) });
          expect(collected.ofTurn(sid(index))).toHaveLength(1);
        }
      },
    ],
  ])('%s', (_, look) => {
    expect(readsFor(100, look)).toBeGreaterThan(0);
    expect(readsFor(200, look)).toBe(2 * readsFor(100, look));
  });
});

it('has what each message of the REST API belongs to, in the order in which they were sent', () => {
  const collected = collectMessages({ from: PHONE, to: SMS.number });
  const note = (sid: string, turn: string, type: 'message' | 'status' = 'message') => {
    collected.note({ type, message: { ...replyOf(sid), sid, turn } });
  };
  const cause = {
    type: 'turn',
    turn: turnOf('hi', [], { sid: 'SM3', cause: 'SM1' }),
    optedOut: false,
  } as const;
  note('SM3', 'SM3');
  note('SM2', 'SM1');
  collected.note(cause);
  collected.note(cause);
  note('SM2', 'SM1', 'status');
  note('SM9', 'SM1', 'status'); // of before
  note('SM5', 'SM4');
  const sidsOf = (turn: string) => collected.ofTurn(turn).map(({ sid }) => sid);
  expect(['SM1', 'SM3', 'SM4', 'SM6'].map(sidsOf)).toEqual([['SM3', 'SM2'], [], ['SM5'], []]);
});
