import { ConversationError } from '../../errors';
import { jsonProblem } from '../json-problem';
import type { EffectRequest, EffectTools } from '../request';
import { requestStep, type Step } from './step';

/** What a function without a result returns, also one without a `return`. */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- there is no other name for it
export type Nothing = undefined | void;

/** The result of an effect as it is stored: `null` in place of `undefined`, which JSON does not have. */
export type StoredResult<Result> = Result extends Nothing ? null : Result;

/** What JSON cannot store in a type; `never` when it can store all. Fields may be optional. */
type NotJson<Value> = unknown extends Value
  ? never // checked at run time
  : Value extends string | number | boolean | null | undefined
    ? never
    : Value extends
          | bigint
          | symbol
          | Date
          | RegExp
          | Map<unknown, unknown>
          | Set<unknown>
          | ((...args: never) => unknown)
      ? Value
      : Value extends readonly (infer Item)[]
        ? NotJson<Item>
        : { [Key in keyof Value]-?: NotJson<Value[Key]> }[keyof Value];

/** Refuses at compile time a result that JSON cannot store. */
type MustBeJson<Result> = [NotJson<Exclude<Result, Nothing>>] extends [never]
  ? unknown
  : { readonly 'JSON cannot store this result': NotJson<Exclude<Result, Nothing>> };

/** Options of an effect. */
export type EffectOptions = {
  /**
   * The inputs of the effect, as JSON. Default: all answers and results before it, which is never too little. Name them when
   * the effect must not run again after a change of other answers.
   */
  readonly of?: readonly unknown[];
};

/**
 * Runs an effect and stores its result; later messages get the stored result and do not run it again, unless its inputs have
 * changed: then the result is dropped, and it runs again with another idempotency key.
 *
 * An effect runs at least once, not exactly once: its result is stored only when the turn succeeds, so a turn that
 * fails, or a webhook that is delivered twice, runs it again with the same idempotency key. A service that honours such
 * keys makes it exactly once. The result of an effect that throws is not stored; its error can be caught around the
 * `yield*`.
 *
 * @param name - the step's name, under which its result is stored.
 * @param run - the effect; may be asynchronous. Its result must be JSON; `undefined` becomes `null`.
 * @throws {ConversationError} `step-not-json` for inputs that are no JSON.
 */
export function effect<const Name extends string, Result>(
  name: Name,
  run: ((tools: EffectTools) => Result | Promise<Result>) & MustBeJson<Result>,
  { of }: EffectOptions = {},
): Step<StoredResult<Result>, EffectRequest<Name>> {
  const problem = jsonProblem(of ?? [], true);
  if (problem !== undefined) {
    throw new ConversationError(
      'step-not-json',
      `An input of effect("${name}", ...) is no JSON: ${problem}.`,
    );
  }
  return requestStep('effect', { kind: 'effect', name, run, of });
}
