import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { conversation, type DefinedConversation } from '../../src/conversation/conversation';
import { integer } from '../../src/conversation/readers/integer';
import { oneOf } from '../../src/conversation/readers/one-of';
import { text } from '../../src/conversation/readers/text';
import { yesNo } from '../../src/conversation/readers/yes-no';
import { run } from '../../src/conversation/replay/run';
import { isState, type State } from '../../src/conversation/replay/state';
import { ask, choose, effect, forget, say, scope, type Steps } from '../../src/conversation/steps';
import type { Json } from '../../src/json';

/** A step of a random conversation. */
type Part =
  | { readonly kind: 'ask'; readonly reader: 'text' | 'integer' | 'oneOf' | 'yesNo' }
  | { readonly kind: 'choose'; readonly labels: readonly string[] }
  | { readonly kind: 'say' }
  | { readonly kind: 'effect' }
  | { readonly kind: 'forget'; readonly step: number }
  | { readonly kind: 'scope'; readonly parts: readonly Part[] };

/** An effect that has run: its key, and all that may decide the key. */
type Ran = { readonly key: string; readonly because: string };

const READERS = {
  text: text({ max: 20 }),
  integer: integer({ min: 0, max: 9 }),
  oneOf: oneOf('Friday', 'Saturday'),
  yesNo: yesNo(),
};

const simple: fc.Arbitrary<Part>[] = [
  fc.record({
    kind: fc.constant('ask' as const),
    reader: fc.constantFrom('text', 'integer', 'oneOf', 'yesNo'),
  }),
  fc.record({
    kind: fc.constant('choose' as const),
    labels: fc.array(fc.constantFrom('Tea', 'Tea', 'Milk', '2 pm', '', 'STOP'), { maxLength: 4 }),
  }),
  fc.constant({ kind: 'say' as const }),
  fc.constant({ kind: 'effect' as const }),
];
const parts = fc.array(
  fc.oneof(
    ...simple,
    fc.record({ kind: fc.constant('forget' as const), step: fc.nat(5) }),
    fc.record({
      kind: fc.constant('scope' as const),
      parts: fc.array(fc.oneof(...simple), { maxLength: 3 }),
    }),
  ),
  { minLength: 1, maxLength: 8 },
);

/** A conversation of these parts; `ran` gets what its effects were told. */
function conversationOf(all: readonly Part[], ran: Ran[]): DefinedConversation {
  function* steps(within: readonly Part[], prefix: string, seen: [string, unknown][]): Steps<undefined> {
    for (const [index, part] of within.entries()) {
      const name = `s${index}`;
      switch (part.kind) {
        case 'ask':
          seen.push([
            prefix + name,
            yield* ask(name, `Question ${name}?`, READERS[part.reader] as typeof READERS.text),
          ]);
          break;
        case 'choose':
          {
            const items = part.labels.map((label, at) => ({ label, at }));
            const item = yield* choose(name, `Choice ${name}?`, items, ({ label }) => label);
            if (item !== undefined) seen.push([prefix + name, item.at]);
          }
          break;
        case 'say':
          yield* say(`Message ${JSON.stringify(seen).slice(0, 100)}`);
          break;
        case 'effect': {
          const because = JSON.stringify([prefix + name, seen]);
          yield* effect(name, ({ idempotencyKey }) => {
            ran.push({ key: idempotencyKey, because });
            return { size: seen.length, number: ran.length };
          });
          break;
        }
        case 'forget': {
          const step = `s${part.step}`;
          const sure = yield* ask(name, `Change ${step}?`, yesNo());
          seen.push([prefix + name, sure]);
          if (sure) yield* forget(step, name);
          break;
        }
        case 'scope':
          yield* scope(name, steps(part.parts, `${prefix}${name}/`, seen));
      }
    }
    return undefined;
  }
  return conversation('any', () => steps(all, '', []), {
    commands: {
      restart: { words: ['restart'] },
      back: { words: ['back'] },
      tip: {
        words: ['tip'],
        *code() {
          yield* say('A tip.');
          if (yield* ask('more', 'More?', yesNo())) yield* ask('which', 'Which?', text());
        },
      },
    },
  });
}

const body = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('yes', 'no', '1', '2', '3', 'Friday', 'Tea', 'abc') },
  { weight: 2, arbitrary: fc.constantFrom('restart', 'back', 'tip', 'HELP', '') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);
/** What happens to a message: its reply arrives, or is lost, or an earlier one is delivered again. */
const messages = fc.array(
  fc.record({
    body,
    fate: fc.constantFrom('arrives', 'arrives', 'arrives', 'lost', 'redelivered'),
    age: fc.nat(7),
  }),
  { maxLength: 25 },
);

describe('any conversation, whatever is sent, delivered again or lost', () => {
  it('never throws, and stores JSON; keys of effects are equal exactly when what led to them is', async () => {
    await fc.assert(
      fc.asyncProperty(parts, messages, async (all, sequence) => {
        const ran: Ran[] = [];
        let state: State | undefined;
        const code = conversationOf(all, ran);
        const because = new Map<string, string>();
        const keys = new Map<string, string>();
        const sent: [id: string, body: string][] = [];

        for (const [index, { body, fate, age }] of sequence.entries()) {
          const [id, text] = (fate === 'redelivered' ? sent.at(-1 - age) : undefined) ?? [`M${index}`, body];
          const before = ran.length;
          const outcome = await run(code, state, { body: text, media: [] }, id, { now: index });

          const stored = JSON.parse(JSON.stringify(outcome.state)) as Json;
          expect(stored).toEqual(outcome.state);
          if (!isState(stored)) throw new Error('no state');
          for (const { key, because: reason } of ran.slice(before)) {
            const step = (JSON.parse(reason) as [string])[0];
            const again = stored.again?.[step] ?? 0;
            const cause = JSON.stringify([stored.id, stored.ended === undefined ? again : 'unknown', reason]);
            expect(because.get(key) ?? reason).toBe(reason);
            because.set(key, reason);
            if (stored.ended !== undefined) continue;
            if (ran.slice(before).filter((other) => other.because.startsWith(`["${step}"`)).length > 1)
              continue;
            expect(keys.get(cause) ?? key).toBe(key);
            keys.set(cause, key);
          }
          if (fate === 'lost') continue; // the sender's cookie stays as it was
          state = stored;
          sent.push([id, text]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
