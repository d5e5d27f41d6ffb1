import { ConversationError } from '../../errors';
import { normalizeText } from '../../message/normalize-text';
import { accepted, answered, unreadable, type Reader } from '../reader';

/**
 * Reads a whole number in digits, such as `4`, `-4` or `+4`. Never minus zero.
 *
 * @param limits - the smallest and largest number. Default: every integer that a `number` holds exactly.
 * @throws {ConversationError} `reader-definition` for limits that are no integers or exclude every number.
 */
export function integer({
  min = Number.MIN_SAFE_INTEGER,
  max = Number.MAX_SAFE_INTEGER,
}: { min?: number; max?: number } = {}): Reader<number> {
  if (!(Number.isSafeInteger(min) && Number.isSafeInteger(max) && min <= max)) {
    throw new ConversationError('reader-definition', `integer() cannot go from ${min} to ${max}.`);
  }
  const refused = unreadable(`Please answer with a whole number${range(min, max)}.`);
  return {
    read({ body }) {
      const digits = normalizeText(body);
      return /^[+-]?\d{1,16}$/.test(digits) ? answered(Number(digits) + 0) : refused; // -0 + 0 is 0
    },
    accept: (answer) =>
      typeof answer === 'number' && Number.isSafeInteger(answer) && min <= answer && answer <= max
        ? accepted(answer)
        : refused,
  };
}

function range(min: number, max: number): string {
  const [open, endless] = [min === Number.MIN_SAFE_INTEGER, max === Number.MAX_SAFE_INTEGER];
  if (open) return endless ? '' : ` of at most ${max}`;
  return endless ? ` of at least ${min}` : ` from ${min} to ${max}`;
}
