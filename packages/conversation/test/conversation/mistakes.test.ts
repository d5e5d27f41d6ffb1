import { describe, expect, it } from '@jest/globals';
import { conversation, type ConversationCode } from '../../src/conversation/conversation';
import { ConversationError } from '../../src/errors';
import { integer } from '../../src/conversation/readers/integer';
import { oneOf } from '../../src/conversation/readers/one-of';
import { text } from '../../src/conversation/readers/text';
import { ask, effect, say } from '../../src/conversation/steps';
import { clientFor } from '../support/conversation-client';

/**
 * What a conversation throws at its first message or its second, without a change of what is stored. Its code need not
 * have the right types.
 */
async function mistake(code: () => unknown): Promise<ConversationError> {
  const { send, state } = clientFor(conversation('test', code as ConversationCode));
  let before = state();
  try {
    await send();
    before = state();
    await send('Ada');
  } catch (error) {
    expect(state()).toBe(before);
    if (error instanceof ConversationError) return error;
  }
  throw new Error('It threw no ConversationError.');
}

const name = () => ask('name', 'Name?', text());

describe('a step without its `yield*`', () => {
  it.each<[string, () => unknown, string]>([
    [
      'a message that is not sent',
      function* () {
        say('Hello.');
        yield* name();
      },
      'yield* say(...)',
    ],
    [
      'a message at the end',
      function* () {
        yield* say('Hello.');
        say('Bye.');
      },
      'yield* say(...)',
    ],
    [
      'a question that is not asked',
      function* () {
        const party = ask('party', 'How many?', integer());
        yield* name();
        return party;
      },
      'yield* ask("party", ...)',
    ],
    [
      'a question in a text',
      function* () {
        const party: unknown = ask('party', 'How many?', integer());
        yield* say(`A table for ${party as string}.`);
      },
      'yield* ask("party", ...)',
    ],
    [
      'a question that is compared',
      function* () {
        const party: unknown = ask('party', 'How many?', integer());
        if ((party as number) > 8) yield* name();
      },
      'yield* ask("party", ...)',
    ],
    [
      'a question that is returned',
      function* () {
        yield* say('Hello.');
        return name();
      },
      'yield* ask("name", ...)',
    ],
    [
      '`yield` without its star',
      function* () {
        yield name();
      },
      'yield* ask("name", ...)',
    ],
    [
      'an effect',
      function* () {
        effect('order', () => 7);
        yield* name();
      },
      'yield* effect("order", ...)',
    ],
    [
      'a step in an effect',
      function* () {
        yield* effect('order', () => JSON.stringify(name()));
      },
      'yield* ask("name", ...)',
    ],
  ])('throws with advice: %s', async (_, code, advice) => {
    const { code: about, message } = await mistake(code);
    expect(about).toBe('step-not-taken');
    expect(message).toContain('are you missing a `yield*`?');
    expect(message).toContain(advice);
  });

  it('throws with advice: `yield` of anything else', async () => {
    for (const value of ['Hello.', undefined, { kind: 'tell' }]) {
      const { code, message } = await mistake(function* () {
        yield value;
      });
      expect(code).toBe('step-not-taken');
      expect(message).toContain('are you missing the star?');
    }
  });

  it('is seen even when the code runs another conversation', async () => {
    const other = clientFor(
      conversation('other', function* () {
        yield* name();
      }),
    );
    const { code } = await mistake(function* () {
      void other.send();
      say('Hello.');
      yield* name();
    });
    expect(code).toBe('step-not-taken');
  });

  it('is no matter outside of a conversation', () => {
    expect(() => name()).not.toThrow();
  });

  it('is not confused by other conversations that run meanwhile', async () => {
    const meeting = conversation('meeting', function* () {
      yield* effect('pause', async () => Promise.resolve());
      yield* name();
    });
    const replies = await Promise.all([
      clientFor(meeting).send(),
      clientFor(meeting).send(),
      clientFor(meeting).send(),
    ]);
    expect(replies).toEqual([['Name?'], ['Name?'], ['Name?']]);
  });
});

describe('a mistake in a conversation', () => {
  const cause = new TypeError('party is not a number');

  it.each<[string, string, string | undefined, () => unknown, string]>([
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
      'Two steps are named "name". Name each differently',
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
      'JSON would change this answer or result',
    ],
    [
      'has an effect whose result is not JSON',
      'step-not-json',
      'when',
      function* () {
        yield* effect('when', () => new Date(0) as unknown as string);
      },
      'JSON would change this answer or result',
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
    ['is no generator', 'conversation-definition', undefined, () => 'text', 'Its code returns no generator'],
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
    const error = await mistake(run);
    expect(error).toMatchObject({ code, at: { conversation: 'test', step } });
    expect(error.message).toContain(message);
    expect(error.cause).toBeDefined();
  });
});
