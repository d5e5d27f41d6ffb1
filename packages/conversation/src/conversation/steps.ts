import type { Json } from '../json';
import { type AnswerOf, type AnswerSource, readerOf, type TakesText } from './answer-source';
import type { Reader } from './reader';
import type { EffectTools, Request } from './request';
import { noteStep, notTaken } from './untaken-steps';

/** A part of a conversation, as a generator function of its own returns it; `yield*` gives its value. */
export type Steps<Value> = Generator<Request, Value, void>;

/** One step of a conversation. `yield*` takes it and gives its value; any other use throws, with advice. */
export type Step<Value> = { readonly [Symbol.iterator]: () => Steps<Value> };

/** Options of a question. */
export type AskOptions = {
  /** Sent instead of the reader's own hint. */
  readonly hint?: string;
  /** How many unreadable answers end the conversation. Default: the conversation's `maxAttempts`. */
  readonly maxAttempts?: number;
};

/**
 * Asks a question and gives its answer; later messages get the stored answer. An answer that the reader does not accept
 * makes the question be asked again, after a hint.
 *
 * @param name - the question's name, under which its answer is stored. A deploy may change everything but the name.
 * @param prompt - the question as it is sent.
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
      async resolve(answer) {
        const accepted = await reader.accept(answer);
        if (accepted.kind === 'unreadable') return accepted;
        value = accepted.value;
        return { kind: 'resolved' };
      },
    };
    return value;
  });
}

/**
 * Sends a message of its own before the next question, once. Later messages recognize it by its text and the named step
 * before it, so a text that has changed is sent again.
 */
export const say = (text: string): Step<void> =>
  step('say(...)', function* () {
    yield { kind: 'say', text };
  });

/** What a function without a result returns, also one without a `return`. */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- there is no other name for it
export type Nothing = undefined | void;

/** The result of an effect as it is stored: `null` in place of `undefined`, which JSON does not have. */
export type StoredResult<Result> = Result extends Nothing ? null : Result;

/**
 * Runs an effect and stores its result; later messages get the stored result and do not run it again.
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
      resolve(result) {
        value = result as StoredResult<Result>; // JSON of what `run` returned
      },
    };
    return value;
  });

/**
 * Deletes the answers to questions and the results of effects, and replays the conversation from the top in the same
 * turn: the first of those questions that the code reaches is asked next. All other answers stay.
 *
 * Name the questions that led to `forget` too; otherwise their stored answers lead there again.
 *
 * ```ts
 * const sure = yield* ask('sure', `${day}, ${name}. Right?`, yesNo());
 * if (!sure) {
 *   const change = yield* ask('change', 'Change the day or the name?', oneOf('day', 'name'));
 *   yield* forget(change, 'sure', 'change');
 * }
 * ```
 * Code after `forget` does not run. What `say` sent right after a forgotten step, or right before `forget`, is sent
 * again when the replay reaches it; an effect that runs again gets a new idempotency key.
 */
export const forget = (...names: [string, ...string[]]): Step<never> =>
  step('forget(...)', function* () {
    yield { kind: 'forget', names };
    throw new Error('A replay ends at forget(), so nothing resumes it.');
  });

function step<Value>(call: string, steps: () => Steps<Value>): Step<Value> {
  const markTaken = noteStep(call);
  const refuse = () => {
    throw notTaken(call);
  };
  const created = {
    [Symbol.iterator]() {
      markTaken();
      return steps();
    },
    [Symbol.toPrimitive]: refuse, // `${ask(...)}`, ask(...) > 8
    toJSON: refuse,
  };
  return created;
}
