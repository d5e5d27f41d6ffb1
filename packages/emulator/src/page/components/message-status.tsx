import type { Message, Turn } from '../../engine/types';
import { dayOf, timeOf } from '../display/format';

const WORDS: Readonly<Record<Message['status'], string>> = {
  received: 'Received',
  accepted: 'Accepted',
  scheduled: 'Scheduled',
  canceled: 'Canceled',
  queued: 'Queued',
  sending: 'Sending',
  sent: 'Sent',
  delivered: 'Delivered',
  undelivered: 'Not delivered',
  failed: 'Not delivered',
};

/** Twilio has given up on it. */
export const isUndelivered = ({ status }: Message): boolean =>
  status === 'undelivered' || status === 'failed';

/** It is not on the phone, or not yet. */
export const isAway = ({ status }: Message): boolean => status !== 'received' && status !== 'delivered';

/**
 * The status of a sent message, and when Twilio has given up on it, its code.
 *
 * @param turn - its turn, which may have Twilio's title of the code.
 */
export function MessageStatus({ message, turn }: { message: Message; turn: Turn | undefined }) {
  const { status, errorCode, sendAt } = message;
  if (isUndelivered(message)) {
    const title = turn?.errors.find(({ code }) => code === errorCode)?.title;
    return (
      <strong class="bad">
        {[WORDS[status], errorCode, title].filter((part) => part !== undefined && part !== '').join(' · ')}
      </strong>
    );
  }
  if (status === 'scheduled' && sendAt !== undefined)
    return (
      <span>
        {WORDS[status]} for {dayOf(sendAt)} {timeOf(sendAt)}
      </span>
    );
  return <span>{WORDS[status]}</span>;
}
