import type { Message, MessageStatus } from '../types';

/** The status of a message, and Twilio's code of why it was not delivered. */
export type Status = { readonly status: MessageStatus; readonly errorCode?: number };

/** The statuses that a message has after its first one, up to this one. */
export const statusesTo = (last: Status): Status[] =>
  last.status === 'failed'
    ? [last]
    : [{ status: 'sending' }, { status: 'sent' }, ...(last.status === 'sent' ? [] : [last])];

/** The status of a message. */
export const statusOf = ({ status, errorCode }: Message): Status =>
  errorCode === undefined ? { status } : { status, errorCode };
