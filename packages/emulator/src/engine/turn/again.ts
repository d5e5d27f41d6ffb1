import { createBarrier } from './barrier';
import type { ConversationState } from '../conversations';
import type { FaultName } from '../faults';
import { withServiceWebhook } from '../messages/services';
import type { Message, OwnNumber, Turn } from '../types';
import { detailsOf, type NewMessage } from './incoming-messages';
import type { Beginning } from './overlap';
import { holdMessage, receiveMessage } from './receive-message';
import { createTurn, type EngineParts, incomingMessage, type TurnContext } from './turn-context';

/** A message that a phone sends again. */
export type RepeatedMessage = {
  readonly sent: NewMessage;
  /** The faults on purpose that it meets, and no others, whatever is switched on. */
  readonly faults: readonly FaultName[];
  /** For each reply to it, in their order: the fault that keeps it from the phone, if there is one. */
  readonly undelivered: readonly (FaultName | undefined)[];
  /** It is the second one of the fault `receivedTwice`. */
  readonly isRepeated: boolean;
};

/** How messages are sent again: one alone, several whose webhooks are called at the same moment, two of which the second comes first. */
export type Manner = 'alone' | 'overlap' | 'overtake' | 'overlapAndOvertake';

/**
 * Has a number receive messages of one phone again, while nothing else of the pair runs. Resolves with their turns, in the order of the
 * messages, when all of them have ended.
 */
export async function receiveAgain(
  messages: readonly RepeatedMessage[],
  manner: Manner,
  number: OwnNumber,
  conversation: ConversationState,
  parts: EngineParts,
): Promise<Turn[]> {
  const all = messages.map((message) => createRepeated(message, number, conversation, parts));
  const [first, second] = all;
  if (first === undefined || second === undefined || manner === 'alone') return inTurn(all);
  if (manner === 'overlap') {
    const participants = createBarrier(all.length);
    return Promise.all(all.map(({ begin }, index) => begin({ participant: participants[index] })));
  }
  first.hold();
  const [one, two] = manner === 'overlapAndOvertake' ? createBarrier(2) : [];
  const secondTurn = second.begin({ participant: two });
  if (two === undefined) await secondTurn;
  return Promise.all([first.begin({ participant: one, held: 'met' }), secondTurn]);
}

/** @param how - of `Beginning`, what is not the same for every message. */
type Repeated = {
  readonly hold: () => void;
  readonly begin: (how?: {
    readonly held?: Beginning['held'];
    readonly participant?: Beginning['participant'] | undefined;
  }) => Promise<Turn>;
};

async function inTurn(all: readonly Repeated[]): Promise<Turn[]> {
  const turns: Turn[] = [];
  for (const { begin } of all) turns.push(await begin());
  return turns;
}

function createRepeated(
  { sent, faults: names, undelivered, isRepeated }: RepeatedMessage,
  number: OwnNumber,
  conversation: ConversationState,
  parts: EngineParts,
): Repeated {
  const service = parts.services.ofNumber(number.number);
  const fates = [...undelivered];
  const own: EngineParts = {
    ...parts,
    takeFaults(wanted) {
      const fate = wanted.some((name) => name.startsWith('undelivered')) ? fates.shift() : undefined;
      return new Set(fate === undefined ? [] : [fate]);
    },
  };
  let message: Message | undefined;
  const contextOf = (how: Pick<Parameters<typeof createTurn>[3], 'held' | 'participant'>): TurnContext => {
    message ??= incomingMessage(
      { media: [], ...sent, ...detailsOf(sent, conversation, parts.phones) },
      service?.sid,
      parts.clock.now(),
    );
    const called = withServiceWebhook(number, service);
    const faults = new Set(names);
    return createTurn(message, called, conversation, { ...how, faults, isRepeated, own: number }, own);
  };
  return {
    hold() {
      holdMessage(contextOf({ held: 'waiting' }));
    },
    begin: (how = {}) => receiveMessage(contextOf(how)),
  };
}
