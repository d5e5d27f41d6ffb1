import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { conversation } from '../../src/conversation/conversation';
import type { Json } from '../../src/json';
import type { Message } from '../../src/message/message';
import { integer } from '../../src/conversation/readers/integer';
import { media } from '../../src/conversation/readers/media';
import { oneOf } from '../../src/conversation/readers/one-of';
import { text } from '../../src/conversation/readers/text';
import { yesNo } from '../../src/conversation/readers/yes-no';
import { run, type Outcome } from '../../src/conversation/replay/run';
import { isState, type State } from '../../src/conversation/replay/state';
import { stateSize } from '../../src/conversation/replay/state-size';
import { ask, forget, effect, say } from '../../src/conversation/steps';

const QUESTIONS = ['party', 'day', 'name', 'email', 'photo', 'sure', 'change'];

/** Everything at once: branches, a loop, sayings that depend on answers, an effect before the end. */
const everything = conversation(
  'everything',
  function* () {
    yield* say('Welcome.');
    const party = yield* ask('party', 'How many?', integer({ min: 1, max: 20 }));
    if (party > 8) return 'Please call us.';
    yield* say(`A table for ${party}.`);
    const day = yield* ask('day', 'Which day?', oneOf('Friday', 'Saturday'));
    const name = yield* ask('name', 'What name?', text({ max: 40 }));
    yield* say(`Hello ${name}.`);
    if (party > 4) yield* ask('email', 'What address?', z.email().or(z.literal('none')), { maxAttempts: 5 });
    const photo = yield* ask('photo', 'A photo?', media({ skip: 'skip' }));
    const price = yield* effect('price', () => party * 10);
    if (!(yield* ask('sure', `${party}, ${day}, ${name}: ${price}. Right?`, yesNo()))) {
      const change = yield* ask('change', 'What?', oneOf('party', 'day', 'name', 'photo', 'nothing'));
      if (change === 'nothing') return 'Nothing is booked.';
      yield* forget(change, 'price', 'sure', 'change');
    }
    return `Booked ${yield* effect('book', async ({ idempotencyKey }) => Promise.resolve(idempotencyKey))} ${photo?.url ?? ''}`;
  },
  { restart: { words: ['restart'] }, maxAttempts: 50 },
);

const words = [
  '4',
  '6',
  '9',
  'Friday',
  'sat',
  'Ada',
  'a@example.com',
  'none',
  'skip',
  'yes',
  'no',
  'no',
  'party',
  'day',
];
const body = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...words, 'name', 'photo', 'restart', '-0', '') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 2000 }) },
);
const file = fc.record({ url: fc.webUrl(), contentType: fc.constantFrom('image/png', 'text/plain', '') });
const messages = fc.array(
  fc.record({ body, media: fc.oneof(fc.constant([]), fc.array(file, { maxLength: 3 })) }),
  { maxLength: 40 },
);

/** The longest state: names of all steps, the longest answers, and what else it holds. */
const MAX_SIZE = 2500;

const turn = (state: State | undefined, message: Message, index: number): Promise<Outcome> =>
  run(everything, state, message, `message ${index}`);

const stateOf = (outcome: Outcome): State | undefined =>
  outcome.kind === 'asked' ? outcome.state : undefined;

describe('for any sequence of messages, a conversation', () => {
  it('answers, never throws, and stores no more than its questions', async () => {
    await fc.assert(
      fc.asyncProperty(messages, async (sequence) => {
        let state: State | undefined;
        for (const [index, message] of sequence.entries()) {
          const outcome = await turn(state, message, index);
          expect(outcome.messages.length).toBeGreaterThan(0);
          for (const text of outcome.messages) expect((text as string).length).toBeLessThanOrEqual(1600);
          state = stateOf(outcome);
          if (state === undefined) continue;
          expect(isState(state as Json)).toBe(true);
          expect(JSON.parse(JSON.stringify(state))).toEqual(state);
          expect(QUESTIONS).toEqual(expect.arrayContaining([state.asked, ...Object.keys(state.answers)]));
          expect(state.answers).not.toHaveProperty(state.asked);
          expect(stateSize(state)).toBeLessThan(MAX_SIZE);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('does the same when a message is delivered twice with the same state', async () => {
    await fc.assert(
      fc.asyncProperty(messages, async (sequence) => {
        let state: State | undefined;
        for (const [index, message] of sequence.entries()) {
          const outcome = await turn(state, message, index);
          expect(await turn(state, message, index)).toEqual(outcome);
          state = stateOf(outcome);
        }
      }),
    );
  });

  it('keeps its state when a message is delivered twice with the state that it led to', async () => {
    await fc.assert(
      fc.asyncProperty(messages, async (sequence) => {
        let state: State | undefined;
        for (const [index, message] of sequence.entries()) {
          state = stateOf(await turn(state, message, index));
          if (state === undefined) continue;
          expect(stateOf(await turn(state, message, index))).toEqual(state);
        }
      }),
    );
  });

  it('gets to its end from wherever it is', async () => {
    await fc.assert(
      fc.asyncProperty(messages, async (sequence) => {
        let state: State | undefined;
        for (const [index, message] of sequence.entries()) state = stateOf(await turn(state, message, index));

        const answers = new Map(
          QUESTIONS.map((name, at) => [name, ['4', 'sat', 'Ada', 'none', 'skip', 'yes', '5'][at]]),
        );
        let outcome = await turn(state, { body: 'restart', media: [] }, 1000);
        for (let index = 0; index < QUESTIONS.length && outcome.kind === 'asked'; index++) {
          const answer = answers.get(outcome.state.asked) ?? '';
          outcome = await turn(outcome.state, { body: answer, media: [] }, 1001 + index);
        }
        expect(outcome.kind).toBe('ended');
      }),
    );
  });
});
