import { statusOf } from './client';
import { withRetries } from './retry';

/** A message as it is sent by REST. Source: https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource */
export type NewMessage = {
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly mediaUrl?: string[];
  readonly messagingServiceSid?: string;
  readonly scheduleType?: 'fixed';
  readonly sendAt?: Date;
};

/** What is used of Twilio's client, of any version. */
export type MessagesClient = {
  readonly messages: {
    (sid: string): {
      readonly fetch: () => Promise<{ readonly status: string }>;
      readonly update: (changes: { status: 'canceled' }) => Promise<unknown>;
    };
    readonly create: (message: NewMessage) => Promise<{ readonly sid: string }>;
  };
};

/** Whether Twilio has said that it did not do what it was asked. */
export function isRefused(error: unknown): boolean {
  const status = statusOf(error);
  return status !== undefined && status >= 400 && status < 500;
}

/**
 * Sends or schedules a message. Tried again only when Twilio was too busy: where no answer comes, the message may be on its
 * way, and the API has no key that keeps it from being sent twice.
 *
 * @returns its SID.
 */
export async function createMessage(
  client: MessagesClient,
  message: NewMessage,
  signal: AbortSignal,
): Promise<string> {
  const { sid } = await withRetries(signal, () => client.messages.create(message), isBusy);
  return sid;
}

const isBusy = (error: unknown): boolean => statusOf(error) === 429;

/** The statuses of a message that was not sent. */
const NOT_SENT = ['scheduled', 'canceled', 'failed'];

/** Cancels a scheduled message. Returns whether it was sent before. */
export async function cancelMessage(
  client: MessagesClient,
  sid: string,
  signal: AbortSignal,
): Promise<'canceled' | 'sent'> {
  try {
    await withRetries(signal, () => client.messages(sid).update({ status: 'canceled' }));
    return 'canceled';
  } catch (error) {
    if (statusOf(error) === 404) return 'canceled'; // it was deleted
    if (!isRefused(error)) throw error;
    const status = await statusOfMessage(client, sid, signal);
    if (status === 'scheduled') throw error;
    return NOT_SENT.includes(status) ? 'canceled' : 'sent';
  }
}

/** Whether a scheduled message was sent. */
export async function isSent(client: MessagesClient, sid: string, signal: AbortSignal): Promise<boolean> {
  return !NOT_SENT.includes(await statusOfMessage(client, sid, signal));
}

async function statusOfMessage(
  { messages }: MessagesClient,
  sid: string,
  signal: AbortSignal,
): Promise<string> {
  const { status } = await withRetries(signal, () => messages(sid).fetch());
  return status;
}
