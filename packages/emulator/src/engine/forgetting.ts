import type { Background } from './background';
import type { Conversations } from './conversations';
import type { ApiMessages } from './messages/api-messages';
import type { MessageLog } from './messages/message-log';
import type { OptOuts } from './opt-outs';
import type { Phones } from './phones';
import type { EmulatorEvent, Undoable } from './types';
import { createUndo, type TakenBack } from './undo';

/** Forgets, removes and replaces, and takes that back. */
export type Forgetting = {
  /** Forgets a conversation, all of a phone when no number is given, or all when no phone is. Returns the token that takes it back. */
  readonly forget: (from?: string, to?: string) => string;
  /** Forgets all of a phone, and the phone. `undefined` when there is no such phone. */
  readonly removePhone: (phone: string) => string | undefined;
  /**
   * Forgets a conversation, and has an imported one set in its place, which has messages and turns of these SIDs. Returns the token that takes
   * it back: then the earlier one is there, and after it what has been said since.
   */
  readonly replace: (from: string, to: string, sids: ReadonlySet<string>, set: () => void) => string;
  readonly undo: (token?: string) => Undoable | undefined;
  readonly undoable: () => Undoable[];
};

/** @param telling - does what may opt a phone, or any when none is given, out or in, and tells of it. */
export function createForgetting(
  {
    conversations,
    optOuts,
    log,
    background,
    phones,
    messages,
    emit,
    emitPhones,
  }: {
    readonly conversations: Conversations;
    readonly optOuts: OptOuts;
    readonly log: MessageLog;
    readonly background: Background;
    readonly phones: Phones;
    readonly messages: () => Pick<ApiMessages, 'resume'>;
    readonly emit: (event: EmulatorEvent) => void;
    readonly emitPhones: () => void;
  },
  telling: <Result>(change: () => Result, phone?: string) => Result,
): Forgetting {
  const undo = createUndo();

  /** Takes out a conversation, or all, and emits that it is forgotten. */
  const takeOut = (from?: string, to?: string): TakenBack => {
    const logged = log.of(from, to);
    const taken = conversations.takeOut(from, to);
    const blocked = telling(() => optOuts.takeOut(from, to), from);
    background.dropObsolete();
    emit({ type: 'forgotten', from: from ?? null, to: to ?? null });
    return {
      putBack() {
        log.putBack(logged);
        telling(blocked.putBack, from);
        for (const one of taken) {
          const state = conversations.putBack(one);
          phones.add(state.from);
          for (const message of one.waiting) messages().resume(message, state);
        }
      },
      discard() {
        taken.forEach(conversations.discard);
        blocked.discard();
      },
    };
  };
  const takeOutAllOf = (phone: string): TakenBack => {
    const all = conversations.ofPhone(phone).map(({ to }) => takeOut(phone, to));
    // Of numbers that it has no conversation with any more.
    const others = telling(() => optOuts.takeOut(phone), phone);
    return {
      putBack() {
        telling(others.putBack, phone);
        for (const { putBack } of all) putBack();
      },
      discard() {
        for (const { discard } of all) discard();
        others.discard();
      },
    };
  };

  return {
    forget(from, to) {
      if (from === undefined) return undo.add({ what: 'everything', from: null, to: null }, takeOut());
      if (to === undefined) return undo.add({ what: 'conversations', from, to: null }, takeOutAllOf(from));
      return undo.add({ what: 'conversation', from, to }, takeOut(from, to));
    },
    removePhone(phone) {
      if (!phones.all().includes(phone)) return undefined;
      const taken = takeOutAllOf(phone);
      const removed = phones.remove(phone);
      emitPhones();
      return undo.add(
        { what: 'phone', from: phone, to: null },
        {
          putBack() {
            removed?.putBack();
            emitPhones();
            taken.putBack();
          },
          discard: taken.discard,
        },
      );
    },
    replace(from, to, sids, set) {
      const before = conversations.find(from, to);
      const taken = takeOut(from, to);
      set();
      // What waits in the queue of the pair is of the one that is there when its turn comes.
      if (before !== undefined) before.successor = conversations.find(from, to);
      return undo.add(
        { what: 'import', from, to },
        {
          putBack() {
            const imported = conversations.find(from, to);
            const since = log.of(from, to).filter(({ message }) => !sids.has(message.sid));
            if (imported !== undefined && conversations.drop(imported, sids)) {
              emit({ type: 'forgotten', from, to });
              log.putBack(since);
            } else takeOut(from, to).discard();
            taken.putBack();
            if (before !== undefined) before.successor = undefined;
            const now = conversations.find(from, to);
            if (imported !== undefined && imported !== now) imported.successor = now;
          },
          discard: taken.discard,
        },
      );
    },
    undo(token) {
      const undone = undo.undo(token);
      if (undone !== undefined) emit({ type: 'restored', ...undone });
      return undone;
    },
    undoable: undo.all,
  };
}
