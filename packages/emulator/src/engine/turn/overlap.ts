import { createBarrier, type Participant } from './barrier';
import type { Conversations, ConversationState } from '../conversations';
import type { FaultSetting } from '../faults';
import type { Held, Turn } from '../types';

/** A message to a number of yours, which has its turn when `begin` is called. */
export type Incoming = {
  readonly conversation: ConversationState;
  /** Stores and emits it as one that waits for another. */
  readonly hold: () => void;
  readonly begin: (how: Beginning) => Promise<Turn>;
};

/** How a turn begins. */
export type Beginning = {
  /** Whether the fault `overlap` was on for its message. */
  readonly isOverlapping: boolean;
  /** Of a message that was held: why it is held no longer. */
  readonly held?: Exclude<Held, 'waiting'>;
  /** The others that begin at the same moment. */
  readonly participant?: Participant;
};

/**
 * When the messages of a pair have their turns. They wait for each other, unless the fault `overlap` is on: for `all`, they do
 * not; for the `next` two, the first is held until the second comes, and both webhooks are called at the same moment.
 */
export type Overlap = {
  /** Has a message received. Resolves when its turn has ended. */
  readonly receive: (incoming: Incoming) => Promise<Turn>;
  /** Whether this promise of `receive` is of the message that is held. */
  readonly isHeld: (turn: Promise<unknown>) => boolean;
  /** Lets the message that is held, if there is one, have its turn alone. */
  readonly release: (why: Exclude<Held, 'waiting' | 'met'>) => void;
};

/**
 * @param setting - of the fault; `off` when no message may be held any more.
 * @param switchOff - called when the fault for the next two messages has happened.
 */
export function createOverlap(
  conversations: Conversations,
  setting: () => FaultSetting,
  switchOff: () => void,
): Overlap {
  type Waiting = {
    readonly incoming: Incoming;
    readonly resolve: (turn: Promise<Turn>) => void;
    readonly whenForgotten: () => void;
  };
  let waiting: Waiting | undefined;
  let waitingTurn: Promise<Turn> | undefined;

  const hold = (incoming: Incoming): Promise<Turn> => {
    waitingTurn = new Promise<Turn>((resolve) => {
      const whenForgotten = (): void => {
        release('forgotten');
      };
      waiting = { incoming, resolve, whenForgotten };
      incoming.conversation.waiting.add(whenForgotten);
      incoming.hold();
    });
    return waitingTurn;
  };
  const takeWaiting = (): Waiting | undefined => {
    const taken = waiting;
    waiting = undefined;
    taken?.incoming.conversation.waiting.delete(taken.whenForgotten);
    return taken;
  };
  const release: Overlap['release'] = (why) => {
    const taken = takeWaiting();
    if (taken === undefined) return;
    const { conversation, begin } = taken.incoming;
    try {
      switchOff();
    } finally {
      const run = conversations.isBusy(conversation) ? conversations.queue : conversations.runBeside;
      taken.resolve(run(conversation, () => begin({ isOverlapping: true, held: why })));
    }
  };
  const meet = ({ incoming: first, resolve }: Waiting, second: Incoming): Promise<Turn> => {
    const [one, two] = createBarrier(2);
    const [firstTurn, secondTurn] = conversations.queueTogether(second.conversation, [
      () => first.begin({ isOverlapping: true, held: 'met', ...(one && { participant: one }) }),
      () => second.begin({ isOverlapping: true, ...(two && { participant: two }) }),
    ]);
    resolve(firstTurn);
    return secondTurn;
  };

  return {
    receive(incoming) {
      const { conversation, begin } = incoming;
      if (waiting?.incoming.conversation === conversation) {
        const turn = meet(waiting, incoming);
        takeWaiting();
        switchOff();
        return turn;
      }
      const now = setting();
      if (now === 'all') return conversations.runBeside(conversation, () => begin({ isOverlapping: true }));
      if (now === 'next' && waiting === undefined) return hold(incoming);
      return conversations.queue(conversation, () => begin({ isOverlapping: false }));
    },
    isHeld: (turn) => waiting !== undefined && turn === waitingTurn,
    release,
  };
}
