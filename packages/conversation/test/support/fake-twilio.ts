import { TurnConflict } from '../../src/session/turn-conflict';
import { isState, type State } from '../../src/conversation/replay/state';
import type { Json } from '../../src/json';
import type { MessagesClient, NewMessage } from '../../src/rest/messages';
import type { SessionContext, SessionStore } from '../../src/session/session-store';

/** A message that was created by REST. */
export type Created = NewMessage & { readonly sid: string; status: string };

/** What happens: a request or a use of the store, before and after it has its effect. */
export type Point =
  | 'create'
  | 'created'
  | 'update'
  | 'updated'
  | 'fetch'
  | 'fetched'
  | 'open'
  | 'opened'
  | 'save'
  | 'saved'
  | 'end'
  | 'ended';

/** Called at each point: what it throws fails the request there, and what it does not resolve hangs it. */
export type Interrupt = (point: Point, message?: Created) => unknown;

/** An error as the client of Twilio throws it: an answer with this status. */
export const answeredWith = (status: number): Error =>
  Object.assign(new Error(`[HTTP ${status}] Failed to execute request`), { status, code: 20_000 });

/** An error as when no answer comes. */
export const unanswered = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

/** What never resolves. */
export const hangs = (): Promise<never> => new Promise(() => undefined);

/**
 * Twilio's Messages, and a store on a server in which turns conflict as in Sync, both in memory.
 * @param lifetime - of the store's sessions, in seconds.
 */
export function fakeTwilio(lifetime = 7 * 86_400) {
  const messages: Created[] = [];
  const points: Point[] = [];
  let created = 0;
  let interrupt: Interrupt = () => undefined;
  const at = async (point: Point, message?: Created): Promise<void> => {
    points.push(point);
    await interrupt(point, message);
  };

  const find = (sid: string): Created => {
    const found = messages.find((message) => message.sid === sid);
    if (found === undefined) throw answeredWith(404);
    return found;
  };
  const client: MessagesClient = {
    messages: Object.assign(
      (sid: string) => ({
        async fetch() {
          await at('fetch', find(sid));
          const { status } = find(sid);
          await at('fetched');
          return { status };
        },
        async update({ status }: { status: 'canceled' }) {
          const message = find(sid);
          await at('update', message);
          if (message.status !== 'scheduled') throw answeredWith(409);
          message.status = status;
          await at('updated', message);
        },
      }),
      {
        async create(given: NewMessage) {
          const sid = `SM${++created}`;
          const message = { ...given, sid, status: given.sendAt === undefined ? 'queued' : 'scheduled' };
          await at('create', message);
          messages.push(message);
          await at('created', message);
          return message;
        },
      },
    ),
  };

  type Stored = { readonly session: Json; readonly revision: number };
  const sessions = new Map<string, Stored>();
  const replies = new Map<string, string>();
  const revisions = new WeakMap<SessionContext, number>();
  const keyOf = ({ from, to }: Pick<SessionContext, 'from' | 'to'>) => `${from} ${to}`;

  const deliveryOf = (context: SessionContext) =>
    `${keyOf(context)} ${String(context.parameters?.MessageSid)}`;

  const store: SessionStore<State> = {
    lifetime,
    async open(_, context) {
      await at('open');
      const stored = sessions.get(keyOf(context));
      revisions.set(context, stored?.revision ?? 0);
      await at('opened');
      const session = stored?.session ?? null;
      return isState(session) ? { kind: 'continued', session } : { kind: 'new', reason: 'missing' };
    },
    async save(session, context, reply) {
      await at('save');
      const stored = sessions.get(keyOf(context));
      const revision = stored?.revision ?? 0;
      if (revision !== revisions.get(context)) throw new TurnConflict();
      sessions.set(keyOf(context), {
        session: JSON.parse(JSON.stringify(session)) as Json,
        revision: revision + 1,
      });
      revisions.set(context, revision + 1);
      if (reply !== undefined) replies.set(deliveryOf(context), reply.toString());
      await at('saved');
      return [];
    },
    async end(context) {
      await at('end');
      sessions.delete(keyOf(context));
      await at('ended');
      return [];
    },
    async turn(run, repeat, context) {
      for (let runs = 1; ; runs++) {
        const reply = replies.get(deliveryOf(context));
        if (reply !== undefined) return repeat(reply);
        try {
          return await run();
        } catch (error) {
          if (!(error instanceof TurnConflict) || runs === 5) throw error;
        }
      }
    },
  };
  const bodies = (status: RegExp) =>
    messages.filter((message) => status.test(message.status)).map(({ body }) => body);
  return {
    client,
    store,
    /** All messages that were created, the oldest first. */
    messages,
    /** All points so far. */
    points,
    /** Replaces what happens at each point. */
    interrupt: (other: Interrupt) => void (interrupt = other),
    /** The texts that were sent, or are being sent. */
    sent: () => bodies(/queued|sent/),
    /** The texts that are still to be sent. */
    scheduled: () => bodies(/scheduled/),
    /** Sends the scheduled messages with this text. */
    sendScheduled(text: string) {
      for (const message of messages)
        if (message.status === 'scheduled' && message.body === text) message.status = 'sent';
    },
    /** The stored state of a pair. */
    state(from = PHONE, to = NUMBER): State | undefined {
      const session = sessions.get(keyOf({ from, to }))?.session ?? null;
      return isState(session) ? session : undefined;
    },
    /** The `context` of a Function. */
    context: { MESSAGING_SERVICE_SID: SERVICE, getTwilioClient: () => client },
  };
}

export const PHONE = '+15551110000';
export const NUMBER = '+15552220000';
export const SERVICE = `MG${'1'.repeat(32)}`;
