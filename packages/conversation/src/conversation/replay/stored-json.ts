import { ConversationError } from '../../errors';
import type { Json } from '../../json';
import { jsonProblem } from '../json-problem';

/**
 * A copy of an answer, a result or the data of `begin` as it will be read from storage.
 * @throws {ConversationError} `step-not-json`.
 */
export function storedJson(value: unknown, what: 'answer' | 'result' | 'data'): Json {
  const problem = jsonProblem(value, true);
  if (problem !== undefined) {
    throw new ConversationError(
      'step-not-json',
      `JSON cannot store this ${what}: ${problem}. Use strings, finite numbers, booleans, null, arrays and plain objects.`,
    );
  }
  return JSON.parse(JSON.stringify(value)) as Json;
}
