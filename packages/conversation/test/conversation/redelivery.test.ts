import { describe, expect, it } from '@jest/globals';
import { conversation } from '../../src/conversation/conversation';
import { text } from '../../src/conversation/readers/text';
import { yesNo } from '../../src/conversation/readers/yes-no';
import { run } from '../../src/conversation/replay/run';
import type { State } from '../../src/conversation/replay/state';
import { ask, effect, forget, say, speak } from '../../src/conversation/steps';
import { booking, PARTY } from '../support/booking';
import { integer } from '../../src/conversation/readers/integer';
import fc from 'fast-check';

describe('a message that is delivered twice', () => {
  const ordering = conversation('ordering', function* () {
    const what = yield* ask('what', 'What?', text());
    const key = yield* effect('order', async ({ idempotencyKey }) => Promise.resolve(idempotencyKey));
    yield* say('Ordered.');
    yield* ask('more', 'More?', yesNo());
    return `${what} ${key}`;
  });
  const message = (body: string) => ({ body, media: [] });

  it('gives the same outcome with the same state', async () => {
    const first = [
      await run(ordering, undefined, message('hi'), 'M1'),
      await run(ordering, undefined, message('hi'), 'M1'),
    ];
    expect(first[0]).toEqual(first[1]);
    const { state } = first[0] as { state: State };
    const second = [
      await run(ordering, state, message('Tea'), 'M2'),
      await run(ordering, state, message('Tea'), 'M2'),
    ];
    expect(second[0]).toEqual(second[1]);
  });

  it('answers no other question when the state is newer: the open question is asked again', async () => {
    const start = (await run(ordering, undefined, message('yes'), 'M1')) as { state: State };
    const startedTwice = await run(ordering, start.state, message('yes'), 'M1');
    expect(startedTwice).toEqual({ kind: 'asked', messages: ['What?'], state: start.state });

    const answered = (await run(ordering, start.state, message('yes'), 'M2')) as { state: State };
    const answeredTwice = await run(ordering, answered.state, message('yes'), 'M2');
    expect(answeredTwice).toEqual({ kind: 'asked', messages: ['More?'], state: answered.state });
  });

  it('does not count twice as an attempt, nor restart twice', async () => {
    const restarting = booking({ restart: { words: ['restart'] } });
    const start = (await run(restarting, undefined, message('hi'), 'M1')) as { state: State };
    const once = (await run(restarting, start.state, message('x'), 'M2')) as { state: State };
    expect(await run(restarting, once.state, message('x'), 'M2')).toMatchObject({ state: { tries: 1 } });

    const anew = (await run(restarting, once.state, message('restart'), 'M3')) as { state: State };
    expect(await run(restarting, anew.state, message('restart'), 'M3')).toMatchObject({ messages: [PARTY] });
  });
});

describe('the last eight deliveries', () => {
  const message = (body: string) => ({ body, media: [] });
  let ran = 0;

  /** Everything that a message could change: answers, attempts, a command, an effect, what was said, and a change. */
  const everything = conversation(
    'everything',
    function* () {
      yield* say('Welcome.');
      const party = yield* ask('party', 'How many?', integer({ min: 1, max: 9 }));
      yield* speak('es');
      yield* effect('price', () => (ran += party));
      yield* say('Noted.');
      if ((yield* ask('change', 'Change?', text())) === 'party') yield* forget('party', 'change');
      yield* ask('name', 'Who?', text());
    },
    {
      commands: {
        restart: { words: ['restart'] },
        back: { words: ['back'] },
        tip: { words: ['tip'], text: 'A tip.' },
      },
    },
  );

  it('answer nothing: the open question is asked again, and nothing else changes', async () => {
    const bodies = fc.array(
      fc.constantFrom('4', '5', 'x', 'party', 'no', 'restart', 'back', 'tip', 'HELP', ''),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    await fc.assert(
      fc.asyncProperty(bodies, async (sequence) => {
        let state: State | undefined;
        for (const [index, body] of sequence.entries()) {
          const outcome = await run(everything, state, message(body), `M${index}`, { now: 1000 });
          state = outcome.state;
          const before = ran;
          for (let age = 0; age < 8 && age <= index; age++) {
            const again = await run(
              everything,
              state,
              message(String(sequence[index - age])),
              `M${index - age}`,
              { now: 2000 },
            );
            expect(again.state).toEqual(state);
            expect(again.messages).toEqual(
              state.ended === undefined ? [outcome.messages.at(-1)].map(questionOf) : [],
            );
          }
          expect(ran).toBe(before);
        }
      }),
      { numRuns: 150 },
    );
  });

  /** A question without the hint before it. */
  const questionOf = (text: unknown) => String(text).split('\n').at(-1);

  it('are recognized after a failure, which stays noted', async () => {
    const start = await run(everything, undefined, message('hi'), 'M1');
    const failed = { ...start.state, failed: true } as const;
    expect(await run(everything, failed, message('hi'), 'M1')).toMatchObject({
      messages: ['How many?'],
      state: failed,
    });
    expect((await run(everything, failed, message('x'), 'M2')).state).not.toHaveProperty('failed');
  });

  it('are recognized after the end, and in the conversation after it', async () => {
    let { state }: { state: State } = await run(everything, undefined, message('hi'), 'M1');
    for (const [id, body] of [
      ['M2', '4'],
      ['M3', 'no'],
      ['M4', 'Ann'],
    ] as const)
      // prettier-ignore
      ({ state } = await run(everything, state, message(body), id));
    expect(state).toMatchObject({ asked: '', answers: {} });
    const before = ran;
    for (const id of ['M1', 'M2', 'M3', 'M4']) {
      expect(await run(everything, state, message('4'), id)).toEqual({ kind: 'ended', messages: [], state });
    }
    const next = await run(everything, state, message('hi'), 'M5');
    expect(next).toMatchObject({ kind: 'asked', messages: ['Welcome.', 'How many?'] });
    expect(next.state.id).not.toBe(state.id);
    for (const id of ['M1', 'M2', 'M3', 'M4', 'M5']) {
      expect(await run(everything, next.state, message('4'), id)).toEqual({
        kind: 'asked',
        messages: ['How many?'],
        state: next.state,
      });
    }
    expect(ran).toBe(before);
  });

  it('are eight, not more: an older one counts as a new message', async () => {
    let { state }: { state: State } = await run(everything, undefined, message('x'), 'M0');
    for (let index = 1; index <= 8; index++)
      ({ state } = await run(everything, state, message('x'), `M${index}`));
    expect(state.last).toHaveLength(48);
    expect((await run(everything, state, message('x'), 'M1')).state).toEqual(state);
    expect((await run(everything, state, message('x'), 'M0')).state.tries).toBe(9);
  });

  it('are recognized when two texts come at once with the same state', async () => {
    const { state } = await run(everything, undefined, message('hi'), 'M1');
    const [one, two] = await Promise.all([
      run(everything, state, message('4'), 'M2'),
      run(everything, state, message('5'), 'M3'),
    ]);
    expect([one.state.answers, two.state.answers]).toEqual([{ party: 4 }, { party: 5 }]);
    expect(state.answers).toEqual({});
    const again = await run(everything, two.state, message('5'), 'M3');
    expect(again).toMatchObject({ messages: ['Change?'], state: two.state });
  });
});
