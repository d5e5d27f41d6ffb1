import { describe, expect, it } from '@jest/globals';
import { conversationFile, readConversationFile } from '../../src/api/conversation-file';
import { InputError } from '../../src/api/input';
import { SAVED } from '../../src/engine/schemas/rules';
import { createSchemas } from '../../src/engine/schemas/turn';
import type { Conversation } from '../../src/engine/types';
import { linesOf, readLines } from '../../src/state-file/format';
import { ACCOUNT } from '../support/rest-client';
import { newEngine } from '../support/saved-engine';
import { WHOLE_CONVERSATION } from '../support/whole-conversation';

type Json = null | boolean | number | string | Json[] | { [field: string]: Json };
type Path = readonly (string | number)[];

/** The file that it is exported to, as it is parsed. */
const fileOf = (conversation: Conversation): Json =>
  JSON.parse(JSON.stringify(conversationFile(conversation, undefined))) as Json;

/** A conversation as an import has it: without addresses of another machine's editor. */
const imported = (conversation: Conversation): Conversation =>
  JSON.parse(
    JSON.stringify(conversation, (_, value: unknown) =>
      typeof value === 'string' && value.startsWith('vscode:') ? undefined : value,
    ),
  ) as Conversation;

/** Where the fields of a value are; of a list, those of its first item. */
function fieldsOf(value: Json, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value[0] === undefined ? [] : fieldsOf(value[0], [...path, 0]);
  return Object.entries(value).flatMap(([field, inner]) => [
    [...path, field],
    ...fieldsOf(inner, [...path, field]),
  ]);
}

/** A copy in which the value at a path is another one; without the field when that is `undefined`. */
function changed(value: Json, [key, ...rest]: Path, change: (value: Json) => Json | undefined): Json {
  const copy = structuredClone(value) as Record<string | number, Json>;
  if (key === undefined) return copy;
  const inner = copy[key] ?? null;
  const next = rest.length === 0 ? change(inner) : changed(inner, rest, change);
  if (next === undefined) Reflect.deleteProperty(copy, key);
  else copy[key] = next;
  return copy;
}

const valueAt = (value: Json, path: Path): Json =>
  path.reduce<Json>((inner, key) => (inner as Record<string | number, Json>)[key] ?? null, value);

/** What an import makes of a file; `undefined` when it refuses it. */
function read(file: Json): Conversation | undefined {
  try {
    return readConversationFile(JSON.stringify(file), []);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** The conversation after it was imported, and after a restart of the emulator that it was imported to. */
async function importAndRestart(conversation: Conversation) {
  const { from, to } = conversation;
  const engine = newEngine();
  expect(engine.importConversation(conversation, false)).toMatchObject({ kind: 'imported' });
  const lines = [...linesOf({ snapshot: engine.snapshot(), account: ACCOUNT, gone: [], media: [] })].map(
    (line) => line.trimEnd(),
  );
  const next = newEngine();
  next.restore((await readLines(lines)).snapshot);
  const shownBy = (one: typeof engine) => {
    const { messages = [], turns = [], ...rest } = one.conversation(from, to) ?? {};
    return { ...rest, messages, turns };
  };
  const shown = { before: shownBy(engine), after: shownBy(next) };
  await Promise.all([engine.stop(), next.stop()]);
  return shown;
}

const WHOLE = fileOf(WHOLE_CONVERSATION);
/** Those of a Sync document are of the app. */
const FIELDS = fieldsOf(WHOLE).filter((path) => !path.slice(0, -1).includes('data'));

const isObject = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fieldsBelow = (path: string, fields: readonly string[]): string[] =>
  fields.map((field) => `${path}.${field}`);

const RICH = ['buttonPayload', 'location', 'location.label', 'location.address'];
const OPTIONAL = {
  message: [
    ...[...RICH, 'byApi', 'errorCode', 'service', 'isSenderChosen'],
    ...['sendAt', 'profileName', 'repliesTo'],
  ],
  turn: [
    ...[...RICH, 'byApi', 'cause', 'clockMoved', 'held', 'repeated', 'overlaps', 'cutOff'],
    ...['documents', 'documentsLeftOut', 'failures', 'logs', 'hasMoreLogs'],
  ],
  place: ['line', 'column', 'url'],
};

it('an exported conversation that has every field comes back as it was, also after a restart', async () => {
  const conversation = read(WHOLE);
  expect(conversation).toEqual(imported(WHOLE_CONVERSATION));
  const { before, after } = await importAndRestart(WHOLE_CONVERSATION);
  expect(before).toEqual(WHOLE_CONVERSATION);
  expect(after).toEqual(WHOLE_CONVERSATION);
});

describe('whatever an import accepts is read by the next run, and is the same there', () => {
  /** The fields whose values can be changed so, each alone. */
  const accepted = async (change: (value: Json) => Json | undefined): Promise<Set<string>> => {
    const fields = new Set<string>();
    const changing = FIELDS.filter((path) => {
      const value = valueAt(WHOLE, path);
      return change(value) !== value;
    });
    for (const path of changing) {
      const conversation = read(changed(WHOLE, path, change));
      if (conversation === undefined) continue;
      const field = path.filter((key) => typeof key === 'string').join('.');
      const { messages, turns } = conversation;
      const { before, after } = await importAndRestart(conversation);
      expect({ field, messages: before.messages, turns: before.turns }).toEqual({ field, messages, turns });
      expect({ field, ...after }).toEqual({ field, ...before });
      fields.add(field.replace('conversation.', ''));
    }
    return fields;
  };

  it('without each of its fields, of which these alone may be missing', async () => {
    expect(await accepted(() => undefined)).toEqual(
      new Set([
        ...fieldsBelow('messages', OPTIONAL.message),
        ...fieldsBelow('turns', OPTIONAL.turn),
        ...fieldsBelow('turns.replies', OPTIONAL.message),
        ...fieldsBelow('turns.exchanges', ['request.sentTo', 'lost', 'leftOut']),
        ...fieldsBelow('turns.failures.at', OPTIONAL.place),
        ...fieldsBelow('turns.failures.frames', OPTIONAL.place),
        ...['turns.errors.position', 'turns.failures.at', 'turns.failures.frames'],
      ]),
    );
  });

  it.each<[string, (value: Json) => Json]>([
    ['an empty list', (value) => (Array.isArray(value) ? [] : value)],
    ['an empty text', (value) => (typeof value === 'string' ? '' : value)],
    ['the longest text', (value) => (typeof value === 'string' ? 'x'.repeat(1000) : value)],
    ['zero', (value) => (typeof value === 'number' ? 0 : value)],
    ['the last time', (value) => (typeof value === 'number' ? 8_640_000_000_000_000 : value)],
    ['null', () => null],
    ['a field that is not known', (value) => (isObject(value) ? { ...value, more: { of: ['it'] } } : value)],
  ])('with %s in each of its places', async (_, change) => {
    expect((await accepted(change)).size).toBeGreaterThan(0);
  });
});

describe('the saved state has', () => {
  const { turn: schema } = createSchemas(SAVED);
  const [turn] = WHOLE_CONVERSATION.turns;

  it.each<[string, object]>([
    ['a turn that has every field', turn],
    ['a turn that runs', { ...turn, durationMs: null, held: 'waiting' }],
    ['what a newer emulator writes', { ...turn, more: [1], replies: [{ ...turn.replies[0], more: 1 }] }],
    ['what is larger than an import may be', { ...turn, body: 'x'.repeat(5000), durationMs: -1 }],
  ])('%s', (_, value) => {
    expect(schema.parse(value)).toEqual(value);
  });

  it.each<[string, object]>([
    [
      'an address of an editor that is no text',
      { failures: [{ path: '', message: '', at: { file: '', url: 1 } }] },
    ],
    [
      'a header that is no pair',
      { exchanges: [{ ...turn.exchanges[0], request: { ...turn.exchanges[0].request, headers: ['a'] } }] },
    ],
    ['a link that is a script', { errors: [{ ...turn.errors[0], url: 'javascript:1' }] }],
  ])('no turn with %s', (_, change) => {
    expect(schema.safeParse({ ...turn, ...change }).success).toBe(false);
  });
});
