import { isObject, type Json } from '../../json';

/**
 * What is stored of a conversation between two messages: as much as it has answers, however long it goes on. Keys
 * are short because the state lives in a cookie; what holds nothing is left out.
 */
export type State = {
  /** The conversation's version. */
  readonly v: number | string;
  /** Tells this conversation from all others, for idempotency keys. */
  readonly id: string;
  /** Tells the last message that was dealt with, so that a second delivery of it answers no other question. */
  readonly last: string;
  /** The name of the question that was asked last: the only one that the next message can answer. */
  readonly asked: string;
  /** How often that question was answered with something unreadable. */
  readonly tries?: number;
  /** Answers by the names of their questions. */
  readonly answers: Readonly<Record<string, Json>>;
  /** Results by the names of the effects. */
  readonly done?: Readonly<Record<string, Json>>;
  /** What was said, as short hashes, by the name of the step before it; `''` before the first. */
  readonly said?: Readonly<Record<string, readonly string[]>>;
  /** How often the result of an effect was forgotten, by its name. */
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

/** How many bytes of JSON a state makes. A session cookie holds about 2,500. */
export const sizeOf = (state: State): number => bytes(state);

/** How many bytes of JSON each step adds to a state, by its name, the largest first. */
export function sizesByStep({
  answers,
  done = {},
  said = {},
  again = {},
}: State): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const part of [answers, done, said, again]) {
    for (const [name, value] of Object.entries(part)) {
      const size = bytes({ [name]: value }) - 1; // without braces, with a comma
      sizes.set(name, (sizes.get(name) ?? 0) + size);
    }
  }
  return new Map([...sizes].sort(([, a], [, b]) => b - a));
}

/** A sentence for the error of a state that does not fit: its size, and the sizes by step. */
export function describeSize(state: State): string {
  const sizes = [...sizesByStep(state)].map(
    ([name, size]) => `${name === '' ? 'the beginning' : `"${name}"`} ${size}`,
  );
  return `The state is ${sizeOf(state)} bytes of JSON: ${sizes.join(', ')}. Let the readers of the largest take less.`;
}

const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
