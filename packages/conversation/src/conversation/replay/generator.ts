import type { ConversationCode } from '../conversation';
import { ConversationError } from '../../errors';
import { isObject } from '../../json';
import type { Request } from '../request';
import { withoutUntakenSteps } from '../untaken-steps';

/** What the code wants next, or what it returned. */
export type Wanted = IteratorResult<Request, unknown>;

/** A conversation's code in one walk. */
export type RunningCode = {
  readonly resume: () => Wanted;
  /** Throws at the step that the code waits for, where it may be caught. */
  readonly fail: (error: unknown) => Wanted;
};

const KINDS: readonly unknown[] = ['ask', 'say', 'effect', 'forget'] satisfies Request['kind'][];

/**
 * Starts a conversation's code at the top. What JavaScript lets through is checked here again, types or not.
 *
 * @throws {ConversationError} `conversation-definition` at once; `step-not-taken` as it goes on; what the code throws.
 */
export function start(code: ConversationCode): RunningCode {
  const generator: unknown = code();
  if (!isGenerator(generator)) {
    throw new ConversationError(
      'conversation-definition',
      'Its code returns no generator. Pass a generator function: function* () { ... }',
    );
  }
  return {
    resume: () => wanted(withoutUntakenSteps(() => generator.next())),
    fail: (error) => wanted(withoutUntakenSteps(() => generator.throw(error))),
  };
}

function wanted(result: IteratorResult<unknown, unknown>): Wanted {
  if (result.done === true) return result;
  if (isRequest(result.value)) return { done: false, value: result.value };
  throw new ConversationError(
    'step-not-taken',
    'A `yield` gave something that is no step. Take steps with `yield*`: are you missing the star?',
  );
}

const isRequest = (value: unknown): value is Request => isObject(value) && KINDS.includes(value.kind);

const isGenerator = (value: unknown): value is Generator =>
  isObject(value) && Symbol.iterator in value && typeof value.next === 'function';
