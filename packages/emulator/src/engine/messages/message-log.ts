import type { EmulatorClock } from '../clock';
import { KEPT } from '../limits';
import { pairOf } from '../pair-of';
import type { EmulatorEvent, Message } from '../types';

/** A message as the REST API has it: it can be redacted there, and stays on the phone. Times in milliseconds since 1970. */
export type LoggedMessage = {
  readonly message: Message;
  /** Grows with each message of the account. */
  readonly serial: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** When it was sent or received. */
  readonly sentAt: number | null;
};

/**
 * Every message of the account, incoming ones too. Twilio's own answers to opt-out words are in none of its logs.
 * Source: https://help.twilio.com/articles/360034798533
 */
export type MessageLog = {
  readonly note: (event: EmulatorEvent) => void;
  /** The newest first. */
  readonly all: () => LoggedMessage[];
  readonly find: (sid: string) => LoggedMessage | undefined;
  /** Removes the text. */
  readonly redact: (sid: string) => void;
  readonly delete: (sid: string) => void;
  /** Those of a conversation, or all when none is given, the oldest first. */
  readonly of: (from?: string, to?: string) => LoggedMessage[];
  /** Adds messages that have happened elsewhere. */
  readonly addAll: (messages: readonly Message[]) => void;
  /** Adds messages that were here before, in their old places. */
  readonly putBack: (logged: readonly LoggedMessage[]) => void;
};

/** About, of a message without its texts, in memory. */
const ENTRY_BYTES = 500;

/** The statuses of a message that has never been sent. */
const UNSENT: readonly Message['status'][] = ['scheduled', 'accepted', 'queued', 'failed'];

/** @param kept - how many messages are kept, and how many bytes of them. */
export function createMessageLog(
  clock: EmulatorClock,
  kept: { readonly each: number; readonly all: number } = KEPT.messages,
): MessageLog {
  /** By their SIDs, the oldest first. */
  const entries = new Map<string, LoggedMessage>();
  /** The SIDs of the messages of each conversation. */
  const conversations = new Map<string, Set<string>>();
  let bytes = 0;
  let serial = 0;

  const remove = (sid: string): void => {
    const logged = entries.get(sid);
    if (logged === undefined) return;
    entries.delete(sid);
    bytes -= sizeOf(logged);
    const key = pairOf(logged.message).join(' ');
    const sids = conversations.get(key);
    sids?.delete(sid);
    if (sids?.size === 0) conversations.delete(key);
  };
  const add = (logged: LoggedMessage): void => {
    const { sid } = logged.message;
    remove(sid); // one that was imported may be put back too
    entries.set(sid, logged);
    bytes += sizeOf(logged);
    const key = pairOf(logged.message).join(' ');
    conversations.set(key, (conversations.get(key) ?? new Set()).add(sid));
    for (const oldest of entries.keys()) {
      if (oldest === sid || (entries.size <= kept.each && bytes <= kept.all)) return;
      remove(oldest);
    }
  };
  const change = (sid: string, to: (logged: LoggedMessage) => LoggedMessage): void => {
    const before = entries.get(sid);
    if (before === undefined) return;
    const after = { ...to(before), updatedAt: clock.now() };
    entries.set(sid, after);
    bytes += sizeOf(after) - sizeOf(before);
  };
  const addNew = (message: Message): void => {
    if (message.byTwilio) return;
    const { at, status } = message;
    const sentAt = UNSENT.includes(status) ? null : at;
    add({ message, serial: ++serial, createdAt: at, updatedAt: at, sentAt });
  };
  return {
    note(event) {
      if (event.type === 'message') addNew(event.message);
      else if (event.type === 'status') {
        const { message } = event;
        change(message.sid, (logged) => ({
          ...logged,
          message: { ...message, body: logged.message.body === '' ? '' : message.body },
          sentAt: logged.sentAt ?? (message.status === 'sent' ? clock.now() : null),
        }));
      } else if (event.type === 'forgotten') {
        const { from, to } = event;
        const forgotten = from === null ? [...entries.keys()] : conversations.get(`${from} ${to}`);
        for (const sid of forgotten ?? []) remove(sid);
      }
    },
    all: () => [...entries.values()].reverse(),
    find: (sid) => entries.get(sid),
    redact(sid) {
      change(sid, (logged) => ({ ...logged, message: { ...logged.message, body: '' } }));
    },
    delete: remove,
    of(from, to) {
      if (from === undefined || to === undefined) return [...entries.values()];
      return [...(conversations.get(`${from} ${to}`) ?? [])].flatMap((sid) => entries.get(sid) ?? []);
    },
    addAll(messages) {
      messages.forEach(addNew);
    },
    putBack(logged) {
      if (logged.length === 0) return;
      const all = [...logged, ...entries.values()].sort((one, other) => one.serial - other.serial);
      for (const sid of [...entries.keys()]) remove(sid);
      for (const one of all) add(one);
      serial = Math.max(serial, all.at(-1)?.serial ?? 0);
    },
  };
}

/** About how many bytes of memory it takes: two for each UTF-16 unit. */
const sizeOf = ({ message: { body, media } }: LoggedMessage): number =>
  media.reduce((sum, { url }) => sum + 2 * url.length, 2 * body.length) + ENTRY_BYTES;
