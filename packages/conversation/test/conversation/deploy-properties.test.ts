import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { conversation } from '../../src/conversation/conversation';
import { text } from '../../src/conversation/readers/text';
import { ask, type Steps } from '../../src/conversation/steps';
import type { OutgoingMessage } from '../../src/message/message';
import { clientFor } from '../support/conversation-client';

describe('whatever a deploy moves around', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const deploys = fc.array(
    fc.record({
      questions: fc.shuffledSubarray(names, { minLength: 1 }),
      turns: fc.integer({ min: 1, max: 4 }),
    }),
    { minLength: 2, maxLength: 6 },
  );

  /** Answers that say which question they are for; any reader takes them all. */
  function* all(
    questions: readonly string[],
    seen: (name: string, answer: string) => void,
  ): Steps<undefined> {
    for (const name of questions) seen(name, yield* ask(name, name, text()));
    return undefined;
  }

  it('an answer never reaches another question', async () => {
    await fc.assert(
      fc.asyncProperty(deploys, async (versions) => {
        const wrong: string[] = [];
        const codeOf = (questions: readonly string[]) =>
          conversation('moving', () =>
            all(questions, (name, answer) => {
              if (answer !== `for ${name}`) wrong.push(`${name}: ${answer}`);
            }),
          );
        const { send, deploy } = clientFor(codeOf([]));
        let asked: OutgoingMessage = 'nothing';
        for (const { questions, turns } of versions) {
          deploy(codeOf(questions));
          for (let turn = 0; turn < turns; turn++) [asked = 'nothing'] = await send(`for ${asked as string}`);
        }
        expect(wrong).toEqual([]);
      }),
    );
  });
});
