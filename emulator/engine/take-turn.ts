import { SegmentedMessage } from 'sms-segments-calculator';
import type { EmulatorClock } from './clock';
import type { Conversations, ConversationState } from './conversations';
import { debuggerEntry } from './debugger';
import type { Limits } from './http';
import { OPT_OUT_REPLIES, optOutWord } from './opt-out';
import { runTurn } from './run-turn';
import type { Outgoing } from './scene';
import { newSid } from './sids';
import type {
  Clock,
  DebuggerEntry,
  EmulatorEvent,
  Exchange,
  Media,
  Message,
  OwnNumber,
  TroubleName,
  Turn,
} from './types';
import { type Account, incomingParameters } from './webhook';

/** What every turn shares. */
export type World = {
  readonly account: Account;
  readonly limits: Limits;
  readonly clock: EmulatorClock;
  readonly conversations: Conversations;
  readonly numbers: ReadonlyMap<string, OwnNumber>;
  readonly emit: (event: EmulatorEvent) => void;
  readonly advance: (ms: number) => Clock;
  /** The trouble for the message that is sent now. */
  readonly takeTrouble: () => ReadonlySet<TroubleName>;
};

type Sent = {
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly media: readonly Media[];
};

/** Lets a phone send one message to a number, and does all that Twilio does about it. Never rejects. */
export async function takeTurn(
  sent: Sent,
  number: OwnNumber,
  state: ConversationState,
  world: World,
): Promise<Turn> {
  const { account, clock, conversations, emit } = world;
  const { from, to, body, media } = sent;
  const { now: at, offset: clockOffset } = clock.read();
  const started = performance.now();
  const sid = newSid(media.length > 0 ? 'MM' : 'SM');
  const segments = segmentsOf(body);
  const before = state.jar.list(clockOffset);
  const trouble = world.takeTrouble();
  const replies: Message[] = [];
  const exchanges: Exchange[] = [];
  const errors: DebuggerEntry[] = [];
  const turnSoFar = (durationMs: number | null): Turn => {
    const cookies = { before, after: state.jar.list(clock.read().offset) };
    return {
      ...sent,
      sid,
      at,
      clockOffset,
      trouble: [...trouble],
      durationMs,
      replies,
      errors,
      exchanges,
      cookies,
    };
  };
  const reply = (outgoing: Outgoing, byTwilio: boolean): void => {
    const how = { direction: 'outbound', status: 'delivered', at: clock.now(), turn: sid } as const;
    const message: Message = { ...outgoing, ...how, segments: segmentsOf(outgoing.body), byTwilio };
    replies.push(message);
    conversations.at(outgoing.to, outgoing.from).messages.push(message);
    emit({ type: 'message', message });
  };

  const index = state.turns.push(turnSoFar(null)) - 1;
  const how = { direction: 'inbound', status: 'received', at, turn: sid, byTwilio: false } as const;
  const incoming: Message = { ...sent, sid, segments, ...how };
  state.messages.push(incoming);
  emit({ type: 'message', message: incoming });

  const word = optOutWord(body, state.optedOut);
  if (word === 'stop' || word === 'start') state.optedOut = word === 'stop';
  emit({ type: 'turn', turn: turnSoFar(null), optedOut: state.optedOut });
  if (word !== undefined) {
    reply({ sid: newSid('SM'), from: to, to: from, body: OPT_OUT_REPLIES[word], media: [] }, true);
  }

  const cookie = state.jar.header(number.smsUrl);
  const otherCookie = trouble.has('loseCookie')
    ? ''
    : trouble.has('staleCookie')
      ? state.lastCookie
      : undefined;
  state.lastCookie = cookie;

  await runTurn({
    ...world,
    jar: state.jar,
    now: clock.now,
    number,
    phone: from,
    parameters: incomingParameters({ ...sent, sid, segments }, account),
    isOwnNumber: (wanted) => world.numbers.has(wanted),
    cookie: otherCookie,
    trouble,
    pass: world.advance,
    record: (exchange) => exchanges.push(exchange) - 1,
    report: (problem, exchange) => errors.push(debuggerEntry(problem, exchange)),
    deliver(outgoing) {
      if (conversations.find(outgoing.to, outgoing.from)?.optedOut === true) return false;
      reply(outgoing, false);
      return true;
    },
  });

  const turn = turnSoFar(performance.now() - started);
  state.turns[index] = turn;
  emit({ type: 'turn', turn, optedOut: state.optedOut });
  return turn;
}

/** How many SMS segments a text takes: 160 or 153 characters of GSM-7 each, or 70 or 67 of UCS-2. */
const segmentsOf = (body: string): number => Math.max(1, new SegmentedMessage(body).segmentsCount);
