import { SegmentedMessage } from 'sms-segments-calculator';
import { addMessage, addTurn, type ConversationState } from './conversations';
import type { Outgoing } from './scene';
import { newSid } from './sids';
import type { World } from './take-turn';
import type { DebuggerEntry, EmulatorEvent, Exchange, Media, Message, FaultName, Turn } from './types';

/** A message that a phone sends to a number of yours. */
export type Sent = {
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly media: readonly Media[];
};

/** What comes of one message, shown as it comes: to nobody, once its conversation is forgotten. */
export type TurnRecord = {
  readonly sid: string;
  readonly segments: number;
  readonly exchanges: Exchange[];
  readonly errors: DebuggerEntry[];
  /** Shows the message on its phone. */
  readonly showMessage: () => void;
  /** Tells that the turn has begun. */
  readonly begin: () => void;
  /** Shows a reply on the phone that it goes to. */
  readonly reply: (outgoing: Outgoing, byTwilio: boolean) => void;
  readonly end: () => Turn;
};

export function recordTurn(
  sent: Sent,
  state: ConversationState,
  faults: ReadonlySet<FaultName>,
  { clock, conversations, emit }: World,
): TurnRecord {
  const { now: at, offset: clockOffset } = clock.read();
  const started = performance.now();
  const sid = newSid(sent.media.length > 0 ? 'MM' : 'SM');
  const segments = segmentsOf(sent.body);
  const before = state.jar.list(clockOffset);
  const replies: Message[] = [];
  const exchanges: Exchange[] = [];
  const errors: DebuggerEntry[] = [];

  const isSeen = () => conversations.isCurrent(state);
  const tell = (event: EmulatorEvent): void => {
    if (isSeen()) emit(event);
  };
  const soFar = (durationMs: number | null): Turn => {
    const cookies = { before, after: state.jar.list(clock.read().offset) };
    const happened = { faults: [...faults], durationMs, replies, errors, exchanges, cookies };
    return { ...sent, sid, at, clockOffset, ...happened };
  };
  return {
    sid,
    segments,
    exchanges,
    errors,
    showMessage() {
      const how = { direction: 'inbound', status: 'received', at, turn: sid, byTwilio: false } as const;
      const message: Message = { ...sent, sid, segments, ...how };
      addTurn(state, soFar(null));
      addMessage(state, message);
      tell({ type: 'message', message });
    },
    begin() {
      tell({ type: 'turn', turn: soFar(null), optedOut: state.optedOut });
    },
    reply(outgoing, byTwilio) {
      const how = { direction: 'outbound', status: 'delivered', at: clock.now(), turn: sid } as const;
      const message: Message = { ...outgoing, ...how, segments: segmentsOf(outgoing.body), byTwilio };
      replies.push(message);
      if (!isSeen()) return;
      addMessage(conversations.at(outgoing.to, outgoing.from), message);
      emit({ type: 'message', message });
    },
    end() {
      const turn = soFar(performance.now() - started);
      state.turns[state.turns.length - 1] = turn; // a pair's turns wait for each other: it is the last
      tell({ type: 'turn', turn, optedOut: state.optedOut });
      return turn;
    },
  };
}

/** How many SMS segments a text takes: 160 or 153 characters of GSM-7 each, or 70 or 67 of UCS-2. */
const segmentsOf = (body: string): number => Math.max(1, new SegmentedMessage(body).segmentsCount);
