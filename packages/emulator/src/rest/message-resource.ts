import { titleOf } from '../engine/debugger';
import type { LoggedMessage } from '../engine/messages/message-log';
import { mediaSid } from '../engine/sids';
import type { Message } from '../engine/types';
import { rfc2822 } from './dates';

/** The path of an account. */
export const accountPath = (accountSid: string): string => `/2010-04-01/Accounts/${accountSid}`;

/** A Message, as the API answers it. Source: https://www.twilio.com/docs/messaging/api/message-resource */
export function messageResource(
  { message, createdAt, updatedAt, sentAt }: Omit<LoggedMessage, 'serial'>,
  accountSid: string,
): object {
  const { sid, to, body, status, media, segments, service, errorCode } = message;
  const path = `${accountPath(accountSid)}/Messages/${sid}`;
  // Which sender a Messaging Service takes, and so the segments and the price, is known when it sends.
  const isWithService = service !== undefined && message.direction === 'outbound';
  const isOpen = isWithService && (status === 'accepted' || status === 'scheduled' || status === 'canceled');
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    body,
    date_created: rfc2822(createdAt),
    date_sent: sentAt === null ? null : rfc2822(sentAt),
    date_updated: rfc2822(updatedAt),
    direction: directionOf(message),
    error_code: errorCode ?? null,
    error_message: errorCode === undefined ? null : titleOf(errorCode),
    from: isOpen && message.isSenderChosen === true ? null : message.from,
    messaging_service_sid: service ?? null,
    num_media: String(media.length),
    num_segments: isOpen ? '0' : String(segments),
    price: null,
    price_unit: isOpen ? null : 'USD',
    sid,
    status,
    subresource_uris: { media: `${path}/Media.json` },
    to,
    uri: `${path}.json`,
  };
}

const directionOf = ({ direction, byApi }: Message): string =>
  direction === 'inbound' ? 'inbound' : byApi === true ? 'outbound-api' : 'outbound-reply';

/** The Media of a Message. Source: https://www.twilio.com/docs/messaging/api/media-resource */
export const mediaResource = (
  { message: { sid: parent, media }, createdAt, updatedAt }: LoggedMessage,
  index: number,
  accountSid: string,
): object => {
  const sid = mediaSid(parent, index);
  return {
    account_sid: accountSid,
    content_type: media[index]?.contentType ?? null,
    date_created: rfc2822(createdAt),
    date_updated: rfc2822(updatedAt),
    parent_sid: parent,
    sid,
    uri: `${accountPath(accountSid)}/Messages/${parent}/Media/${sid}.json`,
  };
};
