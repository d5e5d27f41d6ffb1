import { accepted, answered, NO_QUESTION, unreadable, type Reader } from '../reader';
import { isTime } from './calendar/calendar';
import { conventionsOf, writerOf } from './calendar/conventions';
import { isWithin, outsideHint, timeLimits } from './calendar/limits';
import { readTimes, takeParts } from './calendar/read-times';
import { plainText } from './calendar/words';

type Options = {
  /** How the sender writes times, such as `en-US`. Default: any way, so `7:30` can be in the morning or in the evening. */
  readonly locale?: string;
  /** The earliest and the latest time, as `HH:MM`. Default: no limit. */
  readonly min?: string;
  readonly max?: string;
};

/**
 * Reads a time of day, such as `7pm`, `7:30 pm`, `19:30`, `19h30`, `noon` or `half past seven`, in the language of the
 * conversation. Gives it as `HH:MM`, from `00:00` to `23:59`.
 *
 * Where people use 12 hours, `7` and `7:30` can be two times. The one within the limits is taken; when both are, the
 * message is refused with a hint that names them. Where people use 24 hours, `7` is `07:00`.
 *
 * @throws {ConversationError} `reader-definition` for a locale without a region, or invalid limits.
 */
export function time({ locale, min, max }: Options = {}): Reader<string> {
  const conventions = conventionsOf(locale);
  const limits = timeLimits('time', min, max);
  const example = max ?? min ?? '19:30';

  return {
    read({ body }, question = NO_QUESTION) {
      const writer = writerOf(question.texts.language, conventions);
      const { times } = readTimes(
        takeParts(plainText(body, question), question),
        conventions.hour12,
        question,
      );
      const possible = times.filter((time) => isWithin(time, limits));
      const [time] = possible;
      if (times.length === 0) return unreadable(question.texts.time(writer.time(example)));
      if (time === undefined) return unreadable(outsideHint(question, limits, writer.time));
      if (possible.length === 1) return answered(time);
      return unreadable(question.texts.which(writer.list(possible.map(writer.time))));
    },
    accept: (answer, question = NO_QUESTION) =>
      typeof answer === 'string' && isTime(answer) && isWithin(answer, limits)
        ? accepted(answer)
        : unreadable(question.texts.time(writerOf(question.texts.language, conventions).time(example))),
  };
}
