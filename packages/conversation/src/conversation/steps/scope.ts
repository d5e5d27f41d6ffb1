import type { Request } from '../request';
import { step, type Step, type Steps } from './step';

/**
 * Takes a part of a conversation under a name of its own: its steps are named `name/...`, so that it can be used several times,
 * in a loop or by several conversations, and no names clash. `forget(name)` forgets all of it.
 *
 * ```ts
 * const first = yield* scope('first', pizza());
 * const second = yield* scope('second', pizza());
 * ```
 */
export const scope = <Value>(name: string, part: Step<Value> | Steps<Value>): Step<Value> =>
  step(`scope("${name}", ...)`, function* () {
    const steps = part[Symbol.iterator]();
    let result = steps.next();
    while (result.done !== true) {
      let answer: unknown;
      try {
        answer = yield inScope(name, result.value);
      } catch (error) {
        result = steps.throw(error);
        continue;
      }
      result = steps.next(answer);
    }
    return result.value;
  });

function inScope(scope: string, request: Request): Request {
  const within = (name: string) => `${scope}/${name}`;
  switch (request.kind) {
    case 'ask':
    case 'first':
    case 'effect':
      return { ...request, name: within(request.name) };
    case 'forget':
      return { ...request, names: request.names.map(within) };
    case 'answers':
      return { ...request, within: within(request.within) };
    case 'say':
    case 'beginning':
    case 'speak':
      return request;
  }
}

/**
 * Makes a part of a conversation that throws, as a step does, when it is made and not taken with `yield*`. A generator function
 * of its own is a part too, but one that is not taken is silently skipped.
 *
 * ```ts
 * const pizza = part(function* (size: string) {
 *   return yield* ask('topping', `Which topping on your ${size} one?`, text());
 * });
 * ```
 */
export const part =
  <Args extends readonly unknown[], Value, Yielded extends Request>(
    code: (...args: Args) => Steps<Value, Yielded>,
  ): ((...args: Args) => Step<Value, Yielded>) =>
  (...args) =>
    step('a part of the conversation', () => code(...args));
