import { channelOf } from '../channels';
import { type ConversationState, latestOf } from '../conversations';
import { type FaultName, WEBHOOK_FAULTS } from '../faults';
import { withServiceWebhook } from '../messages/services';
import { ownNumber } from '../own-number';
import type { Media, Message, OwnNumber, RichContent, Turn } from '../types';
import type { Beginning, Overlap } from './overlap';
import { holdMessage, receiveMessage } from './receive-message';
import { createTurn, type EngineParts, incomingMessage } from './turn-context';

/** A message that a phone sends to a number of yours. */
export type NewMessage = RichContent & {
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly media?: readonly Media[];
};

/** The messages that come in to numbers of yours. */
export type IncomingMessages = {
  /** Has a number receive a message. Resolves at the end of the turn. */
  readonly receive: (sent: NewMessage, number: OwnNumber) => Promise<Turn>;
  /** Has a number of yours receive a message of another one, for which nobody waits. */
  readonly arrive: EngineParts['arrive'];
  /** Turns that nobody waits for, but those that are held. */
  readonly underWay: () => Promise<Turn>[];
};

/** The fault `receivedTwice` of a message, and whether it has come before. */
type OwnFaults = { readonly faults: readonly FaultName[]; readonly isRepeated?: true };

export function createIncomingMessages(parts: EngineParts, overlap: Overlap): IncomingMessages {
  const { conversations, services, numbers, phones, clock, takeFaults, stopping } = parts;
  const unawaited = new Set<Promise<Turn>>();
  const leave = (turn: Promise<Turn>): void => {
    unawaited.add(turn);
    void turn.finally(() => unawaited.delete(turn));
  };

  const beginTurn = (
    message: Message,
    number: OwnNumber,
    conversation: ConversationState,
    { faults: names, held, participant }: Beginning,
    own: OwnFaults,
  ): Promise<Turn> => {
    const called = withServiceWebhook(number, services.ofNumber(number.number));
    const faults = new Set([...takeFaults(WEBHOOK_FAULTS), ...names, ...own.faults]);
    const how = { ...own, faults, held, participant, own: number };
    return receiveMessage(createTurn(message, called, conversation, how, parts));
  };
  const receiveOnce = (sent: NewMessage, number: OwnNumber, own: OwnFaults): Promise<Turn> => {
    const conversation = conversations.at(sent.from, sent.to);
    const arrived = (): Message =>
      incomingMessage(
        { media: [], ...sent, ...detailsOf(sent, latestOf(conversation), phones) },
        services.ofNumber(number.number)?.sid,
        clock.now(),
      );
    let message: Message | undefined;
    return overlap.receive({
      conversation,
      hold(names) {
        message = arrived();
        const held = { ...own, faults: new Set([...names, ...own.faults]), held: 'waiting' } as const;
        holdMessage(createTurn(message, number, conversation, held, parts));
      },
      begin({ held, ...how }) {
        const current = latestOf(conversation);
        // Where it was held, it is no more: it comes in anew.
        const stays = held === undefined || current !== conversation ? how : { ...how, held };
        return beginTurn((message ??= arrived()), number, current, stays, own);
      },
    });
  };
  const receive = (sent: NewMessage, number: OwnNumber): Promise<Turn> => {
    const faults = [...takeFaults(['receivedTwice'])];
    const turn = receiveOnce(sent, number, { faults });
    if (faults.length > 0) leave(receiveOnce(sent, number, { faults, isRepeated: true }));
    return turn;
  };
  return {
    receive,
    arrive({ from, to, body, media }) {
      const number = ownNumber(numbers, to);
      if (number === undefined || stopping.aborted) return;
      leave(receive({ from, to, body, media }, number));
    },
    underWay: () => [...unawaited].filter((turn) => !overlap.isHeld(turn)),
  };
}

/** What Twilio tells of a message's sender, and of the message that a tapped button stands below: the last one. */
export function detailsOf(
  { from, buttonPayload }: NewMessage,
  { messages }: ConversationState,
  phones: EngineParts['phones'],
) {
  const tapped = messages.findLast(
    ({ direction, status }) => direction === 'outbound' && status === 'delivered',
  );
  return {
    ...(channelOf(from) === 'whatsapp' && { profileName: phones.profileName(from) }),
    ...(buttonPayload !== undefined && tapped !== undefined && { repliesTo: tapped.sid }),
  };
}
