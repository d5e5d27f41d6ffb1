import { ConversationError } from '../../../errors';
import type { Question } from '../../reader';
import { addDays, isDate, isTime } from './calendar';

/** The smallest and largest text of a kind that sorts like what it means. */
export type Limits = { readonly min: string | undefined; readonly max: string | undefined };

/** Whether a date or a time is within limits. */
export const isWithin = (text: string, { min, max }: Limits): boolean =>
  (min === undefined || min <= text) && (max === undefined || text <= max);

/** The limits of dates: fixed ones, of which `today` is none. */
export type DateLimits = {
  /** Without the words `today`: what a stored answer must keep to. */
  readonly fixed: Limits;
  /** What a new answer must keep to. */
  readonly on: (today: string) => Limits;
};

/**
 * The limits of dates: days as `YYYY-MM-DD`, or `today`.
 *
 * @param min - default: `today`, or nothing when `max` is `today`.
 * @throws {ConversationError} `reader-definition` for limits that are no dates or exclude every date.
 */
export function dateLimits(
  reader: string,
  given: { min?: string | undefined; max?: string | undefined },
): DateLimits {
  const { max, min = max === 'today' ? undefined : 'today' } = given;
  check(
    reader,
    { min, max },
    (limit) => limit === 'today' || isDate(limit),
    'days such as "2026-12-24", or "today"',
  );
  const fixed = (limit: string | undefined) => (limit === 'today' ? undefined : limit);
  const day = (limit: string | undefined, today: string) => (limit === 'today' ? today : limit);
  return {
    fixed: { min: fixed(min), max: fixed(max) },
    on: (today) => ({ min: day(min, today), max: day(max, today) }),
  };
}

/**
 * The limits of times of day as `HH:MM`.
 *
 * @throws {ConversationError} `reader-definition` for limits that are no times or exclude every time.
 */
export function timeLimits(reader: string, min: string | undefined, max: string | undefined): Limits {
  check(reader, { min, max }, isTime, 'times such as "17:00"');
  return { min, max };
}

function check(
  reader: string,
  { min, max }: Limits,
  isValid: (limit: string) => boolean,
  valid: string,
): void {
  const isInvalid = (limit: string | undefined) => limit !== undefined && !isValid(limit);
  const isEmpty = min !== undefined && max !== undefined && min > max && min !== 'today';
  if (isInvalid(min) || isInvalid(max) || isEmpty) {
    throw new ConversationError(
      'reader-definition',
      `${reader}() cannot go from ${String(min)} to ${String(max)}. Its limits are ${valid}.`,
    );
  }
}

/** Tomorrow, or the day within the limits that is nearest to it. */
export function exampleIn({ min, max }: Limits, today: string): string {
  const tomorrow = addDays(today, 1);
  if (max !== undefined && max < tomorrow) return max;
  return min !== undefined && tomorrow < min ? min : tomorrow;
}

/** The hint that names the limits. */
export function outsideHint(
  { texts }: Question,
  { min, max }: Limits,
  write: (limit: string) => string,
): string {
  return texts.outside(
    min === undefined ? undefined : write(min),
    max === undefined ? undefined : write(max),
  );
}
