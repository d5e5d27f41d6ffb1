import type { ForgetRequest } from '../request';
import { step, type Step } from './step';

/**
 * Deletes the answers to questions and the results of effects, and replays the conversation from the top in the same
 * turn: the first of those questions that the code reaches is asked next. All other answers stay. The name of a scope means all
 * in it.
 *
 * Name the questions that led to `forget` too; otherwise their stored answers lead there again.
 *
 * ```ts
 * const sure = yield* ask('sure', `${day}, ${name}. Right?`, yesNo());
 * if (!sure) {
 *   const change = yield* ask('change', 'Change the day or the name?', oneOf('day', 'name'));
 *   return yield* forget(change, 'sure', 'change');
 * }
 * ```
 * Code after `forget` does not run; with `return` before it, the compiler knows that too. What `say` sent right after a
 * forgotten step, or right before `forget`, is sent again when the replay reaches it; an effect that runs again gets a new
 * idempotency key.
 */
export const forget = <const Name extends string>(
  ...names: [Name, ...Name[]]
): Step<never, ForgetRequest<Name>> =>
  step('forget(...)', function* () {
    yield { kind: 'forget', names };
    throw new Error('A replay ends at forget(), so nothing resumes it.');
  });
