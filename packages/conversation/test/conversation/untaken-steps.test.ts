import { describe, expect, it } from '@jest/globals';
import { conversation } from '../../src/conversation/conversation';
import { integer } from '../../src/conversation/readers/integer';
import { text } from '../../src/conversation/readers/text';
import { ask, effect, say } from '../../src/conversation/steps';
import { clientFor } from '../support/conversation-client';
import { mistakeOf } from '../support/mistake';

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
    const { code: about, message } = await mistakeOf(code);
    expect(about).toBe('step-not-taken');
    expect(message).toContain('are you missing a `yield*`?');
    expect(message).toContain(advice);
  });

  it('throws with advice: `yield` of anything else', async () => {
    for (const value of ['Hello.', undefined, { kind: 'tell' }]) {
      const { code, message } = await mistakeOf(function* () {
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
    const { code } = await mistakeOf(function* () {
      void other.send();
      say('Hello.');
      yield* name();
    });
    expect(code).toBe('step-not-taken');
  });

  it('does not throw outside of a conversation', () => {
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
