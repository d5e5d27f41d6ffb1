import { createBarrier, type Participant } from './barrier';
import type { Conversations, ConversationState, Waiting as WaitingInConversation } from '../conversations';
import type { FaultName, Faults } from '../faults';
import type { Held, Turn } from '../types';

/** A message to a number of yours, which has its turn when `begin` is called. */
export type Incoming = {
  readonly conversation: ConversationState;
  /** Stores and emits it as one that waits for another. */
  readonly hold: (faults: readonly FaultName[]) => void;
  readonly begin: (how: Beginning) => Promise<Turn>;
};

/** How a turn begins. */
export type Beginning = {
  /** Which of the faults `overlap` and `overtake` were on for its message. */
  readonly faults: readonly FaultName[];
  /** Of a message that was held: why it is held no longer. */
  readonly held?: Exclude<Held, 'waiting'>;
  /** The others that begin at the same moment. */
  readonly participant?: Participant;
};

/**
 * When the messages of a pair have their turns. They wait for each other, unless a fault is on:
 *
 * - `overlap`: for `all`, they do not wait; for the `next` two, the first is held until the second comes, and both webhooks are called
 *   at the same moment.
 * - `overtake`: for the `next` two, or for `all` two by two, the first is held until the second comes, and has its turn after it.
 *
 * With both, the webhooks are called at the same moment, that of the second first.
 */
export type Overlap = {
  /** Has a message received. Resolves when its turn has ended. */
  readonly receive: (incoming: Incoming) => Promise<Turn>;
  /** Whether this promise of `receive` is of a message that is held. */
  readonly isHeld: (turn: Promise<unknown>) => boolean;
  /** Lets the messages that are held, if there are some, have their turns alone. */
  readonly release: (why: Exclude<Held, 'waiting' | 'met'>) => void;
};

/**
 * @param settings - of the faults; `off` when no message may be held any more.
 * @param switchOff - called when the faults for the next two messages have happened.
 */
export function createOverlap(
  conversations: Conversations,
  settings: () => Pick<Faults, 'overlap' | 'overtake'>,
  switchOff: () => void,
): Overlap {
  type Waiting = {
    readonly incoming: Incoming;
    readonly faults: readonly FaultName[];
    readonly resolve: (turn: Promise<Turn>) => void;
    readonly whenForgotten: WaitingInConversation;
  };
  const waiting = new Map<ConversationState, Waiting>();
  const heldTurns = new Map<ConversationState, Promise<Turn>>();

  const hold = (incoming: Incoming, faults: readonly FaultName[]): Promise<Turn> => {
    const { conversation } = incoming;
    const turn = new Promise<Turn>((resolve) => {
      const whenForgotten = {
        end: (): void => {
          releaseOne(conversation, 'forgotten');
        },
      };
      waiting.set(conversation, { incoming, faults, resolve, whenForgotten });
      conversation.waiting.add(whenForgotten);
    });
    heldTurns.set(conversation, turn);
    incoming.hold(faults);
    return turn;
  };
  const takeWaiting = (conversation: ConversationState): Waiting | undefined => {
    const taken = waiting.get(conversation);
    waiting.delete(conversation);
    heldTurns.delete(conversation);
    if (taken !== undefined) conversation.waiting.delete(taken.whenForgotten);
    return taken;
  };
  const releaseOne = (of: ConversationState, why: Exclude<Held, 'waiting' | 'met'>): void => {
    const taken = takeWaiting(of);
    if (taken === undefined) return;
    const { conversation, begin } = taken.incoming;
    try {
      switchOff();
    } finally {
      const run = conversations.isBusy(conversation) ? conversations.queue : conversations.runBeside;
      taken.resolve(run(conversation, () => begin({ faults: taken.faults, held: why })));
    }
  };
  const namesOn = (): readonly FaultName[] => {
    const now = settings();
    return (['overlap', 'overtake'] as const).filter((name) => now[name] !== 'off');
  };
  const meet = ({ incoming: first, resolve }: Waiting, second: Incoming): Promise<Turn> => {
    const { conversation } = second;
    const faults = namesOn();
    const isAtOnce = faults.includes('overlap');
    const [one, two] = isAtOnce ? createBarrier(2) : [];
    const beginFirst = () => first.begin({ faults, held: 'met', ...(one && { participant: one }) });
    const beginSecond = () => second.begin({ faults, ...(two && { participant: two }) });
    if (!faults.includes('overtake')) {
      const [firstTurn, secondTurn] = conversations.queueTogether(conversation, [beginFirst, beginSecond]);
      resolve(firstTurn);
      return secondTurn;
    }
    const [secondTurn, firstTurn] = isAtOnce
      ? conversations.queueTogether(conversation, [beginSecond, beginFirst])
      : [conversations.queue(conversation, beginSecond), conversations.queue(conversation, beginFirst)];
    resolve(firstTurn);
    return secondTurn;
  };

  return {
    receive(incoming) {
      const { conversation, begin } = incoming;
      const held = waiting.get(conversation);
      if (held !== undefined) {
        const turn = meet(held, incoming);
        takeWaiting(conversation);
        switchOff();
        return turn;
      }
      const now = settings();
      const faults = namesOn();
      const holdsNext = waiting.size === 0 && (now.overlap === 'next' || now.overtake === 'next');
      if (now.overtake === 'all' || holdsNext) return hold(incoming, faults);
      if (now.overlap === 'all')
        return conversations.runBeside(conversation, () => begin({ faults: ['overlap'] }));
      return conversations.queue(conversation, () => begin({ faults: [] }));
    },
    isHeld: (turn) => [...heldTurns.values()].some((held) => held === turn),
    release(why) {
      for (const conversation of [...waiting.keys()]) releaseOne(conversation, why);
    },
  };
}
