import { type Duration, secondsOf } from '../duration';
import { ConversationError } from '../errors';
import { requireSendable } from '../message/reply-texts';

type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** How many days ahead a message can be scheduled: 1 to 35. */
type Days = `${Exclude<Digit, 0>}` | `${1 | 2}${Digit}` | `3${0 | 1 | 2 | 3 | 4 | 5}`;

/** When a reminder is sent; refuses at compile time a literal that is too soon, too many days, or no such time. */
export type ReminderTime<After extends string> = string extends After
  ? Duration
  : After extends `${0 | 1 | 2 | 3 | 4}m` | `0${string}` | `-${string}` | `${string}.${string}`
    ? never
    : After extends `${infer Amount}d`
      ? Amount extends Days
        ? After
        : `${number}` extends Amount
          ? After // it is no literal
          : never
      : After & Duration;

/** A message that is sent to a sender who does not answer a question. */
export type Reminder<After extends string = string> = {
  /** How long after the question: from 5 minutes to 35 days, such as `1h`, and not longer than the session lives. */
  readonly after: ReminderTime<After>;
  readonly text: string;
  /** Of the last one: once it is sent, the conversation is closed, and the next text begins another. */
  readonly closes?: boolean;
};

/** A reminder as a turn plans it. */
export type PlannedReminder = {
  /** In seconds after the question. */
  readonly after: number;
  readonly text: string;
  readonly closes: boolean;
};

/**
 * How far ahead a message can be scheduled, in seconds.
 * Sources: https://www.twilio.com/docs/api/errors/35114 and https://www.twilio.com/docs/api/errors/35117
 */
const [MIN_AFTER, MAX_AFTER] = [5 * 60, 35 * 86_400];

/** @throws {ConversationError} `reminder-definition`, `message-text`. */
export function readReminders<After extends string>(
  remind?: Reminder<After> | readonly Reminder<After>[],
): readonly PlannedReminder[] {
  if (remind === undefined) return [];
  const given: readonly Reminder<After>[] = 'after' in remind ? [remind] : remind;
  let before = 0;
  return given.map(({ after, text, closes = false }, index) => {
    const seconds = secondsOf(after) ?? 0;
    if (seconds < MIN_AFTER || seconds > MAX_AFTER)
      throw mistake(`after is ${after}; give 5m to 35d, such as 1h`);
    if (seconds <= before) throw mistake(`after is ${after}, which is not later than the one before`);
    if (closes && index < given.length - 1) throw mistake('only the last one can close the conversation');
    requireSendable(text);
    before = seconds;
    return { after: seconds, text, closes };
  });
}

const mistake = (problem: string) =>
  new ConversationError('reminder-definition', `A reminder cannot be sent: ${problem}.`);
