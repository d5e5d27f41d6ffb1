import { createHash, randomUUID } from 'node:crypto';
import { isObject, type Json } from '../json';
import type { SessionContext } from '../session/session-store';

/** What a document holds: a session, and what recognizes messages that are delivered again. Plain JSON, for the Console. */
export type StoredSession = {
  /** The name of the conversation. */
  readonly conversation: string;
  readonly session: Json;
  /** Marks of the messages that were answered, the newest first; 8 characters each. */
  readonly deliveries: string;
  /** The newest replies, as TwiML, with the marks of their messages, the newest first. */
  readonly replies: readonly (readonly [mark: string, twiml: string])[];
};

/** The length of a mark: 48 bits in base64url. */
const MARK = 8;

/** How many messages are remembered, and how many replies. */
const [MAX_DELIVERIES, MAX_REPLIES] = [500, 8];

/** What recognizes a message among those of one conversation. One without a `MessageSid` gets a random mark. */
export function markOf({ parameters }: SessionContext): string {
  const sid = parameters?.MessageSid;
  const id = typeof sid === 'string' && sid !== '' ? sid : randomUUID();
  return createHash('sha256').update(id).digest('base64url').slice(0, MARK);
}

/** TwiML that sends nothing. */
const SILENCE = '<Response/>';

/** The reply to a message that was answered: silence when it is not kept; `undefined` when the message is new. */
export function replyTo({ deliveries, replies }: StoredSession, mark: string): string | undefined {
  const marks: string[] = deliveries.match(/.{8}/gs) ?? [];
  if (!marks.includes(mark)) return undefined;
  return replies.find(([known]) => known === mark)?.[1] ?? SILENCE;
}

/** The session with one more message and its reply, which replaces an earlier reply to the same message. */
export const withReply = (
  { deliveries, replies, ...stored }: StoredSession,
  mark: string,
  twiml: string,
): StoredSession => ({
  ...stored,
  deliveries: (deliveries.startsWith(mark) ? deliveries : mark + deliveries).slice(0, MAX_DELIVERIES * MARK),
  replies: [[mark, twiml] as const, ...replies.filter(([known]) => known !== mark)].slice(0, MAX_REPLIES),
});

/**
 * The same with less: the oldest reply first, then half of the deliveries. `undefined` when only the session and the newest
 * delivery are left: without that one, the message could be answered twice.
 */
export function withLess(stored: StoredSession): StoredSession | undefined {
  const { replies, deliveries } = stored;
  if (replies.length > 0) return { ...stored, replies: replies.slice(0, -1) };
  if (deliveries.length <= MARK) return undefined;
  return { ...stored, deliveries: deliveries.slice(0, Math.floor(deliveries.length / MARK / 2) * MARK) };
}

/** Reads what a document holds; `undefined` when it is something else. */
export function readStored(data: unknown): StoredSession | undefined {
  if (!isObject(data)) return undefined;
  const { conversation, session, deliveries, replies } = data;
  if (typeof conversation !== 'string' || session === undefined || typeof deliveries !== 'string')
    return undefined;
  if (!Array.isArray(replies) || !replies.every(isReply)) return undefined;
  return { conversation, session: session as Json, deliveries, replies };
}

const isReply = (reply: unknown): reply is [string, string] =>
  Array.isArray(reply) && typeof reply[0] === 'string' && typeof reply[1] === 'string';
