import type { Engine } from './engine/engine-type';
import { KEPT } from './engine/limits';
import type { Message } from './engine/types';

/** The messages that each phone has received, and that nobody has read yet. */
export type Inboxes = {
  /** The next message to a phone: the oldest that nobody has read, or else the next that comes. Rejects when the emulator stops before. */
  readonly next: (phone: string) => Promise<Message>;
  /** Marks messages as read. */
  readonly read: (messages: readonly Message[]) => void;
  /** Rejects what waits. */
  readonly stop: () => void;
};

/** Of each phone, the newest are kept; and those of as many phones as the emulator keeps. */
const MAX_UNREAD = 1000;

export function createInboxes(engine: Engine): Inboxes {
  type Reader = { readonly resolve: (message: Message) => void; readonly reject: (error: Error) => void };
  type Inbox = { readonly unread: Map<string, Message>; readonly readers: Reader[] };
  const inboxes = new Map<string, Inbox>();
  let isStopped = false;
  const inboxOf = (phone: string): Inbox => {
    const inbox = inboxes.get(phone) ?? { unread: new Map(), readers: [] };
    inboxes.set(phone, inbox);
    if (inboxes.size > KEPT.phones) dropOldestBut(phone);
    return inbox;
  };
  const dropOldestBut = (kept: string): void => {
    for (const [phone, { readers }] of inboxes) {
      if (phone === kept || readers.length > 0) continue;
      inboxes.delete(phone);
      return;
    }
  };
  const dropIfEmpty = (phone: string): void => {
    const inbox = inboxes.get(phone);
    if (inbox?.unread.size === 0 && inbox.readers.length === 0) inboxes.delete(phone);
  };
  const neverCame = (phone: string) =>
    new Error(`The emulator was stopped before a message to ${phone} came.`);

  engine.subscribe((event) => {
    if (event.type !== 'message' && event.type !== 'status') return;
    const { message } = event;
    if (message.direction !== 'outbound' || message.status !== 'delivered') return;
    const { unread, readers } = inboxOf(message.to);
    const reader = readers.shift();
    if (reader !== undefined) {
      reader.resolve(message);
      dropIfEmpty(message.to);
      return;
    }
    unread.set(message.sid, message);
    const [oldest] = unread.keys();
    if (unread.size > MAX_UNREAD && oldest !== undefined) unread.delete(oldest);
  });
  return {
    next(phone) {
      if (isStopped) return Promise.reject(neverCame(phone));
      const { unread, readers } = inboxOf(phone);
      const [message] = unread.values();
      if (message !== undefined) {
        unread.delete(message.sid);
        dropIfEmpty(phone);
        return Promise.resolve(message);
      }
      return new Promise((resolve, reject) => readers.push({ resolve, reject }));
    },
    read(messages) {
      for (const { to, sid } of messages) {
        inboxes.get(to)?.unread.delete(sid);
        dropIfEmpty(to);
      }
    },
    stop() {
      isStopped = true;
      for (const [phone, { readers }] of inboxes)
        for (const { reject } of readers.splice(0)) reject(neverCame(phone));
    },
  };
}
