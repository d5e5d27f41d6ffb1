import type { ConversationState, WaitingMessage } from '../conversations';
import { defined } from '../defined';
import { type Addresses, addressesOf } from '../http/public-address';
import { arriveAtNumber, changeStatus, fateOf, undeliveredEntries } from './delivery';
import { ownNumber } from '../own-number';
import { fitExchange, newExchangeRoom } from '../turn/fit-exchange';
import { advancedOptOutOf } from '../opt-out-settings';
import { deliverWhenOn } from './late-delivery';
import { segmentsOf } from './segments';
import { newMessageSid } from '../sids';
import { addToPastTurn, pastTurn, queueStatusCallbacks } from './status-callbacks';
import { type Status, statusesTo } from './statuses';
import type { EngineParts } from '../turn/turn-context';
import type { Exchange, Media, Message, Turn } from '../types';

/** A message that the REST API was told to send, and that nothing is wrong with. */
export type ApiMessage = {
  /** A number of yours, or a sender's name. */
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly media: readonly Media[];
  /** The Messaging Service that sends it, and whether that has chosen `from`. */
  readonly service?: { readonly sid: string; readonly hasChosen: boolean };
  /** Address of its status callbacks. */
  readonly statusCallback?: string;
  /** When it is sent, in the emulator's time, in milliseconds since 1970; at once by default. */
  readonly sendAt?: number;
  /** `I-Twilio-Idempotency-Token` of the request in which it was sent, when that is known. */
  readonly causedBy?: string;
};

/** Messages that the REST API sends. */
export type ApiMessages = {
  /**
   * Stores and emits the message, and has it sent.
   *
   * @param exchangeOf - the request that it came by, and its answer, for display.
   */
  readonly send: (sent: ApiMessage, exchangeOf: (message: Message) => Exchange) => Message;
  /** Goes on with a message of a conversation that was put back or restored. What should have been sent meanwhile is sent at once. */
  readonly resume: (waiting: WaitingMessage, conversation: ConversationState) => void;
  /** Whether one more message can be scheduled. */
  readonly canSchedule: () => boolean;
  /**
   * Whether a message of a number is refused because its phone has opted out. With Advanced Opt-Out it is accepted, and fails.
   * Source: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
   */
  readonly isRefused: (message: Pick<Message, 'from' | 'to'>) => boolean;
  /** Cancels a scheduled message. `undefined` when there is no such message any more. */
  readonly cancel: (sid: string) => Message | undefined;
  /** The scheduled messages, the next one first. */
  readonly scheduled: () => Message[];
  /** Whether one is on its way; those that are scheduled or wait for a phone are not. */
  readonly isUnderWay: () => boolean;
  /** Resolves when none is on its way. */
  readonly settled: () => Promise<void>;
};

/** How many messages may be scheduled. Twilio has a limit too. Source: https://www.twilio.com/docs/api/errors/35125 */
export const MAX_SCHEDULED = 10_000;

export function createApiMessages(parts: EngineParts): ApiMessages {
  const { clock, conversations, emit, schedule, services, optOuts, causes, numbers, phones } = parts;
  type Waiting = {
    readonly message: Message;
    readonly conversation: ConversationState;
    readonly url: string | undefined;
    readonly cancel: () => void;
  };
  const waiting = new Map<string, Waiting>();
  const underWay = new Set<Promise<void>>();

  /** Sends a message, after the answer to the request. */
  function dispatch(message: Message, url: string | undefined, conversation: ConversationState): void {
    const own = { end: () => undefined, message: { for: 'request', message, ...defined({ url }) } } as const;
    conversation.waiting.add(own);
    const sending = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      underWay.delete(sending);
      const isWaiting = conversation.waiting.delete(own);
      if (isWaiting && conversations.isCurrent(conversation)) sendNow(message, url, conversation);
    });
    underWay.add(sending);
  }

  /** Sends a message at its time. */
  function sendLater(message: Message, url: string | undefined, conversation: ConversationState): void {
    const { sid, sendAt = clock.now() } = message;
    const end = (): void => {
      waiting.delete(sid);
      conversation.waiting.delete(own);
    };
    const stopWaiting = schedule.add(sendAt, () => {
      end();
      sendNow(message, url, conversation);
    });
    const cancel = (): void => {
      end();
      stopWaiting();
    };
    const own = { end: cancel, message: { for: 'time', message, ...defined({ url }) } } as const;
    waiting.set(sid, { message, conversation, url, cancel });
    conversation.waiting.add(own);
  }

  function sendNow(message: Message, url: string | undefined, conversation: ConversationState): void {
    const isFromService = message.service !== undefined;
    const last: Status = optOuts.has(message.to, message.from)
      ? { status: 'failed', errorCode: 21610 }
      : fateOf(message, parts);
    const statuses: Status[] = [
      ...(isFromService && last.status !== 'failed' ? [{ status: 'queued' } as const] : []),
      ...statusesTo(last),
    ];
    let current = withSender(message);
    for (const status of statuses) current = changeStatus(current, status, parts);
    if (current.status === 'delivered') arriveAtNumber(current, parts);
    addToPastTurn({ exchanges: [], errors: undeliveredEntries(current) }, message.sid, conversation, parts);
    tell(current, url, statuses, conversation);
    if (current.status === 'sent') deliverWhenOn(current, url, conversation, parts);
  }

  const tell = (
    of: Message,
    url: string | undefined,
    statuses: readonly Status[],
    conversation: ConversationState,
  ): void => {
    if (url === undefined || url === '') return;
    queueStatusCallbacks([{ url, of, statuses }], pastTurn(of.sid, conversation), parts);
  };

  return {
    send(sent, exchangeOf) {
      const { from, to, body, service, statusCallback: url, sendAt, causedBy } = sent;
      const media = onThisMachine(sent.media, addressesOf(ownNumber(numbers, from), numbers.values()));
      const conversation = conversations.at(to, from);
      const sid = newMessageSid(media);
      const status = sendAt !== undefined ? 'scheduled' : service === undefined ? 'queued' : 'accepted';
      const message: Message = {
        ...{ sid, from, to, body, media, status },
        direction: 'outbound',
        segments: segmentsOf(body, to),
        at: clock.now(),
        turn: sid,
        byTwilio: false,
        byApi: true,
        ...(service === undefined ? {} : { service: service.sid }),
        ...(service?.hasChosen === true ? { isSenderChosen: true } : {}),
        ...(sendAt === undefined ? {} : { sendAt }),
      };
      const cause = causedBy === undefined ? undefined : causes.get(causedBy)?.turn;
      const turn = turnOf(message, conversation, exchangeOf(message), clock.read().offset, cause);
      conversations.addTurn(conversation, turn);
      conversations.addMessage(conversation, message);
      emit({ type: 'message', message });
      emit({ type: 'turn', turn, optedOut: conversation.optedOut });
      if (sendAt === undefined) dispatch(message, url, conversation);
      else sendLater(message, url, conversation);
      if (service?.hasChosen === true) services.keepSender(service.sid, to, from);
      return message;
    },
    resume({ for: why, message, url, until }, conversation) {
      if (why === 'time') sendLater(message, url, conversation);
      else if (why === 'request') dispatch(message, url, conversation);
      else {
        deliverWhenOn(message, url, conversation, parts, until);
        if (!phones.isOff(message.to)) phones.set(message.to, true);
      }
    },
    canSchedule: () => waiting.size < MAX_SCHEDULED,
    isRefused: ({ from, to }) => optOuts.has(to, from) && advancedOptOutOf(from, parts) === undefined,
    cancel(sid) {
      const found = waiting.get(sid);
      if (found === undefined) return undefined;
      found.cancel();
      const canceled = changeStatus(found.message, { status: 'canceled' }, parts);
      tell(canceled, found.url, [{ status: 'canceled' }], found.conversation);
      return canceled;
    },
    scheduled: () =>
      [...waiting.values()].map(({ message }) => message).sort((a, b) => Number(a.sendAt) - Number(b.sendAt)),
    isUnderWay: () => underWay.size > 0,
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

/** Where the files can be had here, when they are of an app with a public address. */
const onThisMachine = (media: readonly Media[], { localOf }: Addresses): Media[] =>
  media.map(({ url, contentType }) => ({ url: localOf(url) ?? url, contentType }));

/** A message whose sender is known to all, once it is sent. */
function withSender(message: Message): Message {
  const known = { ...message };
  delete known.isSenderChosen;
  return known;
}

/** What API and page show of it: the request, and later its status callbacks. */
function turnOf(
  message: Message,
  { jar }: ConversationState,
  exchange: Exchange,
  clockOffset: number,
  cause: string | undefined,
): Turn {
  const { sid, from, to, body, media, at } = message;
  const cookies = jar.list();
  return {
    sid,
    byApi: true,
    ...(cause === undefined ? {} : { cause }),
    from: to,
    to: from,
    ...{ body, media, at, clockOffset },
    faults: [],
    durationMs: 0,
    replies: [message],
    errors: [],
    exchanges: [fitExchange(exchange, newExchangeRoom())],
    cookies: { before: cookies, after: cookies },
  };
}
