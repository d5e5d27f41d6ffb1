import { onChannel, statusOnChannel } from './channel-parameters';
import { mediaSid } from '../sids';
import type { OptOutType } from './opt-out';
import type { Status } from '../messages/statuses';
import { countryOf } from './number-country';
import type { Message, Pair } from '../types';

/**
 * The parameters of the webhook for an incoming message, those of a captured request (April 2023). `fetchDocument` puts them in order.
 * Twilio sends an empty text for what it does not know; here that is every place but the country.
 * Source: https://www.twilio.com/docs/messaging/guides/webhook-request
 *
 * @param origin - where the REST API is, which leads to the files; without it, the files' own addresses are given.
 * @param optOutType - with Advanced Opt-Out: which keyword the message is.
 */
export function incomingParameters(
  message: Message,
  accountSid: string,
  origin?: string,
  optOutType?: OptOutType,
): Pair[] {
  const { sid, from, to, body, media, segments, service } = message;
  return onChannel(message, [
    ['ToCountry', countryOf(to)],
    ['ToState', ''],
    ['SmsMessageSid', sid],
    ['NumMedia', String(media.length)],
    ['ToCity', ''],
    ['FromZip', ''],
    ['SmsSid', sid],
    ...(optOutType === undefined ? [] : [['OptOutType', optOutType] as const]),
    ['FromState', ''],
    ['SmsStatus', 'received'],
    ['FromCity', ''],
    ['Body', body],
    ['FromCountry', countryOf(from)],
    ['To', to],
    ...serviceParameter(service),
    ['ToZip', ''],
    ['NumSegments', String(segments)],
    ['MessageSid', sid],
    ['AccountSid', accountSid],
    ['From', from],
    ['ApiVersion', '2010-04-01'],
    ...media.flatMap(({ url, contentType }, index): Pair[] => [
      [`MediaContentType${index}`, contentType],
      [`MediaUrl${index}`, origin === undefined ? url : fileUrl(origin, accountSid, sid, index)],
    ]),
  ]);
}

const fileUrl = (origin: string, accountSid: string, sid: string, index: number): string =>
  `${origin}/2010-04-01/Accounts/${accountSid}/Messages/${sid}/Media/${mediaSid(sid, index)}`;

const serviceParameter = (service: string | undefined): Pair[] =>
  service === undefined ? [] : [['MessagingServiceSid', service]];

/**
 * The parameters of a status callback, and of the request for a `<Message>`'s `action`. A carrier's receipt has its time.
 * `fetchDocument` puts them in order.
 * Sources: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status, captured requests (2023), and
 * https://twilio.com/en-us/changelog/addition-of-rawdlrdonedate-to-delivered-and-undelivered-status-webhooks
 */
export const statusParameters = (
  { sid, from, to, service }: Pick<Message, 'sid' | 'from' | 'to' | 'service'>,
  last: Status,
  accountSid: string,
  now: number,
): Pair[] => {
  const { status, errorCode } = last;
  return statusOnChannel({ from, to }, last, [
    ...(status === 'delivered' || status === 'undelivered'
      ? [['RawDlrDoneDate', receiptDate(now)] as const]
      : []),
    ...(errorCode === undefined ? [] : [['ErrorCode', String(errorCode)] as const]),
    ['SmsSid', sid],
    ['SmsStatus', status],
    ['MessageStatus', status],
    ['To', to],
    ...serviceParameter(service),
    ['MessageSid', sid],
    ['AccountSid', accountSid],
    ['From', from],
    ['ApiVersion', '2010-04-01'],
  ]);
};

/** `YYMMDDhhmm`. */
const receiptDate = (now: number): string => new Date(now).toISOString().replace(/\D/g, '').slice(2, 12);
