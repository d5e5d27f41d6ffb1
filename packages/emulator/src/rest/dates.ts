import { DAY } from '../engine/clock';

/** RFC 2822, as the API of 2010 has it: `Wed, 26 Oct 2016 18:12:20 +0000`. */
export const rfc2822 = (time: number): string => new Date(time).toUTCString().replace('GMT', '+0000');

/** ISO 8601 without a fraction, as the newer APIs have it: `2015-07-30T20:12:31Z`. */
export const iso8601 = (time: number): string => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');

/**
 * The time that a text stands for, from its first to its last millisecond: a day (`2026-11-28`), or a second or a millisecond
 * (`2026-11-28T09:30:00Z`, with any offset). `undefined` when it is neither.
 */
export function readTime(text: string): { readonly from: number; readonly to: number } | undefined {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  if (!isDay && !/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/i.test(text))
    return undefined;
  const from = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  if (Number.isNaN(from) || !isDayOfMonth(text.slice(0, 10))) return undefined;
  const length = isDay ? DAY : /\.\d/.test(text) ? 1 : 1000;
  return { from, to: from + length - 1 };
}

/** Whether a month has this day: `2026-02-31` would be taken for one of March. */
const isDayOfMonth = (day: string): boolean => new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
