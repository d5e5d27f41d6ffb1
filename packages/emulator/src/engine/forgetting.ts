import type { Background } from './background';
import type { Conversations } from './conversations';
import type { ApiMessages } from './messages/api-messages';
import type { MessageLog } from './messages/message-log';
import type { OptOuts } from './opt-outs';
import type { Phones } from './phones';
import type { EmulatorEvent, Undoable, Undone } from './types';
import { createUndo, type Entry } from './undo';

/** Forgets, removes and replaces, and takes that back. */
export type Forgetting = {
  /** Forgets a conversation, all of a phone when no number is given, or all when no phone is. Returns the token that takes it back. */
  readonly forget: (from?: string, to?: string) => string;
  /** Forgets all of a phone, and the phone. `undefined` when there is no such phone. */
  readonly removePhone: (phone: string) => string | undefined;
  /**
   * Takes out a conversation, and has an imported one set in its place. Returns the token by which the earlier one is there again, as it was;
   * then the imported one, and what was said since, can be taken back in the same way.
   */
  readonly replace: (from: string, to: string, set: () => void) => string;
  readonly undo: (token?: string) => Undone | undefined;
  readonly undoable: () => Undoable[];
};

/** What was taken out: how to put it back, or to drop it for good. */
type TakenOut = { readonly putBack: () => void; readonly discard: () => void };

const entryOf = ({ putBack, discard }: TakenOut): Entry => ({
  takeBack() {
    putBack();
    return undefined;
  },
  discard,
});

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
  const takeOut = (from?: string, to?: string): TakenOut => {
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
  const takeOutAllOf = (phone: string): TakenOut => {
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
      if (from === undefined)
        return undo.add({ what: 'everything', from: null, to: null }, entryOf(takeOut()));
      if (to === undefined)
        return undo.add({ what: 'conversations', from, to: null }, entryOf(takeOutAllOf(from)));
      return undo.add({ what: 'conversation', from, to }, entryOf(takeOut(from, to)));
    },
    removePhone(phone) {
      if (!phones.all().includes(phone)) return undefined;
      const taken = takeOutAllOf(phone);
      const removed = phones.remove(phone);
      emitPhones();
      return undo.add(
        { what: 'phone', from: phone, to: null },
        entryOf({
          putBack() {
            removed?.putBack();
            emitPhones();
            taken.putBack();
          },
          discard: taken.discard,
        }),
      );
    },
    replace(from, to, set) {
      const exchange = (put: () => void): string => {
        const before = conversations.find(from, to);
        const taken = takeOut(from, to);
        put();
        const after = conversations.find(from, to);
        // What waits in the queue of the pair is of the one that is there when its turn comes.
        if (before !== undefined) before.successor = after;
        if (after !== undefined) after.successor = undefined;
        const { putBack, discard } = taken;
        return undo.add({ what: 'import', from, to }, { takeBack: () => exchange(putBack), discard });
      };
      return exchange(set);
    },
    undo(token) {
      const undone = undo.undo(token);
      if (undone !== undefined) {
        const { token: known, what, from, to } = undone;
        emit({ type: 'restored', token: known, what, from, to });
      }
      return undone;
    },
    undoable: undo.all,
  };
}
