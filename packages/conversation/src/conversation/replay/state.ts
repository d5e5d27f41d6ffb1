import { isObject, type Json } from '../../json';

/**
 * What is stored of a conversation between two messages. It grows with the number of steps, not of messages. Keys are
 * short because the state is stored in a cookie; optional ones are left out when empty.
 */
export type State = {
  /** The conversation's version. */
  readonly v: number | string;
  /** Identifies this conversation in idempotency keys. */
  readonly id: string;
  /** Fingerprints of the last messages' deliveries, the newest first, which recognize a redelivery. 6 characters each. */
  readonly last: string;
  /** The name of the open question: the only one that the next message can answer. `''` after the end. */
  readonly asked: string;
  /** How many unreadable answers the open question got. */
  readonly tries?: number;
  /** Fingerprints of the lists of choices that were sent with their numbers. 6 characters each. */
  readonly lists?: string;
  /** Answers by question name. */
  readonly answers: Readonly<Record<string, Json>>;
  /** Results by effect name. */
  readonly done?: Readonly<Record<string, Json>>;
  /** Fingerprints of the inputs of these results, by effect name. */
  readonly of?: Readonly<Record<string, string>>;
  /**
   * Fingerprints of the texts that were said, by the name of the step before them; `''` before the first step, and `/name/`
   * before the first of a command.
   */
  readonly said?: Readonly<Record<string, readonly string[]>>;
  /** How many times the result of an effect was dropped, by effect name. */
  readonly again?: Readonly<Record<string, number>>;
  /** Effects that threw, and whose errors the code caught: no result of theirs is an input of another effect. */
  readonly threw?: readonly string[];
  /** Each `first` that could not read the first message. */
  readonly missed?: readonly string[];
  /** What `begin` was given for its code. */
  readonly data?: Json;
  /** The reminders of the open question: SIDs of scheduled messages. */
  readonly remind?: readonly string[];
  /** The reminder that says that the conversation is closed: once it is sent, that holds. */
  readonly closes?: string;
  /** What is known of the message that began it, once the code has asked. */
  readonly begin?: Readonly<Record<string, string>>;
  /** The language of its texts, when it is not the conversation's. */
  readonly lang?: string;
  /** The command whose code runs in place of the conversation's. */
  readonly command?: string;
  /** The last turn has failed. */
  readonly failed?: true;
  /** When it ended, in milliseconds since 1970; 0 when that is unknown, or it was given up. Such a state keeps a redelivered message from beginning another one. */
  readonly ended?: number;
  /** The sender has opted out: `twilio` blocks what is sent, or the app must not send (`app`). */
  readonly out?: 'app' | 'twilio';
};

/** Whether a payload has the shape of a state. */
export const isState = (payload: Json): payload is State =>
  isObject(payload) &&
  (typeof payload.v === 'number' || typeof payload.v === 'string') &&
  [payload.id, payload.last, payload.asked].every(isText) &&
  (payload.tries === undefined || isCount(payload.tries)) &&
  isObject(payload.answers) &&
  isMap(payload.done, () => true) &&
  isMap(payload.of, isText) &&
  isMap(payload.said, (hashes) => Array.isArray(hashes) && hashes.every(isText)) &&
  isMap(payload.again, isCount) &&
  [payload.threw, payload.missed, payload.remind].every(
    (names) => names === undefined || (Array.isArray(names) && names.every(isText)),
  ) &&
  isMap(payload.begin, isText) &&
  [payload.lists, payload.lang, payload.command, payload.closes].every(
    (text) => text === undefined || isText(text),
  ) &&
  (payload.failed === undefined || payload.failed === true) &&
  (payload.ended === undefined || Number.isFinite(payload.ended)) &&
  (payload.out === undefined || payload.out === 'app' || payload.out === 'twilio');

const isText = (value: unknown): boolean => typeof value === 'string';

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) > 0;

const isMap = (value: unknown, holds: (entry: unknown) => boolean): boolean =>
  value === undefined || (isObject(value) && Object.values(value).every(holds));
