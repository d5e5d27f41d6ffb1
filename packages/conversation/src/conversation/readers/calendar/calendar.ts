/* eslint-disable no-restricted-globals -- Date is calendar arithmetic here; its clock is read by timeOf alone. */
import { ConversationError } from '../../../errors';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Whether a text is a day of the calendar as `YYYY-MM-DD`, from the year 1000 to 2999. */
export const isDate = (text: string): boolean =>
  /^[12]/.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text;

/** Whether a text is a time of day as `HH:MM`. */
export const isTime = (text: string): boolean => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text);

/** The day so many days after a day. */
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);

/** The number of days from one day to another. */
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;

/** The day of the week: 0 is Sunday. */
export const weekdayOf = (date: string): number => new Date(date).getUTCDay();

/** The time of a local date and time as if it were UTC, in milliseconds, for formatting. */
export const asUtc = (wall: string): number => Date.parse(`${wall}Z`);

/** The time of a question in milliseconds. Of a reader that is called without a question: the present. */
export const timeOf = (now: number): number => (now >= 0 && now < 1e14 ? now : Date.now());

type Parts = Readonly<Record<'year' | 'month' | 'day' | 'hour' | 'minute', string>>;

/** Gives the local date and time, `YYYY-MM-DDTHH:MM`, of a time in milliseconds. */
export type Clock = (time: number) => string;

/**
 * The clock of a time zone.
 *
 * @throws {ConversationError} `reader-definition` for an unknown time zone.
 */
export function clockIn(timeZone: string): Clock {
  const format = formatIn(timeZone);
  return (time) => {
    const parts = format.formatToParts(time).map(({ type, value }) => [type, value]);
    const { year, month, day, hour, minute } = Object.fromEntries(parts) as Parts;
    return `${year.padStart(4, '0')}-${month}-${day}T${hour}:${minute}`;
  };
}

function formatIn(timeZone: string | undefined): Intl.DateTimeFormat {
  const [year, twoDigits] = ['numeric', '2-digit'] as const;
  const fields = { year, month: twoDigits, day: twoDigits, hour: twoDigits, minute: twoDigits };
  try {
    // Undefined would be the time zone of the machine.
    return new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      ...fields,
      hourCycle: 'h23',
      timeZone: String(timeZone),
    });
  } catch {
    throw new ConversationError(
      'reader-definition',
      `There is no time zone "${String(timeZone)}". Take a name of the IANA database, such as "America/New_York".`,
    );
  }
}

/**
 * A local date and time, `YYYY-MM-DDTHH:MM`, in ISO 8601 with the offset from UTC: `2026-12-24T19:00:00-05:00`.
 * `undefined` for a time that a change of the offset leaves out; the first of two where a change repeats it.
 */
export function withOffset(wall: string, clock: Clock): string | undefined {
  const utc = asUtc(wall);
  // A day before and after, the offset is that from before and after a change, if there is any.
  const offsets = [utc - DAY_MS, utc + DAY_MS].map((time) => asUtc(clock(time)) - time);
  const offset = offsets.find((ms) => clock(utc - ms) === wall);
  if (offset === undefined) return undefined;
  const minutes = Math.abs(offset) / MINUTE_MS;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'));
  return `${wall}:00${offset < 0 ? '-' : '+'}${hours}:${rest}`;
}

/** The time of an ISO 8601 text with an offset, in milliseconds. */
export const timeOfIso = (iso: string): number => Date.parse(iso);
