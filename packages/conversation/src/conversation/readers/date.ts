import { accepted, answered, NO_QUESTION, unreadable, type Question, type Reader } from '../reader';
import { clockIn, isDate, timeOf } from './calendar/calendar';
import { conventionsOf, writerOf } from './calendar/conventions';
import { dateLimits, exampleIn, isWithin, outsideHint } from './calendar/limits';
import { readDates } from './calendar/read-dates';
import { plainText } from './calendar/words';

type Options = {
  /** Where the sender is, as a name of the IANA database, such as `America/New_York`: decides which day is today. */
  readonly timeZone: string;
  /** How the sender writes dates, such as `en-US`. Without it `3/4` is refused, because it can be in March or in April. */
  readonly locale?: string;
  /** The first day: `YYYY-MM-DD`, or `today`. Default: `today`, or no limit when `max` is `today`. */
  readonly min?: string;
  /** The last day: `YYYY-MM-DD`, or `today`. Default: no limit. */
  readonly max?: string;
};

/**
 * Reads a day, such as `tomorrow`, `Friday`, `24/12`, `Dec 24`, `24 December 2026` or `in 3 days`, in the language of the
 * conversation. Gives it as `YYYY-MM-DD`, from the year 1000 to 2999.
 *
 * A text that can mean several days is refused with a hint that names them: `Friday` on a Friday; `next Friday` before a
 * Friday of the same week; a day of the last three months without its year. So is a text with anything else in it, such
 * as a time. `today` as a limit is the day of the message: a stored answer stays accepted on later days.
 *
 * @throws {ConversationError} `reader-definition` for an unknown time zone, a locale without a region, or invalid limits.
 */
export function date({ timeZone, locale, min, max }: Options): Reader<string> {
  const clock = clockIn(timeZone);
  const conventions = conventionsOf(locale);
  const limits = dateLimits('date', { min, max });
  const today = (question: Question) => clock(timeOf(question.now)).slice(0, 10);
  const writer = ({ texts }: Question) => writerOf(texts.language, conventions);
  const refused = (question: Question, example: string) =>
    unreadable(question.texts.date(writer(question).date(example)));

  return {
    read({ body }, question = NO_QUESTION) {
      const context = { question, today: today(question), monthFirst: conventions.monthFirst };
      const current = limits.on(context.today);
      const days = readDates(plainText(body, question), context);
      const possible = days.filter((day) => isWithin(day, current));
      const [day] = possible;
      if (days.length === 0) return refused(question, exampleIn(current, context.today));
      if (day === undefined) return unreadable(outsideHint(question, current, writer(question).date));
      if (days.length === 1) return answered(day);
      // A single day within the limits is not what the sender must have meant.
      if (possible.length === 1) return refused(question, day);
      return unreadable(question.texts.which(writer(question).list(possible.map(writer(question).date))));
    },
    accept: (answer, question = NO_QUESTION) =>
      typeof answer === 'string' && isDate(answer) && isWithin(answer, limits.fixed)
        ? accepted(answer)
        : refused(question, exampleIn(limits.on(today(question)), today(question))),
  };
}
