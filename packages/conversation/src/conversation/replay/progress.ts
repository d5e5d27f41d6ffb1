import { createHash } from 'node:crypto';
import { ConversationError } from '../../errors';
import { encodeJson, type Json } from '../../json';
import type { State } from './state';

/** A state as one turn works on it. Maps, so that a step may have any name, even `__proto__`. */
export type Memory = {
  readonly id: string;
  asked: string | undefined;
  tries: number;
  readonly answers: Map<string, Json>;
  readonly done: Map<string, Json>;
  readonly said: Map<string, readonly string[]>;
  readonly again: Map<string, number>;
};

/** Lengths of hashes in characters of base64url, 6 bits each, and of an idempotency key in hexadecimal digits. */
const [ID_LENGTH, MARK_LENGTH, KEY_LENGTH] = [16, 6, 32];

/** The memory of a conversation that begins with the message of this seed. */
export const newMemory = (seed: string): Memory => ({
  id: hash('base64url', ['id', seed]).slice(0, ID_LENGTH),
  asked: undefined,
  tries: 0,
  answers: new Map(),
  done: new Map(),
  said: new Map(),
  again: new Map(),
});

/** A memory of its own of what is stored. */
export const recall = ({ id, asked, tries = 0, answers, done, said, again }: State): Memory => ({
  id,
  asked,
  tries,
  answers: new Map(Object.entries(answers)),
  done: new Map(Object.entries(done ?? {})),
  said: new Map(Object.entries(said ?? {})),
  again: new Map(Object.entries(again ?? {})),
});

/** What is stored of a memory, when the message of this mark had this question asked. */
export const toState = (memory: Memory, v: State['v'], last: string, asked: string): State => ({
  v,
  id: memory.id,
  last,
  asked,
  ...(memory.tries > 0 && { tries: memory.tries }),
  answers: Object.fromEntries(memory.answers),
  ...(memory.done.size > 0 && { done: Object.fromEntries(memory.done) }),
  ...(memory.said.size > 0 && { said: Object.fromEntries(memory.said) }),
  ...(memory.again.size > 0 && { again: Object.fromEntries(memory.again) }),
});

/** What tells a text from others within one conversation: 36 bits of it. */
export const mark = (text: string): string => hash('base64url', ['mark', text]).slice(0, MARK_LENGTH);

/** The idempotency key of an effect, the same until its result is forgotten. */
export const idempotencyKey = ({ id, again }: Memory, conversation: string, step: string): string =>
  hash('hex', ['key', id, conversation, step, String(again.get(step) ?? 0)]).slice(0, KEY_LENGTH);

/** Forgets the answer or result of a step and what was said after it; whether there was one. */
export function forgetStep({ answers, done, said, again }: Memory, name: string): boolean {
  said.delete(name);
  const wasDone = done.delete(name);
  if (wasDone) again.set(name, (again.get(name) ?? 0) + 1);
  return answers.delete(name) || wasDone;
}

const hash = (encoding: 'base64url' | 'hex', fields: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(fields)).digest(encoding);

/**
 * An answer or a result as it comes back from where it is stored, and its bytes of JSON.
 * @throws {ConversationError} `step-not-json`.
 */
export function storable(value: unknown): { readonly value: Json; readonly size: number } {
  const json = encodeJson(value);
  if (json === undefined) {
    throw new ConversationError(
      'step-not-json',
      'What should be remembered would change on its way through JSON. ' +
        'Use strings, finite numbers, booleans, null, arrays and plain objects.',
    );
  }
  return { value: JSON.parse(json) as Json, size: Buffer.byteLength(json) };
}
