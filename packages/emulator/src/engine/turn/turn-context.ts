import type { Background } from '../background';
import type { Participant } from './barrier';
import type { EmulatorClock } from '../clock';
import type { Conversations, ConversationState } from '../conversations';
import { channelOf } from '../channels';
import { debuggerEntry, type Problem } from '../debugger';
import type { FaultName } from '../faults';
import { type ExchangeRoom, newExchangeRoom } from './fit-exchange';
import type { HttpOptions } from '../http/http-request';
import { type Addresses, addressesOf } from '../http/public-address';
import type { LoopGuard } from './loop-guard';
import type { Phones } from '../phones';
import type { Schedule } from '../messages/schedule';
import type { Services } from '../messages/services';
import type { OptOutType } from './opt-out';
import { newTurnReports, type RunningReports, type TurnReports, viewOfReports } from './turn-reports';
import type { OptOuts } from '../opt-outs';
import type { CookieSource } from '../http/jar';
import type { MessageLog } from '../messages/message-log';
import { segmentsOf } from '../messages/segments';
import { newMessageSid } from '../sids';
import type { Account } from '../http/signed-request';
import type { Status } from '../messages/statuses';
import type {
  Clock,
  DebuggerEntry,
  EmulatorEvent,
  Exchange,
  Held,
  JarCookie,
  Media,
  Message,
  OwnNumber,
  RichContent,
  Turn,
  TurnDocument,
} from '../types';

/** What the turns of one engine share. */
export type EngineParts = HttpOptions & {
  readonly account: Account;
  readonly clock: EmulatorClock;
  readonly conversations: Conversations;
  readonly numbers: ReadonlyMap<string, OwnNumber>;
  /** What the REST API has of a conversation, to keep it when another is put in its place. */
  readonly log: Pick<MessageLog, 'of' | 'putBack'>;
  readonly emit: (event: EmulatorEvent) => void;
  readonly background: Background;
  /** Moves the emulator's clock ahead, in milliseconds. */
  readonly advance: (ms: number) => Clock;
  readonly schedule: Schedule;
  readonly services: Services;
  readonly optOuts: OptOuts;
  readonly phones: Phones;
  readonly loopGuard: LoopGuard;
  /** Those of these faults that are on; those for one message are off afterwards. */
  readonly takeFaults: (names: readonly FaultName[]) => ReadonlySet<FaultName>;
  /** Has a number of yours receive a message of another one. */
  readonly arrive: (message: Pick<Message, 'from' | 'to' | 'body' | 'media'>) => void;
  readonly causes: Causes;
  /** The Sync documents of the turns that run, by the SIDs of these. They are changed in place. */
  readonly touchedByTurn: Map<string, TouchedDocuments>;
  /** What is told of the Functions' calls in the turns that run, by the SIDs of these. */
  readonly runningReports: Map<string, RunningReports>;
  readonly underWay: UnderWay;
  /** Where the REST API is, such as `http://localhost:1337`; `undefined` when it is not served. */
  readonly origin: () => string | undefined;
};

/** The Sync documents that a turn has used, and how many uses of others are not shown. */
export type TouchedDocuments = { documents: readonly TurnDocument[]; leftOut: number };

/** The turns that requests were made in, by their `I-Twilio-Idempotency-Token`: what such a request leads to is of that turn. */
export type Causes = Map<string, Cause>;

/** The SID of a turn, and its conversation. */
export type Cause = { readonly turn: string; readonly from: string; readonly to: string };

/** The requests that are under way, by the same token, each with why the Function that answers it has failed. */
export type UnderWay = Map<string, { why?: string }>;

/** How many requests are remembered. */
const MAX_CAUSES = 10_000;

/** Remembers the turn of a request. */
export function noteCause(causes: Causes, token: string, cause: Cause): void {
  causes.set(token, cause);
  const [oldest] = causes.keys();
  if (causes.size > MAX_CAUSES && oldest !== undefined) causes.delete(oldest);
}

/** What a turn needs, and what it has done so far. Its first request waits for those of its `Participant`. */
export type TurnContext = EngineParts &
  Partial<Participant> & {
    /** For what outlives the turn, and must not keep it in memory. */
    readonly engine: EngineParts;
    /** SID of the incoming message. */
    readonly cause: string;
    /** The incoming message. */
    readonly message: Message;
    /** The number that it was sent to, with the webhook of its Messaging Service if that is called. */
    readonly number: OwnNumber;
    /** What is known by a `publicUrl`: that of the number before that of others. */
    readonly addresses: Addresses;
    readonly conversation: ConversationState;
    /** Of a message that the fault `overlap` or `overtake` holds or held. */
    readonly held: Held | undefined;
    /** Whether the message has come before: fault `receivedTwice`. */
    readonly isRepeated: boolean;
    /** SID of the oldest turn of the pair that ran when this one began. */
    overlaps: string | undefined;
    /** With Advanced Opt-Out: which keyword the message is. */
    optOutType: OptOutType | undefined;
    /** The faults on purpose that are on for this message. */
    readonly faults: ReadonlySet<FaultName>;
    /** The cookies that the message's requests are sent with: the jar's, unless a fault has others. */
    readonly cookies: CookieSource;
    /** Whether what answers set is kept. */
    readonly keepsCookies: boolean;
    /** The clock's offset, in milliseconds, and the jar when the message was sent. */
    readonly before: { readonly clockOffset: number; readonly cookies: readonly JarCookie[] };
    /** Whether the conversation has been forgotten. Then `emit` does nothing, and no conversation is to be changed. */
    readonly isForgotten: () => boolean;

    readonly replies: Message[];
    readonly exchanges: Exchange[];
    /** How much more these may take. */
    readonly exchangeRoom: ExchangeRoom;
    readonly errors: DebuggerEntry[];
    readonly touched: TouchedDocuments;
    readonly reports: TurnReports;
    /** The status callbacks that are made when the turn has ended, in their order. */
    readonly statusCallbacks: StatusCallback[];
    /** By how much faults have moved the clock in it, in milliseconds. */
    clockMoved: number;
    /** How many documents the webhook and its redirects have led to, the first one included. */
    documents: number;
    /** How many messages were sent, or blocked by an opt-out. */
    messages: number;
    /** Whether there were more messages than Twilio sends, which is reported once. */
    isOverLimit: boolean;
  };

/** What a request needs of its turn, and what it adds to it. */
export type FetchContext = HttpOptions &
  Partial<Participant> &
  Pick<
    TurnContext,
    | 'account'
    | 'addresses'
    | 'clock'
    | 'numbers'
    | 'conversation'
    | 'cookies'
    | 'keepsCookies'
    | 'exchanges'
    | 'exchangeRoom'
    | 'errors'
    | 'causes'
    | 'underWay'
  > & {
    /** SID of the message in whose turn it is made. */
    readonly cause: string;
    /** The faults on purpose that are on for the message. */
    readonly faults?: ReadonlySet<FaultName>;
  };

/** The address that is told of these statuses of a message, in their order. */
export type StatusCallback = {
  readonly url: string;
  readonly of: Pick<Message, 'sid' | 'from' | 'to' | 'service'>;
  readonly statuses: readonly Status[];
};

/** A message that comes in now. */
export function incomingMessage(
  sent: RichContent & {
    readonly from: string;
    readonly to: string;
    readonly body: string;
    readonly media: readonly Media[];
    readonly profileName?: string;
    readonly repliesTo?: string;
  },
  service: string | undefined,
  at: number,
): Message {
  const sid = newMessageSid(sent.media);
  return {
    ...sent,
    sid,
    ...(service === undefined ? {} : { service }),
    segments: segmentsOf(sent.body, sent.to),
    direction: 'inbound',
    status: 'received',
    at,
    turn: sid,
    byTwilio: false,
  };
}

/** Begins the turn of a message. Nothing is stored or emitted yet. */
export function createTurn(
  message: Message,
  number: OwnNumber,
  conversation: ConversationState,
  {
    faults,
    held,
    participant,
    own = number,
    isRepeated = false,
  }: {
    readonly faults: ReadonlySet<FaultName>;
    readonly isRepeated?: boolean;
    readonly held?: Held | undefined;
    readonly participant?: Participant | undefined;
    /** The number with its own webhook. */
    readonly own?: OwnNumber;
  },
  engine: EngineParts,
): TurnContext {
  const { offset: clockOffset } = engine.clock.read();
  const keepsCookies = channelOf(number.number) === 'sms' || number.channelCookies !== false;
  const cookies = keepsCookies ? cookiesFor(conversation, faults) : NO_COOKIES;
  const isForgotten = () => !engine.conversations.isCurrent(conversation);
  // With a prototype: an object with copies of all these fields is a slow one, and each turn reads them hundreds of times.
  return Object.assign(Object.create(engine) as EngineParts, participant, {
    engine,
    emit(event: EmulatorEvent) {
      if (!isForgotten()) engine.emit(event);
    },
    cause: message.sid,
    message,
    number,
    addresses: addressesOf(own, engine.numbers.values()),
    conversation,
    held,
    isRepeated,
    overlaps: undefined,
    optOutType: undefined,
    faults,
    cookies,
    keepsCookies,
    isForgotten,
    replies: [],
    exchanges: [],
    exchangeRoom: newExchangeRoom(),
    errors: [],
    touched: { documents: [], leftOut: 0 },
    reports: newTurnReports(),
    statusCallbacks: [],
    clockMoved: 0,
    documents: 1,
    messages: 0,
    isOverLimit: false,
    before: { clockOffset, cookies: conversation.jar.list() },
  });
}

/** Sends none. */
export const NO_COOKIES: CookieSource = { header: () => '' };

function cookiesFor(
  { jar, running, lastCookies, previousCookies }: ConversationState,
  faults: ReadonlySet<FaultName>,
): CookieSource {
  if (faults.has('loseCookie')) return NO_COOKIES;
  if (!faults.has('staleCookie')) return jar;
  return (running.size > 0 ? previousCookies : lastCookies) ?? NO_COOKIES;
}

/** Adds a problem to the turn's debugger entries. `exchange`: index of the exchange that caused it. */
export function report(
  { errors }: Pick<TurnContext, 'errors'>,
  problem: Problem,
  exchange: number | null,
): void {
  addEntry(errors, debuggerEntry(problem, exchange));
}

/** Adds an entry to a turn's debugger entries, unless there are too many warnings. */
export function addEntry(errors: DebuggerEntry[], entry: DebuggerEntry): void {
  const warnings = errors.filter(({ level }) => level === 'warning').length;
  if (entry.level === 'error' || warnings < MAX_WARNINGS) errors.push(entry);
  else if (warnings === MAX_WARNINGS) {
    errors.push({ ...entry, detail: `${entry.detail} There are more warnings, which are left out.` });
  }
}

/** A document of 64 kB can have 16,000 mistakes. */
const MAX_WARNINGS = 100;

/** The turn as API and page show it. `durationMs`: `null` while it runs. */
export function viewOfTurn(context: TurnContext, durationMs: number | null): Turn {
  const { message, before, faults, held, overlaps, replies, errors, exchanges, conversation, touched } =
    context;
  const { sid, from, to, body, media, at, buttonPayload, location } = message;
  return {
    sid,
    from,
    to,
    body,
    media,
    at,
    ...(buttonPayload === undefined ? {} : { buttonPayload }),
    ...(location === undefined ? {} : { location }),
    clockOffset: before.clockOffset,
    ...(context.clockMoved === 0 ? {} : { clockMoved: context.clockMoved }),
    faults: [...faults],
    ...(held === undefined ? {} : { held }),
    ...(context.isRepeated ? { repeated: true } : {}),
    ...(overlaps === undefined ? {} : { overlaps }),
    durationMs,
    replies: [...replies],
    errors: [...errors],
    exchanges: [...exchanges],
    cookies: { before: before.cookies, after: conversation.jar.list() },
    ...viewOfTouched(touched),
    ...viewOfReports(context.reports),
  };
}

/** What a turn shows of its documents; nothing when there are none. */
export const viewOfTouched = ({ documents, leftOut }: TouchedDocuments) => ({
  ...(documents.length === 0 ? {} : { documents }),
  ...(leftOut === 0 ? {} : { documentsLeftOut: leftOut }),
});
