import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { defineTwilioGlobals } from 'test-support';
import { conversation } from '../../src/conversation/conversation';
import { text } from '../../src/conversation/readers/text';
import { ask, effect } from '../../src/conversation/steps';
import { syncStore } from '../../src/sync/sync-store';
import { conversationFunction } from '../../src/twilio/conversation-function';
import type { SmsFunction } from '../../src/twilio/sms-function';
import { counterFunction, isCounter } from '../support/counter';
import { type FakeSync, type Fault, fakeSync, networkError, restError } from '../support/fake-sync';
import { elapse, fakeTimers } from '../support/fake-timers';
import { loggedErrors } from '../support/logged-errors';
import { sender } from '../support/sender';

beforeAll(defineTwilioGlobals);
fakeTimers();
beforeEach(() => {
  loggedErrors();
});

const FAULTS: readonly Fault[] = [
  { before: restError(503) },
  { before: restError(429, 54009) },
  { before: networkError('ECONNABORTED') },
  { after: restError(503) },
  { after: networkError('ECONNRESET') },
  'hang',
];

/** What a run of many messages depends on. */
type Run = {
  /** The messages by number, in the order in which they come; one that comes again is delivered again. */
  readonly deliveries: readonly number[];
  /** Of each request, in order; later ones succeed. */
  readonly faults: readonly Fault[];
  /** Which of the requests and answers that wait goes on next, or that a timer does. */
  readonly choices: Iterator<number>;
  readonly encrypted: boolean;
};

/** Fewer than eight faults do not exhaust the attempts of one request. */
const runs = (faults: readonly Fault[], maxFaults: number): fc.Arbitrary<Run> =>
  fc.record({
    deliveries: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 8 }),
    faults: fc
      .array(fc.option(fc.constantFrom(...faults), { nil: undefined, freq: 2 }), { maxLength: 30 })
      .filter((list) => list.filter(Boolean).length <= maxFaults),
    choices: fc.infiniteStream(fc.nat(99)),
    encrypted: fc.boolean(),
  });

/** Delivers all messages at once, and serves requests in the order of the run. Gives the texts of each reply by message. */
async function deliver(
  sync: FakeSync,
  answering: SmsFunction,
  { deliveries, faults, choices }: Omit<Run, 'encrypted'>,
): Promise<[message: number, texts: string[] | undefined][]> {
  const nextFaults = [...faults];
  sync.fault = () => nextFaults.shift();
  sync.holds = () => true;
  const context = sync.context();
  const replies = deliveries.map(async (message): Promise<[number, string[] | undefined]> => {
    const ann = sender(answering, 'counter', context);
    const texts = await ann.texts(`text ${message}`, { MessageSid: `SM${message}` }).catch(() => undefined);
    return [message, texts];
  });
  return elapse(Promise.all(replies), async () => {
    if (sync.waiting.length === 0) return false;
    const choice = Number(choices.next().value);
    if (choice > 90) await jest.advanceTimersByTimeAsync(50); // a pause may end while requests wait
    sync.waiting.splice(choice % sync.waiting.length, 1)[0]?.goOn();
    return true;
  });
}

/** Distinct values in order of their first appearance. */
const distinct = <Value>(values: readonly Value[]): Value[] => [...new Set(values)];

describe('messages that overlap in any way, are delivered again, and meet failures', () => {
  const counter = (encrypted: boolean) => counterFunction(syncStore({ encrypted }).for('counter', isCounter));

  it('are each counted once, and answered with a number of their own', async () => {
    await fc.assert(
      fc.asyncProperty(runs(FAULTS.slice(0, -1), 7), async (run) => {
        const sync = fakeSync();
        const replies = await deliver(sync, counter(run.encrypted), run);
        const messages = distinct(run.deliveries);
        const numbers = new Map(replies.map(([message, texts]) => [message, texts?.join()]));
        // Each delivery of a message got the same reply.
        for (const [message, texts] of replies) expect(texts).toEqual([numbers.get(message)]);
        expect([...numbers.values()].sort()).toEqual(messages.map((_, index) => `Message ${index + 1}`));
      }),
      { numRuns: 200 },
    );
  });

  it('are counted once even when some get no answer: each has its number when it is delivered again', async () => {
    await fc.assert(
      fc.asyncProperty(runs(FAULTS, 30), async (run) => {
        const sync = fakeSync();
        const answering = counter(run.encrypted);
        const replies = await deliver(sync, answering, run);
        const messages = distinct(run.deliveries);
        const again = await deliver(sync, answering, {
          deliveries: messages,
          faults: [],
          choices: run.choices,
        });
        const numbers = new Map(again.map(([message, texts]) => [message, texts?.join()]));
        for (const [message, texts] of replies.filter((reply) => reply[1] !== undefined)) {
          expect(texts).toEqual([numbers.get(message)]);
        }
        expect([...numbers.values()].sort()).toEqual(messages.map((_, index) => `Message ${index + 1}`));
      }),
      { numRuns: 200 },
    );
  });

  it('are each one answer of a conversation, and each effect has one key', async () => {
    const questions = Array.from({ length: 8 }, (_, index) => `q${index}`);
    await fc.assert(
      fc.asyncProperty(runs(FAULTS.slice(0, -1), 7), async (run) => {
        const sync = fakeSync();
        const keys = new Map<string, Set<string>>();
        const code = conversation('counter', function* () {
          for (const name of questions) {
            const answer = yield* ask(name, `${name}?`, text());
            yield* effect(`note ${name}`, ({ idempotencyKey }) => {
              const inputs = `${name}: ${answer}`;
              keys.set(inputs, (keys.get(inputs) ?? new Set()).add(idempotencyKey));
            });
          }
        });
        const answering = conversationFunction(code, syncStore());
        await deliver(sync, answering, { deliveries: [0], faults: [], choices: run.choices });
        const replies = await deliver(sync, answering, run);
        const messages = distinct(run.deliveries);
        const prompts = new Map(replies.map(([message, texts]) => [message, texts?.join()]));
        for (const [message, texts] of replies) expect(texts).toEqual([prompts.get(message)]);
        expect([...prompts.values()].sort()).toEqual(messages.map((_, index) => `q${index + 1}?`));
        const { answers } = sync.data().session as { answers: Record<string, string> };
        expect(Object.values(answers).sort()).toEqual(messages.map((message) => `text ${message}`).sort());
        for (const used of keys.values()) expect(used.size).toBe(1);
        expect(new Set([...keys.values()].flatMap((used) => [...used])).size).toBe(keys.size);
      }),
      { numRuns: 150 },
    );
  });
});
