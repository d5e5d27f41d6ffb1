import { isWindowClosed } from '../channels';
import { debuggerEntry, type Problem } from '../debugger';
import { DELIVERY_FAULTS, undeliveredCode } from '../faults';
import { segmentsOf } from './segments';
import type { Status } from './statuses';
import { ownNumber } from '../own-number';
import { phonesEvent } from '../phones';
import type { EngineParts } from '../turn/turn-context';
import type { Message } from '../types';

/** A message for a phone, before it is sent. */
export type OutboundMessage = Pick<Message, 'sid' | 'from' | 'to' | 'body' | 'media' | 'turn' | 'byTwilio'>;

/** What delivery needs of the engine. */
export type DeliveryParts = Pick<
  EngineParts,
  | 'clock'
  | 'conversations'
  | 'emit'
  | 'numbers'
  | 'phones'
  | 'optOuts'
  | 'loopGuard'
  | 'takeFaults'
  | 'arrive'
>;

/**
 * Delivers a message that was not stored before: adds it to the conversation of phone and sender, which begins with it when
 * there is none, and emits it.
 *
 * @param isForgotten - of the turn that it takes place in.
 * @returns the message; `undefined` when the phone has opted out, unless the message is Twilio's own.
 */
export function deliver(
  outbound: OutboundMessage,
  parts: DeliveryParts,
  isForgotten: () => boolean = () => false,
): Message | undefined {
  const { clock, conversations, emit } = parts;
  if (!outbound.byTwilio && parts.optOuts.has(outbound.to, outbound.from)) return undefined;
  const message: Message = {
    ...withOwnTexts(outbound),
    direction: 'outbound',
    ...fateOf(outbound, parts),
    segments: segmentsOf(outbound.body, outbound.to),
    at: clock.now(),
  };
  if (!isForgotten()) conversations.addMessage(conversations.at(outbound.to, outbound.from), message);
  emit({ type: 'message', message });
  if (message.status === 'delivered') arriveAtNumber(message, parts);
  return message;
}

/** What becomes of a message that is sent now: it is delivered, waits for a phone that is off (`sent`), or is not delivered. */
export function fateOf({ from, to }: Pick<Message, 'from' | 'to'>, parts: DeliveryParts): Status {
  const { numbers, phones, loopGuard, takeFaults, emit } = parts;
  const faults = takeFaults(DELIVERY_FAULTS);
  if (faults.has('phoneOff')) {
    phones.set(to, false);
    emit(phonesEvent(phones));
  }
  const errorCode = undeliveredCode(faults);
  if (errorCode !== undefined) return { status: 'undelivered', errorCode };
  if (isOutsideWindow(from, to, parts)) return { status: 'undelivered', errorCode: 63016 };
  if (ownNumber(numbers, to) !== undefined && !loopGuard.allows(from, to))
    return { status: 'failed', errorCode: 14107 };
  return { status: phones.isOff(to) ? 'sent' : 'delivered' };
}

/** Whether a channel takes nothing but templates any more, which the emulator has not. */
function isOutsideWindow(
  from: string,
  to: string,
  { clock, conversations }: Pick<DeliveryParts, 'clock' | 'conversations'>,
): boolean {
  return isWindowClosed(to, conversations.find(to, from)?.lastIncomingAt, clock.now());
}

/** A number of yours that gets a message calls its webhook. */
export function arriveAtNumber(message: Message, { numbers, arrive }: DeliveryParts): void {
  if (ownNumber(numbers, message.to) !== undefined) arrive(message);
}

/** Changes the status of a stored message, and emits it. */
export function changeStatus(
  message: Message,
  { status, errorCode }: Status,
  { conversations, emit }: Pick<DeliveryParts, 'conversations' | 'emit'>,
): Message {
  const changed: Message = { ...message, status, ...(errorCode === undefined ? {} : { errorCode }) };
  const conversation = conversations.find(message.to, message.from);
  if (conversation !== undefined) conversations.replaceMessage(conversation, changed);
  emit({ type: 'status', message: changed });
  return changed;
}

/** What Twilio's debugger shows for a message that was not delivered. */
export const undeliveredProblem = ({ to, from, errorCode }: Message): Problem | undefined =>
  errorCode === undefined
    ? undefined
    : {
        code: errorCode as Problem['code'],
        detail: `The message from ${from} to ${to} was not delivered.`,
      };

/** The same, as an entry that no exchange has caused. */
export const undeliveredEntries = (message: Message) => {
  const problem = undeliveredProblem(message);
  return problem === undefined ? [] : [debuggerEntry(problem, null)];
};

/** A copy. A text that was cut out of a document keeps the whole document, of up to 64 kB, in memory. */
const withOwnTexts = (outbound: OutboundMessage): OutboundMessage =>
  JSON.parse(JSON.stringify(outbound)) as OutboundMessage;
