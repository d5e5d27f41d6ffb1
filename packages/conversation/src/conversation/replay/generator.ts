import { ConversationError } from '../../errors';
import { isObject } from '../../json';
import type { Request } from '../request';
import { type Made, withoutUntakenSteps } from '../steps/untaken-steps';

/** What the code yielded: its next request, or what it returned. */
export type Yielded = IteratorResult<Request, unknown>;

/** A conversation's code during one replay. */
export type RunningCode = {
  /** Goes on; `value` is what the step that it waits for gives. */
  readonly resume: (value: unknown) => Yielded;
  /** Throws an error at the step that the code waits for, where the code may catch it. */
  readonly fail: (error: unknown) => Yielded;
};

const KINDS: Readonly<Record<string, boolean>> = {
  ask: true,
  first: true,
  beginning: true,
  say: true,
  effect: true,
  forget: true,
  answers: true,
  speak: true,
} satisfies Record<Request['kind'], true>;

/**
 * Starts a conversation's code from the top. Checks at run time what types promise, for callers in JavaScript.
 *
 * @throws {ConversationError} `conversation-definition`. `resume` and `fail` throw `step-not-taken`, and what the code
 *   throws.
 */
export function start(code: () => unknown): RunningCode {
  const generator = code();
  if (!isGenerator(generator)) {
    throw new ConversationError(
      'conversation-definition',
      'Its code returns no generator. Pass a generator function: function* () { ... }',
    );
  }
  const made: Made[] = [];
  const next = (value: unknown) => generator.next(value);
  const fail = (error: unknown) => generator.throw(error);
  return {
    resume: (value) => checked(withoutUntakenSteps(made, next, value)),
    fail: (error) => checked(withoutUntakenSteps(made, fail, error)),
  };
}

function checked(result: IteratorResult<unknown, unknown>): Yielded {
  if (result.done === true) return result;
  if (isRequest(result.value)) return result as Yielded;
  throw new ConversationError(
    'step-not-taken',
    'A `yield` gave something that is no step. Take steps with `yield*`: are you missing the star?',
  );
}

const isRequest = (value: unknown): value is Request => isObject(value) && KINDS[String(value.kind)] === true;

const isGenerator = (value: unknown): value is Generator =>
  isObject(value) && Symbol.iterator in value && typeof value.next === 'function';
