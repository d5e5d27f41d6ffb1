import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Json } from '../json';
import type { Reader } from './reader';
import { readerOf } from './answer-source';
import type { EffectTools, Request } from './request';
import { notTaken, noteStep } from './untaken-steps';

/** A part of a conversation, as a generator function of its own returns it; `yield*` gives its value. */
export type Steps<Value> = Generator<Request, Value, void>;

/** One step of a conversation. `yield*` takes it and gives its value; any other use throws, with advice. */
export type Step<Value> = { readonly [Symbol.iterator]: () => Steps<Value> };

/** What reads the answer of a question: a reader, or a Standard Schema. */
export type AnswerSource = Reader<unknown> | StandardSchemaV1;

/** The type of the answers that a reader or a Standard Schema gives. */
export type AnswerOf<Source> =
  Source extends Reader<infer Value>
    ? Value
    : Source extends StandardSchemaV1
      ? StandardSchemaV1.InferOutput<Source>
      : never;

/** Refuses a schema that no text could satisfy, such as `z.number()`; `z.coerce.number()` is fine. */
export type TakesText<Source> = Source extends StandardSchemaV1
  ? [StandardSchemaV1.InferInput<Source> & string] extends [never]
    ? { readonly 'this schema takes no text, so no message could satisfy it': never }
    : unknown
  : unknown;

/** What `ask` can do otherwise. */
export type AskOptions = {
  /** What is said in place of the reader's own hint. */
  readonly hint?: string;
  /** How many unreadable answers end the conversation: the conversation's `maxAttempts` unless told otherwise. */
  readonly maxAttempts?: number;
};

/**
 * Asks a question and gives its answer, also when later messages walk through the conversation again. An answer that
 * cannot be read has the question asked again, with a hint before it.
 *
 * @param name - the question's name, under which its answer is stored. It must not change in a deploy; all else may.
 * @param prompt - the question as it is texted.
 * @param source - a reader or a Standard Schema.
 */
export function ask<Source extends AnswerSource>(
  name: string,
  prompt: string,
  source: Source & TakesText<Source>,
  { hint, maxAttempts }: AskOptions = {},
): Step<AnswerOf<Source>> {
  const reader = readerOf(source) as Reader<AnswerOf<Source>>;
  return step(`ask("${name}", ...)`, function* () {
    let value!: AnswerOf<Source>;
    yield {
      kind: 'ask',
      name,
      prompt,
      hint,
      maxAttempts,
      read: async (message) => reader.read(message),
      async take(answer) {
        const accepted = await reader.accept(answer);
        if (accepted.kind === 'unreadable') return accepted;
        value = accepted.value;
        return { kind: 'taken' };
      },
    };
    return value;
  });
}

/**
 * Sends a message of its own before the next question. It is sent once: later walks know it by its text and by the
 * named step before it, so a text that has changed is said again.
 */
export const say = (text: string): Step<void> =>
  step('say(...)', function* () {
    yield { kind: 'say', text };
  });

/** What a function without a result returns, also one that does not even say `return`. */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- there is no other name for it
export type Nothing = undefined | void;

/** The result of an effect as it is stored: `null` in place of `undefined`, which JSON does not have. */
export type StoredResult<Result> = Result extends Nothing ? null : Result;

/**
 * Runs an effect and stores its result: later messages get the stored result and do not run it again.
 *
 * An effect runs at least once, not exactly once: its result is stored only when the turn succeeds, so a turn that
 * fails, or a webhook that is delivered twice, runs it again with the same idempotency key. A service that honours such
 * keys makes it exactly once. The result of an effect that throws is not stored; its error can be caught around the
 * `yield*`.
 *
 * @param name - the step's name, under which its result is stored.
 * @param run - the effect; may be asynchronous. Its result must be JSON; `undefined` becomes `null`.
 */
export const effect = <Result extends Json | Nothing>(
  name: string,
  run: (tools: EffectTools) => Result | Promise<Result>,
): Step<StoredResult<Result>> =>
  step(`effect("${name}", ...)`, function* () {
    let value!: StoredResult<Result>;
    yield {
      kind: 'effect',
      name,
      run: async (tools) => (await run(tools)) ?? null,
      take(result) {
        value = result as StoredResult<Result>; // JSON of what `run` returned
      },
    };
    return value;
  });

/**
 * Forgets the answers of questions and the results of effects, and walks through the conversation again from the
 * top, still in the same turn: so the first of those questions is what is asked next. All other answers stay.
 *
 * Code that gets here gets here again while the answers that led here are still stored. So name those too: not only
 * what is to change, but also the questions by which that was found out.
 *
 * ```ts
 * const sure = yield* ask('sure', `${day}, ${name}. Right?`, yesNo());
 * if (!sure) {
 *   const change = yield* ask('change', 'Change the day or the name?', oneOf('day', 'name'));
 *   yield* forget(change, 'sure', 'change');
 * }
 * ```
 * Nothing after it is executed. What was said right after a forgotten step, or right before `forget`, is said again
 * when the walk comes there again; an effect that runs again gets a new idempotency key.
 */
export const forget = (...names: [string, ...string[]]): Step<never> =>
  step('forget(...)', function* () {
    yield { kind: 'forget', names };
    throw new Error('A walk goes no further than what it forgets.');
  });

function step<Value>(call: string, steps: () => Steps<Value>): Step<Value> {
  const taken = noteStep(call);
  const refuse = () => {
    throw notTaken(call);
  };
  const made = {
    [Symbol.iterator]() {
      taken();
      return steps();
    },
    [Symbol.toPrimitive]: refuse, // `${ask(...)}`, ask(...) > 8
    toJSON: refuse,
  };
  return made;
}
