import { countSegments } from './segments';
import type { EngineParts, TurnContext } from './turn-context';
import type { Message } from './types';

/** A message for a phone. */
export type OutboundMessage = Pick<Message, 'sid' | 'from' | 'to' | 'body' | 'media' | 'turn' | 'byTwilio'>;

/** What delivery needs. `isForgotten`: of the turn that it takes place in, if it does in one. */
export type DeliveryContext = Pick<EngineParts, 'clock' | 'conversations' | 'emit'> &
  Partial<Pick<TurnContext, 'isForgotten'>>;

/**
 * Delivers a message to a phone: adds it to the conversation of phone and sender, which begins with it when there is
 * none, and emits it.
 *
 * @returns the message; `undefined` when the phone has opted out, unless the message is Twilio's own.
 */
export function deliver(outbound: OutboundMessage, context: DeliveryContext): Message | undefined {
  const { clock, conversations, emit, isForgotten = () => false } = context;
  const { from, to, body, byTwilio } = outbound;
  const hasOptedOut = conversations.find(to, from)?.optedOut ?? false;
  if (hasOptedOut && !byTwilio) return undefined;
  const message: Message = {
    ...withOwnTexts(outbound),
    direction: 'outbound',
    status: 'delivered',
    segments: countSegments(body),
    at: clock.now(),
  };
  if (!isForgotten()) conversations.addMessage(conversations.at(to, from), message);
  emit({ type: 'message', message });
  return message;
}

/** A copy. A text that was cut out of a document keeps the whole document, of up to 64 kB, in memory. */
const withOwnTexts = (outbound: OutboundMessage): OutboundMessage =>
  JSON.parse(JSON.stringify(outbound)) as OutboundMessage;
