import type { Question } from '../../reader';
import { addDays, daysBetween, isDate, weekdayOf } from './calendar';
import { indexOfName, numberOf, wordsOf } from './words';

/** What a date is read with. */
export type DateContext = {
  readonly question: Question;
  readonly today: string;
  /** Whether `3/4` is March 4; `undefined`: either. */
  readonly monthFirst: boolean | undefined;
};

/** A date without a year that has passed less than this many days ago may mean that day, or a year later. */
const RECENT_DAYS = 92;

/**
 * All days that a whole text can mean, sorted, as `YYYY-MM-DD`: none when any of it is not understood, several when it is
 * ambiguous. The text is one of `plainText`.
 */
export function readDates(text: string, context: DateContext): string[] {
  const words = wordsOf(context.question);
  if (words.unclear.test(text)) return [];
  const days = [text, text.replace(words.beforeDate, '')].flatMap((form) => [
    ...withoutWeekday(form, context),
    ...withWeekday(form, context),
  ]);
  return [...new Set(days)].sort();
}

/** `Friday 24 December`, `Fri 24th`, `tomorrow Friday`: days that are not that day of the week are not meant. */
function withWeekday(text: string, context: DateContext): string[] {
  const words = text.split(' ');
  const splits = [
    [words.slice(0, 1), words.slice(1)],
    [words.slice(-1), words.slice(0, -1)],
  ].map((parts) => parts.map((part) => part.join(' '))) as [day: string, rest: string][];
  return splits.flatMap(([day, rest]) => {
    const weekday = weekdayNamed(day, context);
    const isOnWeekday = (date: string) => weekdayOf(date) === weekday;
    if (!/^\d\d?$/.test(rest)) return withoutWeekday(rest, context).filter(isOnWeekday);
    // The number may be an amount, or an hour, on the next such day.
    const days = dayOfMonth(Number(rest), context).filter(isOnWeekday);
    return days.length === 0 ? [] : [...days, ...namedWeekday(day, context)];
  });
}

const withoutWeekday = (text: string, context: DateContext): string[] => [
  ...relativeDay(text, context),
  ...namedWeekday(text, context),
  ...namedMonth(text, context),
  ...dayOfMonth(Number(groupOf(wordsOf(context.question).dayOfMonth, text)), context),
  ...numeric(text, context),
];

/** `tomorrow`, `in 3 days`, `in a week`. */
function relativeDay(text: string, { question, today }: DateContext): string[] {
  const { days, inDays, inWeeks, aOrOne } = wordsOf(question);
  const count = (word: string) => (aOrOne.test(word) ? 1 : numberOf(word, question)) ?? NaN;
  return [
    ...days.filter(([words]) => words.test(text)).map(([, offset]) => offset),
    count(groupOf(inDays, text)),
    count(groupOf(inWeeks, text)) * 7,
  ].flatMap((offset) => (Number.isNaN(offset) ? [] : [addDays(today, offset)]));
}

/**
 * `Friday` is the next one; on a Friday, today or in a week. `this Friday` is the next one, or today. `next Friday` may be
 * the next one, or the one of next week, which begins on a Monday or a Sunday.
 */
function namedWeekday(text: string, context: DateContext): string[] {
  const { thisDay, nextDay } = wordsOf(context.question);
  const today = weekdayOf(context.today);
  const ahead = (name: string, offsets: (day: number, coming: number) => number[]) => {
    const day = weekdayNamed(name, context);
    return day === undefined
      ? []
      : offsets(day, (day - today + 7) % 7).map((days) => addDays(context.today, days));
  };
  return [
    ...ahead(text, (_, coming) => (coming === 0 ? [0, 7] : [coming])),
    ...ahead(groupOf(thisDay, text), (_, coming) => [coming]),
    ...ahead(groupOf(nextDay, text), (day, coming) => [
      coming || 7,
      7 - today + day,
      7 - ((today + 6) % 7) + ((day + 6) % 7),
    ]),
  ];
}

/** `24 December`, `Dec 24`, `December 24 2026`. */
function namedMonth(text: string, context: DateContext): string[] {
  const { dayMonth, monthDay, months, otherNames } = wordsOf(context.question);
  const [, day, name, year] = dayMonth.exec(text) ?? [];
  const [, otherName, otherDay, otherYear] = monthDay.exec(text) ?? [];
  const month = indexOfName(String(name ?? otherName), months, otherNames) ?? NaN;
  return dayIn(year ?? otherYear, month + 1, Number(day ?? otherDay), context);
}

/** `2026-12-24`, `24.12.`, `24/12`, `12/24/2026`. Two numbers with a hyphen are as likely a range. */
function numeric(text: string, context: DateContext): string[] {
  const iso = /^(\d{4})([-/.])(\d\d?)\2(\d\d?)$/.exec(text);
  if (iso) return dayIn(iso[1], Number(iso[3]), Number(iso[4]), context);
  const [, first, separator, second, year] =
    /^(\d\d?)([/.]|-(?=.*-))(\d\d?)(?:\2(\d{4}|\d\d))?\.?$/.exec(text) ?? [];
  const monthFirst = dayIn(year, Number(first), Number(second), context);
  const dayFirst = dayIn(year, Number(second), Number(first), context);
  // Dots are of regions that write the day first.
  const isUnknown = context.monthFirst === undefined || (context.monthFirst && separator === '.');
  if (isUnknown) return [...monthFirst, ...dayFirst];
  const [usual, other] = context.monthFirst ? [monthFirst, dayFirst] : [dayFirst, monthFirst];
  return usual.length > 0 ? usual : other; // 24/12 is a day in December everywhere
}

/** The day of a month that comes next; today, or in a month, when it is today. */
function dayOfMonth(day: number, { today }: DateContext): string[] {
  const months = [0, 1].map((later) => {
    const month = Number(today.slice(5, 7)) + later;
    return isoOf(Number(today.slice(0, 4)) + Math.floor(month / 13), ((month - 1) % 12) + 1, day);
  });
  const ahead = months.filter((date) => isDate(date) && date >= today);
  return ahead[0] === today ? ahead : ahead.slice(0, 1);
}

/** A day of a month. Without a year it is the next such day, unless it has just passed: then it may be either. */
function dayIn(year: string | undefined, month: number, day: number, { today }: DateContext): string[] {
  const thisYear = Number(today.slice(0, 4));
  if (year !== undefined) return [isoOf(fullYear(Number(year), thisYear), month, day)].filter(isDate);
  const dates = [-1, 0, 1].map((later) => isoOf(thisYear + later, month, day)).filter(isDate);
  const next = dates.find((date) => date >= today);
  const recent = dates.filter((date) => date < today && daysBetween(date, today) < RECENT_DAYS);
  return next === undefined ? recent : [...recent, next];
}

/** Two digits are a year up to twenty years from now, or the last such year before. */
function fullYear(year: number, thisYear: number): number {
  if (year > 99) return year;
  const full = thisYear - (thisYear % 100) + year;
  return full > thisYear + 20 ? full - 100 : full;
}

const isoOf = (year: number, month: number, day: number): string =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

const weekdayNamed = (name: string, { question }: DateContext): number | undefined => {
  const { weekdays, otherNames } = wordsOf(question);
  return indexOfName(name, weekdays, otherNames);
};

/** What the first group that took part matched; `''` when nothing matches. */
const groupOf = (pattern: RegExp, text: string): string => pattern.exec(text)?.slice(1).find(Boolean) ?? '';
