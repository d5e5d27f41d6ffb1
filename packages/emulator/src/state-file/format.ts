import { inflateRawSync } from 'node:zlib';
import type { z } from 'zod';
import { MAX_TURN_BYTES } from '../engine/limits';
import type { SavedConversation } from '../engine/conversations';
import type { EngineSnapshot } from '../engine/snapshot';
import type { SyncDocument } from '../engine/sync/sync';
import type { SavedTurn } from '../engine/turn/kept-turn';
import type { Message, OwnNumber } from '../engine/types';
import * as records from './records';

/** What a run leaves for the next one. */
export type SavedState = {
  readonly snapshot: EngineSnapshot;
  /** The account that was made up, or that the environment had. */
  readonly account: { readonly accountSid: string; readonly messagingServiceSid?: string };
  /** Numbers of Functions that are gone. */
  readonly gone: readonly OwnNumber[];
  /** The uploaded files, whose content is in files of their own. */
  readonly media: readonly { readonly name: string; readonly contentType: string }[];
};

/** Grows with each change that this version's reader of old files would not understand. Every past version stays readable. */
const VERSION = 1;

/** How many opt-outs are in a line. */
const OPT_OUTS = 1000;

/**
 * A state as the lines of a file, each made when it is asked for. Each is the JSON of a list: what it is, and the value. The first says the
 * version; messages and turns follow their conversation; the last has the number of lines, so that a file of which the end is missing is
 * known for that.
 */
export function* linesOf({ snapshot, account, gone, media }: SavedState): Generator<string> {
  const { log, conversations, optOuts, sync, ...rest } = snapshot;
  let count = 0;
  const line = (kind: string, value: unknown): string => {
    count++;
    return `${JSON.stringify([kind, value])}\n`;
  };
  yield line('sms-emulator', VERSION);
  yield line('head', { account, gone, media, ...rest, syncServices: sync.services });
  for (let first = 0; first < optOuts.length; first += OPT_OUTS)
    yield line('optOuts', optOuts.slice(first, first + OPT_OUTS));
  for (const document of sync.documents)
    yield line('document', { ...document, service: document.service.sid });
  for (const logged of log) yield line('log', logged);
  for (const { messages, turns, ...conversation } of conversations) {
    yield line('conversation', conversation);
    for (const message of messages) yield line('message', message);
    for (const turn of turns) yield line('turn', storedTurn(turn));
  }
  yield line('end', count);
}

const storedTurn = ({ sid, byApi, stored }: SavedTurn) =>
  stored instanceof Uint8Array
    ? { sid, byApi, packed: Buffer.from(stored).toString('base64') }
    : { sid, byApi, running: stored };

/** A file that cannot be read. The message says why. */
export class UnreadableState extends Error {
  override readonly name = 'UnreadableState';
}

/**
 * Reads the lines of a file.
 *
 * @throws UnreadableState when they are not those of a state, or of a newer version.
 */
export async function readLines(lines: AsyncIterable<string> | Iterable<string>): Promise<SavedState> {
  let head: z.output<typeof records.head> | undefined;
  let count = 0;
  let hasEnded = false;
  const optOuts: string[] = [];
  const documents: z.output<typeof records.syncDocument>[] = [];
  const log: EngineSnapshot['log'][number][] = [];
  type Reading = Omit<SavedConversation, 'messages' | 'turns'> & { messages: Message[]; turns: SavedTurn[] };
  const conversations: Reading[] = [];
  const current = (): Reading => conversations.at(-1) ?? fail('It has a message of no conversation.');

  for await (const line of lines) {
    if (hasEnded) fail('There is something behind its end.');
    const [kind, value] = parseLine(line);
    if (count++ === 0) {
      checkVersion(kind, value);
      continue;
    }
    const checked = <Schema extends z.ZodType>(schema: Schema): z.output<Schema> => {
      const result = schema.safeParse(value);
      if (result.success) return result.data;
      const path = result.error.issues[0]?.path.join('.') ?? '';
      return fail(`Line ${count} (${kind}) is not valid${path === '' ? '' : `: ${path}`}.`);
    };
    switch (kind) {
      case 'head':
        head = checked(records.head);
        break;
      case 'optOuts':
        optOuts.push(...checked(records.optOuts));
        break;
      case 'document':
        documents.push(checked(records.syncDocument));
        break;
      case 'log':
        log.push(checked(records.logged));
        break;
      case 'conversation':
        conversations.push({ ...checked(records.conversation), messages: [], turns: [] });
        break;
      case 'message':
        current().messages.push(checked(records.message));
        break;
      case 'turn':
        current().turns.push(readTurn(checked(records.storedTurn), count));
        break;
      case 'end':
        if (value !== count - 1) fail('Lines of it are missing.');
        hasEnded = true;
        break;
      default:
        fail(`Line ${count} is of an unknown kind.`);
    }
  }
  if (head === undefined || !hasEnded) return fail('Its end is missing.');
  const { account, gone, media, syncServices, ...rest } = head;
  const services = new Map(syncServices.map((service) => [service.sid, service]));
  const documentsOf = documents.map((document): SyncDocument => {
    const service = services.get(document.service) ?? fail('It has a Sync document of no service.');
    return { ...document, service };
  });
  return {
    account,
    gone,
    media,
    snapshot: {
      ...rest,
      optOuts,
      log,
      conversations,
      sync: { services: syncServices, documents: documentsOf },
    },
  };
}

function fail(why: string): never {
  throw new UnreadableState(why);
}

function parseLine(line: string): [kind: string, value: unknown] {
  try {
    const parsed: unknown = JSON.parse(line);
    if (Array.isArray(parsed) && typeof parsed[0] === 'string') return [parsed[0], parsed[1]];
  } catch {
    // as a line that is no list
  }
  return fail('It is damaged, or of another program.');
}

function checkVersion(kind: string, version: unknown): void {
  if (kind !== 'sms-emulator' || typeof version !== 'number') fail('It is of another program.');
  else if (version > VERSION) fail(`It is of a newer version of the emulator: ${version}.`);
  else if (version !== VERSION) fail(`It is of an unknown version: ${version}.`);
}

function readTurn(
  { sid, byApi, packed, running }: z.output<typeof records.storedTurn>,
  line: number,
): SavedTurn {
  if (running !== undefined) {
    return { sid, byApi, stored: running, jsonBytes: Buffer.byteLength(JSON.stringify(running)) };
  }
  const stored = new Uint8Array(Buffer.from(packed ?? '', 'base64'));
  const json = unpack(stored);
  const turn = json === undefined ? undefined : records.turn.safeParse(json.value);
  if (json === undefined || turn?.data?.sid !== sid) return fail(`Line ${line} (turn) is not valid.`);
  return { sid, byApi, stored, jsonBytes: json.bytes };
}

function unpack(stored: Uint8Array): { value: unknown; bytes: number } | undefined {
  try {
    const json = inflateRawSync(stored, { maxOutputLength: MAX_TURN_BYTES });
    return { value: JSON.parse(json.toString()) as unknown, bytes: json.length };
  } catch {
    return undefined; // damaged, or larger than any turn
  }
}
