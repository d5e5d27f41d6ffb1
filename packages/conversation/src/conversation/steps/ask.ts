import { type AnswerOf, type AnswerSource, readerOf, type TakesText } from '../answer-source';
import type { MaxAttempts } from '../max-attempts';
import type { Reader } from '../reader';
import { readReminders, type Reminder } from '../reminders';
import type { AskRequest, FirstRequest } from '../request';
import { requestStep, type Step } from './step';

/** Options of a question. */
export type AskOptions<Attempts extends number = number, After extends string = string> = {
  /** Sent instead of the reader's own hint. */
  readonly hint?: string;
  /** How many unreadable answers end the conversation. Default: the conversation's `maxAttempts`. */
  readonly maxAttempts?: MaxAttempts<Attempts>;
  /** Reads the answer out of the first message of the conversation, if it is there; the question is not asked then. */
  readonly first?: Pick<Reader<unknown>, 'read'>;
  /**
   * What is sent to a sender who does not answer, in the order of their times. Twilio holds it (Message Scheduling), so that no server
   * waits; it needs a Messaging Service: the setting `MESSAGING_SERVICE_SID`. The next message of the sender, the end and STOP
   * cancel it.
   */
  readonly remind?: Reminder<After> | readonly Reminder<After>[];
};

/**
 * Asks a question and gives its answer; later messages get the stored answer. An answer that the reader does not accept
 * makes the question be asked again, after a hint.
 *
 * @param name - the question's name, under which its answer is stored. A deploy may change everything but the name.
 * @param prompt - the question as it is sent.
 * @param source - a reader or a Standard Schema.
 * @throws {ConversationError} `reminder-definition`.
 */
export const ask = <
  const Name extends string,
  Source extends AnswerSource,
  const Attempts extends number,
  const After extends string,
>(
  name: Name,
  prompt: string,
  source: Source & TakesText<Source>,
  { hint, maxAttempts, first: firstReader, remind }: AskOptions<Attempts, After> = {},
): Step<AnswerOf<Source>, AskRequest<Name>> =>
  requestStep('ask', {
    kind: 'ask',
    name,
    prompts: [prompt],
    reader: readerOf(source),
    hint,
    maxAttempts,
    first: firstReader,
    reminders: readReminders(remind),
  });

/**
 * Waits for a message that the reader accepts, and says nothing, so that a person can answer meanwhile. What the reader does not
 * accept gets no reply and is no attempt.
 */
export const listen = <const Name extends string, Source extends AnswerSource>(
  name: Name,
  source: Source & TakesText<Source>,
): Step<AnswerOf<Source>, AskRequest<Name>> =>
  requestStep('listen', {
    kind: 'ask',
    name,
    prompts: [],
    reader: readerOf(source),
    hint: undefined,
    maxAttempts: Infinity,
    first: undefined,
    reminders: [],
  });

/**
 * Reads the message that began the conversation, as a step of its own, and gives its value, or `undefined` when the reader does not accept it. It
 * is read once, in the first turn, and the answer is stored; several of these may read the same message.
 *
 * For a question that the first message may answer, see `first` of {@link AskOptions}.
 */
export const first = <const Name extends string, Source extends AnswerSource>(
  name: Name,
  source: Source & TakesText<Source>,
): Step<AnswerOf<Source> | undefined, FirstRequest<Name>> =>
  requestStep('first', { kind: 'first', name, reader: readerOf(source) });
