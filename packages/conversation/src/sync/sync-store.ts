import { isDeepStrictEqual } from 'node:util';
import { DEADLINE } from '../async/deadline';
import { type Duration, secondsOf } from '../duration';
import { ConversationError } from '../errors';
import { encodeJson, type Json } from '../json';
import { pause } from '../rest/retry';
import type { Opened, SessionContext, SessionStorage, SessionStore } from '../session/session-store';
import { TurnConflict } from '../session/turn-conflict';
import { documentsOf } from './documents';
import { decrypt, encrypt, isEncrypted } from './encryption';
import { type Place, placesOf } from './places';
import { markOf, readStored, replyTo, type StoredSession, withLess, withReply } from './stored-session';

/** Options of `syncStore`. */
export type SyncStoreOptions = {
  /** How long a session lives after the last message: from one minute to 30 days. Default: `4h`, as a cookie. */
  readonly ttl?: Duration;
  /** Encrypts what is stored with `SESSION_SECRET`. Default: plain JSON, which the Console shows. */
  readonly encrypted?: boolean;
  /** The Sync service. Default: the setting `SYNC_SERVICE_SID`, or the account's default service. */
  readonly serviceSid?: string;
};

/** In seconds. */
const [MIN_TTL, MAX_TTL] = [60, 30 * 86_400];

/** Maximum size of a document's data, in bytes of JSON. Source: https://www.twilio.com/docs/sync/limits */
const MAX_BYTES = 16 * 1024;

/** How often a turn runs at most, and the longest pause between the first two runs, in milliseconds. */
const [MAX_RUNS, FIRST_PAUSE] = [20, 40];

/** What is known of the document of a turn. */
type Known = {
  /** Another secret gives another one, so that the place where it was found is kept. */
  readonly place: Place;
  readonly revision: string | undefined;
  readonly opened: Opened<Json>;
  readonly stored: StoredSession;
};

type Turn = {
  /** Recognizes its message. */
  readonly mark: string;
  readonly signal: AbortSignal;
  known: Known | undefined;
};

/**
 * Keeps each session in a Twilio Sync document: for days, up to 16 KiB, and for several messages at once. Uses the Function's
 * account.
 *
 * ```ts
 * export const handler = conversationFunction(reservation, syncStore({ ttl: '7d' }));
 * ```
 * @throws {ConversationError} `store-definition`.
 */
export function syncStore({
  ttl = '4h',
  encrypted = false,
  serviceSid,
}: SyncStoreOptions = {}): SessionStorage {
  const lifetime = secondsOf(ttl) ?? 0;
  if (lifetime < MIN_TTL || lifetime > MAX_TTL) {
    throw new ConversationError('store-definition', `ttl is ${ttl}. Give 1m to 30d, such as 4h or 7d.`);
  }
  return { for: (name, accepts) => storeOf(name, accepts, { lifetime, encrypted, serviceSid }) };
}

function storeOf<Session extends Json>(
  name: string,
  accepts: (payload: Json) => payload is Session,
  {
    lifetime,
    encrypted,
    serviceSid,
  }: { lifetime: number; encrypted: boolean; serviceSid: string | undefined },
): SessionStore<Session> {
  const turns = new WeakMap<SessionContext, Turn>();
  const turnOf = (context: SessionContext): Turn => {
    const turn = turns.get(context) ?? {
      mark: markOf(context),
      signal: context.signal ?? AbortSignal.timeout(DEADLINE),
      known: undefined,
    };
    turns.set(context, turn);
    return turn;
  };
  // The context may give another signal later.
  const signalOf = (context: SessionContext) => context.signal ?? turnOf(context).signal;
  const documents = (context: SessionContext) => documentsOf(context, signalOf(context), serviceSid);

  async function read(context: SessionContext): Promise<Known> {
    const places = placesOf(name, context);
    for (const place of places) {
      const document = await documents(context).find(place.documentName);
      if (document === undefined) continue;
      const { revision, data, dateExpires } = document;
      const { opened, stored } = openData(data, place);
      // Sync may delete a document later than at the end of its time.
      const isOver = dateExpires instanceof Date && dateExpires.getTime() <= context.now;
      return keep(context, {
        place,
        revision,
        stored,
        opened: isOver ? { kind: 'new', reason: 'expired' } : opened,
      });
    }
    return keep(context, { place: places[0], revision: undefined, ...nothing('missing') });
  }
  const keep = (context: SessionContext, known: Known): Known => (turnOf(context).known = known);
  const nothing = (reason: 'missing' | 'unreadable' | 'forged'): Pick<Known, 'opened' | 'stored'> => ({
    opened: { kind: 'new', reason },
    stored: { conversation: name, session: null, deliveries: '', replies: [] },
  });

  function openData(data: unknown, { documentName, secret }: Place): Pick<Known, 'opened' | 'stored'> {
    let plain = data;
    if (isEncrypted(data)) {
      const text = decrypt(data.encrypted, documentName, secret);
      if (text === undefined) return nothing('forged');
      plain = JSON.parse(text);
    }
    const stored = readStored(plain);
    if (stored === undefined) return nothing('unreadable');
    return { opened: openSession(stored.session), stored };
  }
  const openSession = (session: Json): Opened<Json> => {
    try {
      if (accepts(session)) return { kind: 'continued', session };
    } catch {
      // `accepts` threw.
    }
    return { kind: 'new', reason: 'unreadable' };
  };

  return {
    lifetime,
    async open(_, context) {
      const { opened } = turnOf(context).known ?? (await read(context));
      return opened as Opened<Session>;
    },
    async save(session, context, reply) {
      const { mark, known = await read(context) } = turnOf(context);
      const { place, stored } = known;
      if (encodeJson(session) === undefined) {
        throw new ConversationError(
          'session-not-json',
          `JSON would change the session "${name}". Use plain JSON: no undefined, NaN, date or class.`,
        );
      }
      const next = { ...stored, conversation: name, session };
      const answered = reply === undefined ? next : withReply(next, mark, reply.toString());
      const data = dataOf(answered, place);
      const content = { data, ttl: lifetime };
      // Without the mark of its message, it could be what another turn wrote.
      const isOurs = (found: unknown) => reply !== undefined && isDeepStrictEqual(found, data);
      const written = await documents(context).write(place.documentName, content, known.revision, isOurs);
      keep(context, {
        ...known,
        revision: written.revision,
        stored: answered,
        opened: { kind: 'continued', session },
      });
      return [];
    },
    async end(context) {
      turnOf(context).known = undefined;
      for (const { documentName } of placesOf(name, context)) await documents(context).remove(documentName);
      return [];
    },
    async turn(run, repeat, context) {
      const { mark } = turnOf(context);
      for (let runs = 1; ; runs++) {
        const { stored } = await read(context);
        const reply = replyTo(stored, mark);
        if (reply !== undefined) return repeat(reply);
        try {
          return await run();
        } catch (error) {
          if (!(error instanceof TurnConflict) || runs === MAX_RUNS) throw error;
        }
        await pause(FIRST_PAUSE * runs, signalOf(context));
      }
    },
  };

  /** @throws {ConversationError} `session-too-large`. */
  function dataOf(stored: StoredSession, { documentName, secret }: Place): object {
    for (let kept: StoredSession | undefined = stored; kept !== undefined; kept = withLess(kept)) {
      const data = encrypted
        ? { conversation: name, encrypted: encrypt(JSON.stringify(kept), documentName, secret) }
        : kept;
      if (Buffer.byteLength(JSON.stringify(data)) <= MAX_BYTES) return data;
    }
    throw new ConversationError(
      'session-too-large',
      `The session "${name}" is too large: ${Buffer.byteLength(JSON.stringify(stored.session))} bytes of JSON; a Sync document ` +
        `holds ${MAX_BYTES}${encrypted ? ' in all, a quarter less when it is encrypted' : ''}. Store less.`,
    );
  }
}
