import { expect, it } from '@jest/globals';
import { createClock } from '../src/engine/clock';
import { createConversations } from '../src/engine/conversations';
import { deliver } from '../src/engine/messages/delivery';
import { createLoopGuard } from '../src/engine/turn/loop-guard';
import { createOptOuts } from '../src/engine/opt-outs';
import { createPhones } from '../src/engine/phones';
import { createSchedule } from '../src/engine/messages/schedule';
import { createServices } from '../src/engine/messages/services';
import type { EmulatorEvent } from '../src/engine/types';
import { ANN, NUMBER } from './support/turns';

/** Delivers a message to Ann in no turn. */
function setUp() {
  const clock = createClock(() => 1000);
  const services = createServices(clock);
  const optOuts = createOptOuts(services, () => true);
  const conversations = createConversations(clock);
  const events: EmulatorEvent[] = [];
  const context = {
    clock,
    conversations,
    emit: (event: EmulatorEvent) => events.push(event),
    numbers: new Map(),
    phones: createPhones(clock, createSchedule(clock)),
    services,
    optOuts,
    loopGuard: createLoopGuard(clock),
    takeFaults: () => new Set<never>(),
    arrive: () => undefined,
  };
  const send = (byTwilio = false) =>
    deliver({ sid: 'SM1', from: NUMBER, to: ANN, body: 'hi', media: [], turn: 'SM1', byTwilio }, context);
  return { conversations, events, optOuts, send };
}

it('adds a message to a conversation that begins with it, and emits it', () => {
  const { conversations, events, send } = setUp();
  const message = send();
  expect(message).toMatchObject({
    body: 'hi',
    direction: 'outbound',
    status: 'delivered',
    segments: 1,
    at: 1000,
  });
  expect(conversations.find(ANN, NUMBER)).toMatchObject({ messages: [message], turns: [], optedOut: false });
  expect(events).toEqual([{ type: 'message', message }]);
});

it('delivers only messages of Twilio to a phone that has opted out', () => {
  const { conversations, events, optOuts, send } = setUp();
  optOuts.add(ANN, NUMBER);
  expect(send()).toBeUndefined();
  expect(events).toEqual([]);
  expect(send(true)).toMatchObject({ byTwilio: true });
  expect(conversations.find(ANN, NUMBER)?.messages).toHaveLength(1);
});
