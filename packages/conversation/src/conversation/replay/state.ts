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
  /** Fingerprint of the last message's delivery, which recognizes a redelivery. */
  readonly last: string;
  /** The name of the open question: the only one that the next message can answer. */
  readonly asked: string;
  /** How many unreadable answers the open question got. */
  readonly tries?: number;
  /** Answers by question name. */
  readonly answers: Readonly<Record<string, Json>>;
  /** Results by effect name. */
  readonly done?: Readonly<Record<string, Json>>;
  /** Fingerprints of the texts that were said, by the name of the step before them; `''` before the first step. */
  readonly said?: Readonly<Record<string, readonly string[]>>;
  /** How many times the result of an effect was forgotten, by effect name. */
  readonly again?: Readonly<Record<string, number>>;
};

/** Whether a payload has the shape of a state. */
export const isState = (payload: Json): payload is State =>
  isObject(payload) &&
  (typeof payload.v === 'number' || typeof payload.v === 'string') &&
  [payload.id, payload.last, payload.asked].every((text) => typeof text === 'string') &&
  (payload.tries === undefined || isCount(payload.tries)) &&
  isObject(payload.answers) &&
  isMap(payload.done, () => true) &&
  isMap(
    payload.said,
    (hashes) => Array.isArray(hashes) && hashes.every((hash) => typeof hash === 'string'),
  ) &&
  isMap(payload.again, isCount);

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) > 0;

const isMap = (value: unknown, holds: (entry: unknown) => boolean): boolean =>
  value === undefined || (isObject(value) && Object.values(value).every(holds));
