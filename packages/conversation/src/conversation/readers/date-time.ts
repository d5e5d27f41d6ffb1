import { accepted, answered, NO_QUESTION, unreadable, type Question, type Reader } from '../reader';
import { addDays, clockIn, isDate, isTime, timeOf, timeOfIso, withOffset } from './calendar/calendar';
import { conventionsOf, writerOf } from './calendar/conventions';
import { dateLimits, exampleIn, isWithin, outsideHint, timeLimits } from './calendar/limits';
import { readDates } from './calendar/read-dates';
import { readTimes, takeParts } from './calendar/read-times';
import { plainText, wordsOf } from './calendar/words';

type Options = {
  /** Where the date and time are, as a name of the IANA database, such as `America/New_York`. */
  readonly timeZone: string;
  /** How the sender writes dates and times, such as `en-US`. Default: any way, so `3/4` and `at 7` are refused. */
  readonly locale?: string;
  /** The first and the last day: `YYYY-MM-DD`, or `today`. Default: from now on, or until now when `max` is `today`. */
  readonly min?: string;
  readonly max?: string;
  /** The earliest and the latest time of a day, as `HH:MM`. Default: no limit. */
  readonly earliest?: string;
  readonly latest?: string;
};

/**
 * Reads a day with a time, such as `tomorrow at 7pm` or `24.12. 19:30`; each as `date` and `time` read it. Gives ISO 8601
 * with the offset from UTC, such as `2026-12-24T19:30:00-05:00`.
 *
 * With the default limits a time that has passed is refused. So is a time that a change to daylight saving time leaves
 * out; of a time that a change repeats, the first is taken. `Friday midnight` can be the start and the end of Friday.
 *
 * @throws {ConversationError} `reader-definition` for an unknown time zone, a locale without a region, or invalid limits.
 */
export function dateTime({ timeZone, locale, min, max, earliest, latest }: Options): Reader<string> {
  const clock = clockIn(timeZone);
  const conventions = conventionsOf(locale);
  const days = dateLimits('dateTime', { min, max });
  const hours = timeLimits('dateTime', earliest, latest);
  const fromNow = (min ?? 'today') === 'today' && max !== 'today';

  const refused = (question: Question, example = exampleAt(clock(timeOf(question.now)).slice(0, 10))) =>
    unreadable(question.texts.dateTime(writerOf(question.texts.language, conventions).dateTime(example)));
  const exampleAt = (today: string) => `${exampleIn(days.on(today), today)}T${latest ?? earliest ?? '19:30'}`;

  return {
    read({ body }, question = NO_QUESTION) {
      const now = timeOf(question.now);
      const today = clock(now).slice(0, 10);
      const writer = writerOf(question.texts.language, conventions);
      const walls = readWalls(plainText(body, question), { question, today, ...conventions });
      if (walls.length === 0) return refused(question);
      const possible = walls.filter((wall) => isWithin(wall.slice(11), hours));
      if (possible.length === 0) return unreadable(outsideHint(question, hours, writer.time));
      const onDays = possible.filter((wall) => isWithin(wall.slice(0, 10), days.on(today)));
      if (onDays.length === 0) return unreadable(outsideHint(question, days.on(today), writer.date));
      const existing = onDays.flatMap((wall) => withOffset(wall, clock) ?? []);
      if (existing.length === 0) return refused(question);
      const ahead = existing.filter((iso) => !fromNow || timeOfIso(iso) >= now);
      const [iso] = ahead;
      if (iso === undefined)
        return unreadable(question.texts.outside(writer.dateTime(clock(now)), undefined));
      if (ahead.length > 1) return unreadable(question.texts.which(writer.list(ahead.map(writer.dateTime))));
      // Limits decide between two hours of a day, but not between two days.
      const isOneDay = possible.every((other) => other.slice(0, 10) === iso.slice(0, 10));
      return isOneDay ? answered(iso) : refused(question, iso);
    },
    accept(answer, question = NO_QUESTION) {
      if (typeof answer !== 'string') return refused(question);
      const [day, time] = [answer.slice(0, 10), answer.slice(11, 16)];
      const isValid = isDate(day) && isTime(time) && withOffset(`${day}T${time}`, clock) === answer;
      return isValid && isWithin(day, days.fixed) && isWithin(time, hours)
        ? accepted(answer)
        : refused(question);
    },
  };
}

type Context = Parameters<typeof readDates>[1] & { readonly hour12: boolean | undefined };

/** All local dates and times, `YYYY-MM-DDTHH:MM`, that a text can mean: a date before a time, or after it. */
function readWalls(text: string, context: Context): string[] {
  const whole = wordsOf(context.question).dayAndPart.reduce(
    (left, [words, meaning]) => left.replace(words, meaning),
    text,
  );
  const { text: rest, spans } = takeParts(whole, context.question);
  const words = rest.split(' ');
  const walls = words.slice(1).flatMap((_, index) => {
    const [before, after] = [words.slice(0, index + 1).join(' '), words.slice(index + 1).join(' ')];
    const orders = [
      [before, after],
      [after, before],
    ] as const;
    return orders.flatMap(([day, hour]) => {
      const dates = readDates(day, context);
      if (dates.length === 0) return [];
      const { times, clear } = readTimes({ text: hour, spans }, context.hour12, context.question);
      if (!clear) return [];
      const isMidnight = times.includes('00:00') && !/\d:00$/.test(hour);
      return dates.flatMap((date) => [
        ...times.map((time) => `${date}T${time}`),
        ...(isMidnight ? [`${addDays(date, 1)}T00:00`] : []),
      ]);
    });
  });
  return [...new Set(walls)].sort();
}
