import { createBoundedLists } from './bounded-lists';
import type { EmulatorClock } from './clock';
import { KEPT } from './limits';
import type { EmulatorEvent, Message } from './types';

/** A message as the REST API has it: it can be redacted there, and stays on the phone. Times in milliseconds since 1970. */
export type LoggedMessage = {
  readonly message: Message;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** When it was sent or received. */
  readonly sentAt: number | null;
};

/** Every message of the account, incoming ones too. */
export type MessageLog = {
  readonly note: (event: EmulatorEvent) => void;
  /** The newest first. */
  readonly all: () => LoggedMessage[];
  readonly find: (sid: string) => LoggedMessage | undefined;
  /** Removes the text. */
  readonly redact: (sid: string) => void;
  readonly delete: (sid: string) => void;
};

/** About, of a message without its texts, in memory. */
const ENTRY_BYTES = 500;

export function createMessageLog(clock: EmulatorClock): MessageLog {
  type Entry = { logged: LoggedMessage };
  const list: Entry[] = [];
  const bySid = new Map<string, Entry>();
  const kept = createBoundedLists<Entry>(KEPT.messages);

  const change = (sid: string, to: (logged: LoggedMessage) => LoggedMessage): void => {
    const entry = bySid.get(sid);
    if (entry !== undefined) entry.logged = { ...to(entry.logged), updatedAt: clock.now() };
  };
  const remove = (isRemoved: (message: Message) => boolean): void => {
    const left = list.filter((entry) => !isRemoved(entry.logged.message));
    kept.clear(list);
    bySid.clear();
    for (const entry of left) add(entry);
  };
  const add = (entry: Entry): void => {
    const { body, sid } = entry.logged.message;
    const before = list[0];
    kept.add(list, entry, 2 * body.length + ENTRY_BYTES);
    bySid.set(sid, entry);
    if (before !== undefined && list[0] !== before) bySid.delete(before.logged.message.sid);
  };
  return {
    note(event) {
      if (event.type === 'message') {
        const { message } = event;
        const { at, status } = message;
        const sentAt = ['scheduled', 'accepted', 'queued'].includes(status) ? null : at;
        add({ logged: { message, createdAt: at, updatedAt: at, sentAt } });
      } else if (event.type === 'status') {
        change(event.message.sid, ({ message: { body }, ...logged }) => ({
          ...logged,
          message: { ...event.message, body: body === '' ? '' : event.message.body },
          sentAt: logged.sentAt ?? (event.message.status === 'sent' ? clock.now() : null),
        }));
      } else if (event.type === 'forgotten') {
        const { from, to } = event;
        remove(
          (message) =>
            from === null ||
            (message.from === from && message.to === to) ||
            (message.from === to && message.to === from),
        );
      }
    },
    all: () => list.map(({ logged }) => logged).reverse(),
    find: (sid) => bySid.get(sid)?.logged,
    redact(sid) {
      change(sid, (logged) => ({ ...logged, message: { ...logged.message, body: '' } }));
    },
    delete(sid) {
      remove((message) => message.sid === sid);
    },
  };
}
