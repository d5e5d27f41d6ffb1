import { createHash } from 'node:crypto';
import type { Json } from '../../json';
import type { State } from './state';

/** A state during one turn, which changes it. Maps, so that a step may have any name, even `__proto__`. */
export type Progress = {
  readonly id: string;
  /** The deliveries that are answered: those before, and this one. */
  readonly last: string;
  asked: string | undefined;
  tries: number;
  lists: string;
  readonly answers: Map<string, Json>;
  readonly done: Map<string, Json>;
  readonly of: Map<string, string>;
  readonly said: Map<string, readonly string[]>;
  readonly again: Map<string, number>;
  /** The effects that threw, and whose errors were caught. */
  readonly threw: Set<string>;
  /** Each `first` that could not read the first message. */
  readonly missed: Set<string>;
  readonly data: State['data'];
  begin: State['begin'];
  lang: string | undefined;
  command: string | undefined;
  failed: State['failed'];
};

/** Lengths of hashes in characters: the first two in base64url, 6 bits each; the key in hexadecimal, 4 bits each. */
const [ID_LENGTH, FINGERPRINT_LENGTH, KEY_LENGTH] = [16, 6, 32];

/** How many deliveries are remembered. */
const MAX_DELIVERIES = 8;

/** The progress of a conversation that starts with this delivery. `last`: the deliveries before it. `data`: of `begin`. */
export const newProgress = (deliveryId: string, last = '', data?: Json): Progress => ({
  id: hash('base64url', ['id', deliveryId]).slice(0, ID_LENGTH),
  last: remember(last, deliveryId),
  asked: undefined,
  tries: 0,
  lists: '',
  answers: new Map(),
  done: new Map(),
  of: new Map(),
  said: new Map(),
  again: new Map(),
  threw: new Set(),
  missed: new Set(),
  data,
  begin: undefined,
  lang: undefined,
  command: undefined,
  failed: undefined,
});

/** The progress that a state holds, when this delivery is answered. Changing it does not change the state. */
export const restoreProgress = (state: State, deliveryId: string): Progress => ({
  id: state.id,
  last: remember(state.last, deliveryId),
  asked: state.asked,
  tries: state.tries ?? 0,
  lists: state.lists ?? '',
  answers: mapOf(state.answers),
  done: mapOf(state.done),
  of: mapOf(state.of),
  said: mapOf(state.said),
  again: mapOf(state.again),
  threw: new Set(state.threw),
  missed: new Set(state.missed),
  data: state.data,
  begin: state.begin,
  lang: state.lang,
  command: state.command,
  failed: state.failed,
});

function mapOf<Value>(record: Readonly<Record<string, Value>> = {}): Map<string, Value> {
  const map = new Map<string, Value>();
  for (const name of Object.keys(record)) map.set(name, record[name] as Value);
  return map;
}

/** Serializes the progress. `asked` is the name of the open question. */
export const toState = (progress: Progress, v: State['v'], asked: string): State => ({
  v,
  id: progress.id,
  last: progress.last,
  asked,
  ...(progress.tries > 0 && { tries: progress.tries }),
  ...(progress.lists !== '' && { lists: progress.lists }),
  answers: Object.fromEntries(progress.answers),
  ...(progress.done.size > 0 && { done: Object.fromEntries(progress.done) }),
  ...(progress.of.size > 0 && { of: Object.fromEntries(progress.of) }),
  ...(progress.said.size > 0 && { said: Object.fromEntries(progress.said) }),
  ...(progress.again.size > 0 && { again: Object.fromEntries(progress.again) }),
  ...(progress.threw.size > 0 && { threw: [...progress.threw] }),
  ...(progress.missed.size > 0 && { missed: [...progress.missed] }),
  ...(progress.data !== undefined && { data: progress.data }),
  ...(progress.begin && { begin: progress.begin }),
  ...(progress.lang !== undefined && { lang: progress.lang }),
  ...(progress.command !== undefined && { command: progress.command }),
  ...(progress.failed && { failed: progress.failed }),
});

/** What is left of a conversation that has ended. */
export const endedState = ({ id, last, lang }: Progress, v: State['v'], now: number): State => ({
  ...closedState({ v, id, last, lang }),
  ended: now || 0, // unknown
});

/** What is left of a conversation whose sender was told that it is closed. */
export const closedState = ({
  v,
  id,
  last,
  lang,
}: Pick<State, 'v' | 'id' | 'last'> & { readonly lang?: string | undefined }): State => ({
  ...{ v, id, last, asked: '', answers: {} },
  ...(lang !== undefined && { lang }),
  ended: 0,
});

/**
 * What is left of a conversation when its sender opts out.
 * @param remind - the reminders that could not be canceled.
 */
export const optedOutState = (
  state: Pick<State, 'v' | 'id' | 'last' | 'lang'>,
  out: NonNullable<State['out']>,
  deliveryId: string,
  remind: readonly string[],
): State => ({
  ...closedState({ ...state, last: remember(state.last, deliveryId) }),
  ...(remind.length > 0 && { remind }),
  out,
});

/** Whether these fingerprints have this one among them. */
export function hasFingerprint(fingerprints: string, sought: string): boolean {
  for (let at = 0; at < fingerprints.length; at += FINGERPRINT_LENGTH) {
    if (fingerprints.startsWith(sought, at)) return true;
  }
  return false;
}

/** The fingerprints of these deliveries and this one, as many as are kept; the same text when it is one of them. */
export function remember(last: string, deliveryId: string): string {
  const delivery = fingerprint(deliveryId);
  if (hasFingerprint(last, delivery)) return last;
  return (delivery + last).slice(0, MAX_DELIVERIES * FINGERPRINT_LENGTH);
}

/** A short hash, 36 bits, that tells a text from others of the same conversation. */
export const fingerprint = (text: string): string =>
  hash('base64url', ['mark', text]).slice(0, FINGERPRINT_LENGTH); // stored states hold hashes of 'mark'

/** The idempotency key of an effect: the same until an input changes, or its result is dropped. */
export const idempotencyKey = (
  { id, again }: Progress,
  conversation: string,
  step: string,
  inputs: string,
): string =>
  hash('hex', ['key', id, conversation, step, String(again.get(step) ?? 0), inputs]).slice(0, KEY_LENGTH);

/** The idempotency key of a hook of a conversation, or of a turn. */
export const hookKey = (id: string): string => hash('hex', ['hook', id]).slice(0, KEY_LENGTH);

/** Deletes the answer or result of a step and what was said after it. Returns whether there was one. */
export function forgetStep({ answers, done, of, said, again, threw }: Progress, name: string): boolean {
  threw.delete(name);
  said.delete(name);
  of.delete(name);
  const wasDone = done.delete(name);
  if (wasDone) again.set(name, (again.get(name) ?? 0) + 1);
  return answers.delete(name) || wasDone;
}

/** Deletes everything of the steps whose name begins so. Returns whether there was an answer or a result. */
export function forgetScope(progress: Progress, prefix: string): boolean {
  const { answers, done, said, threw } = progress;
  const names = [answers, done, said, threw].flatMap((map) => [...map.keys()]);
  const forgotten = names.filter((name) => name.startsWith(prefix)).map((name) => forgetStep(progress, name));
  return forgotten.includes(true);
}

const hash = (encoding: 'base64url' | 'hex', fields: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(fields)).digest(encoding);
