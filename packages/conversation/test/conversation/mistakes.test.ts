import { describe, expect, it } from '@jest/globals';
import { oneOf } from '../../src/conversation/readers/one-of';
import { text } from '../../src/conversation/readers/text';
import { ask, effect } from '../../src/conversation/steps';
import { mistakeOf } from '../support/mistake';

const name = () => ask('name', 'Name?', text());

type Mistake = [what: string, code: string, step: string | undefined, run: () => unknown, message: string];

describe('a mistake in a conversation', () => {
  const cause = new TypeError('party is not a number');

  it.each<Mistake>([
    [
      'throws by itself after a question',
      'conversation-failed',
      'name',
      function* () {
        yield* name();
        throw cause;
      },
      'In the conversation "test", at "name": party is not a number',
    ],
    [
      'throws by itself at once',
      'conversation-failed',
      undefined,

      function* () {
        throw cause;
      },
      'In the conversation "test": party is not a number',
    ],
    [
      'throws what is no error',
      'conversation-failed',
      'name',
      function* () {
        yield* name();
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- as some code does
        throw 'a text';
      },
      'at "name": a text',
    ],
    [
      'has a reader that throws',
      'conversation-failed',
      'broken',
      function* () {
        yield* ask('broken', 'Name?', {
          read: () => {
            throw cause;
          },
          accept: () => ({ kind: 'accepted', value: 1 }),
        });
      },
      'at "broken": party is not a number',
    ],
    [
      'has a reader that cannot be',
      'reserved-word',
      'name',
      function* () {
        yield* name();
        yield* ask('what', 'Keep or cancel?', oneOf('Keep', 'Cancel'));
      },
      'at "name": "Cancel" cannot be a choice',
    ],
    [
      'has two steps of one name',
      'step-twice',
      'name',
      function* () {
        yield* name();
        yield* name();
      },
      'Two steps are named "name". Name each differently, by a scope() for instance; to ask a question again, forget() its answer.',
    ],
    [
      'has a question and an effect of one name',
      'step-twice',
      'name',
      function* () {
        yield* name();
        yield* effect('name', () => 1);
      },
      'Two steps are named "name"',
    ],
    [
      'has a step without a name',
      'step-name',
      ' ',
      function* () {
        yield* ask(' ', 'Name?', text());
      },
      'A step has no name.',
    ],
    [
      'has a reader whose answer is not JSON',
      'step-not-json',
      'when',
      function* () {
        yield* ask('when', 'When?', {
          read: () => ({ kind: 'answer', answer: new Date(0) as unknown as string }),
          accept: () => ({ kind: 'accepted', value: 1 }),
        });
      },
      'JSON cannot store this answer: it is a Date with toJSON(). Use strings, finite numbers, booleans, null, arrays and plain objects.',
    ],
    [
      'has an effect whose result is not JSON',
      'step-not-json',
      'when',
      function* () {
        yield* effect('when', () => new Date(0) as unknown as string);
      },
      'JSON cannot store this result: it is a Date with toJSON().',
    ],
    [
      'has a blank prompt',
      'message-text',
      'blank',
      function* () {
        yield* ask('blank', ' ', text());
      },
      'A message has no text',
    ],
    [
      'returns a number',
      'message-text',
      'name',
      function* () {
        yield* name();
        return 7;
      },
      'a value of type number',
    ],
    [
      'never ends',
      'steps-endless',
      's333',
      function* () {
        for (let number = 0; ; number++) {
          yield* effect(`s${number}`, () => number);
          yield* effect(`t${number}`, () => number);
          yield* effect(`u${number}`, () => number);
        }
      },
      'Is there a loop that never ends?',
    ],
    ...['text', null, [], new Set()].map((value): Mistake => [
      `returns no generator but ${Object.prototype.toString.call(value)}`,
      'conversation-definition',
      undefined,
      () => value,
      'Its code returns no generator. Pass a generator function: function* () { ... }',
    ]),
    [
      'is an asynchronous generator after all',
      'conversation-definition',
      undefined,
      () =>
        (async function* () {
          yield await Promise.resolve(1);
        })(),
      'Its code returns no generator',
    ],
  ])('that %s', async (_, code, step, run, message) => {
    const error = await mistakeOf(run);
    expect(error).toMatchObject({ code, at: { conversation: 'test', step } });
    expect(error.message).toContain(message);
    expect(error.cause).toBeDefined();
  });
});
