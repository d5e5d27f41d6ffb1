import { createHash } from 'node:crypto';
import { ConversationError } from '../../errors';
import { encodeJson, type Json } from '../../json';
import type { State } from './state';

/** A state during one turn, which changes it. Maps, so that a step may have any name, even `__proto__`. */
export type Progress = {
  readonly id: string;
  asked: string | undefined;
  tries: number;
  readonly answers: Map<string, Json>;
  readonly done: Map<string, Json>;
  readonly said: Map<string, readonly string[]>;
  readonly again: Map<string, number>;
};

/** Lengths of hashes in characters: the first two in base64url, 6 bits each; the key in hexadecimal, 4 bits each. */
const [ID_LENGTH, FINGERPRINT_LENGTH, KEY_LENGTH] = [16, 6, 32];

/** The progress of a conversation that starts with this delivery. */
export const newProgress = (deliveryId: string): Progress => ({
  id: hash('base64url', ['id', deliveryId]).slice(0, ID_LENGTH),
  asked: undefined,
  tries: 0,
  answers: new Map(),
  done: new Map(),
  said: new Map(),
  again: new Map(),
});

/** The progress that a state holds. Changing it does not change the state. */
export const restoreProgress = ({ id, asked, tries = 0, answers, done, said, again }: State): Progress => ({
  id,
  asked,
  tries,
  answers: new Map(Object.entries(answers)),
  done: new Map(Object.entries(done ?? {})),
  said: new Map(Object.entries(said ?? {})),
  again: new Map(Object.entries(again ?? {})),
});

/** Serializes the progress. `last` is the fingerprint of the message's delivery, `asked` the name of the open question. */
export const toState = (progress: Progress, v: State['v'], last: string, asked: string): State => ({
  v,
  id: progress.id,
  last,
  asked,
  ...(progress.tries > 0 && { tries: progress.tries }),
  answers: Object.fromEntries(progress.answers),
  ...(progress.done.size > 0 && { done: Object.fromEntries(progress.done) }),
  ...(progress.said.size > 0 && { said: Object.fromEntries(progress.said) }),
  ...(progress.again.size > 0 && { again: Object.fromEntries(progress.again) }),
});

/** A short hash, 36 bits, that tells a text from others of the same conversation. */
export const fingerprint = (text: string): string =>
  hash('base64url', ['mark', text]).slice(0, FINGERPRINT_LENGTH); // stored states hold hashes of 'mark'

/** The idempotency key of an effect: the same until the effect's result is forgotten. */
export const idempotencyKey = ({ id, again }: Progress, conversation: string, step: string): string =>
  hash('hex', ['key', id, conversation, step, String(again.get(step) ?? 0)]).slice(0, KEY_LENGTH);

/** Deletes the answer or result of a step and what was said after it. Returns whether there was one. */
export function forgetStep({ answers, done, said, again }: Progress, name: string): boolean {
  said.delete(name);
  const wasDone = done.delete(name);
  if (wasDone) again.set(name, (again.get(name) ?? 0) + 1);
  return answers.delete(name) || wasDone;
}

const hash = (encoding: 'base64url' | 'hex', fields: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(fields)).digest(encoding);

/**
 * A copy of an answer or a result as it will be read from storage, and the bytes of its JSON.
 * @throws {ConversationError} `step-not-json`.
 */
export function jsonCopy(value: unknown): { readonly value: Json; readonly size: number } {
  const json = encodeJson(value);
  if (json === undefined) {
    throw new ConversationError(
      'step-not-json',
      'JSON would change this answer or result, so it cannot be stored. ' +
        'Use strings, finite numbers, booleans, null, arrays and plain objects.',
    );
  }
  return { value: JSON.parse(json) as Json, size: Buffer.byteLength(json) };
}
