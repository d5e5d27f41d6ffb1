import { describe, expect, it } from '@jest/globals';
import { conversation } from '../../src/conversation/conversation';
import { integer } from '../../src/conversation/readers/integer';
import { text } from '../../src/conversation/readers/text';
import {
  answers,
  ask,
  beginning,
  choose,
  effect,
  first,
  forget,
  listen,
  part,
  say,
  scope,
  speak,
  summary,
  type Steps,
} from '../../src/conversation/steps';
import { clientFor } from '../support/conversation-client';
import { mistakeOf } from '../support/mistake';

const early = ask('early', 'Early?', text());
const name = () => ask('name', 'Name?', text());
function* greet(): Steps<void> {
  yield* say('Hello.');
}

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
      'the later of two that were made at once',
      function* () {
        const [first, second] = [name(), say('Thanks.')];
        yield* first;
        yield* second;
      },
      'yield* say(...)',
    ],
    [
      'one beside a step that was made before the code ran',
      function* () {
        say('Hello.');
        yield* early;
      },
      'yield* say(...)',
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
    const { code: about, message } = await mistakeOf(code);
    expect(about).toBe('step-not-taken');
    expect(message).toContain('are you missing a `yield*`?');
    expect(message).toContain(advice);
  });

  it.each<[string, () => unknown]>([
    ['listen("more", ...)', () => listen('more', text())],
    ['first("more", ...)', () => first('more', text())],
    ['choose("more", ...)', () => choose('more', 'Which?', ['a'])],
    ['choose("none", ...)', () => choose('none', 'Which?', [])],
    ['scope("more", ...)', () => scope('more', greet())],
    ['a part of the conversation', part(() => name()[Symbol.iterator]())],
    ['forget(...)', () => forget('name')],
    ['beginning(...)', () => beginning()],
    ['answers()', () => answers()],
    ['speak(...)', () => speak('es')],
    ['summary(...)', () => summary({ name: 'Name' })],
  ])('throws with advice for every step: %s', async (call, make) => {
    const { message } = await mistakeOf(function* () {
      make();
      yield* say('Hello.');
    });
    expect(message).toContain(
      `A step was made and not taken: are you missing a \`yield*\`? Write: yield* ${call}, just where it is needed.`,
    );
  });

  it('throws in a text or in JSON at once, also outside of a conversation', () => {
    expect(() => `Say: ${say('Hello.') as unknown as string}`).toThrow(
      'Write: yield* say(...), just where it is needed.',
    );
    expect(() => JSON.stringify({ step: name() })).toThrow('Write: yield* ask("name", ...)');
  });

  it('throws with advice: `yield` of anything else', async () => {
    for (const value of ['Hello.', undefined, { kind: 'tell' }]) {
      const { code, message } = await mistakeOf(function* () {
        yield value;
      });
      expect(code).toBe('step-not-taken');
      expect(message).toContain(
        'A `yield` gave something that is no step. Take steps with `yield*`: are you missing the star?',
      );
    }
  });

  it('is seen even when the code runs another conversation', async () => {
    const other = clientFor(
      conversation('other', function* () {
        yield* name();
      }),
    );
    const after = await mistakeOf(function* () {
      void other.send();
      say('Hello.');
      yield* name();
    });
    const before = await mistakeOf(function* () {
      say('Hello.');
      void other.send();
      yield* name();
    });
    expect([after.code, before.code]).toEqual(['step-not-taken', 'step-not-taken']);
  });

  it('does not throw outside of a conversation', () => {
    expect(() => name()).not.toThrow();
  });

  it('may be made once, outside of the conversation, and taken in every turn', async () => {
    const question = name();
    const client = clientFor(
      conversation('outside', function* () {
        return `Hello, ${yield* question}.`;
      }),
    );
    expect(await client.send()).toEqual(['Name?']);
    expect(await client.send('Ann')).toEqual(['Hello, Ann.']);
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
