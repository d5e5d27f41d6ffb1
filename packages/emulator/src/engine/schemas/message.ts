import { z } from 'zod';
import { MESSAGE } from '../limits';
import type { Location, Media, Message, MessageStatus, RichContent } from '../types';
import type { FieldsOf } from './rules';
import { address, flag, isTrue, messageSid, serviceSid, type Values } from './values';

const STATUSES = [
  'received',
  'accepted',
  'scheduled',
  'canceled',
  'queued',
  'sending',
  'sent',
  'delivered',
  'undelivered',
  'failed',
] as const satisfies MessageStatus[];

/** A message, and what it has in common with its turn. */
export function createMessageSchema({ object, listOf, text, short, url, time, count, degrees }: Values) {
  const location = object({
    latitude: degrees(90),
    longitude: degrees(180),
    label: text(MESSAGE.body).exactOptional(),
    address: text(MESSAGE.body).exactOptional(),
  } satisfies FieldsOf<Location>);
  const richContent = {
    buttonPayload: text(MESSAGE.payload).exactOptional(),
    location: location.exactOptional(),
  } satisfies FieldsOf<RichContent>;
  const content = {
    ...richContent,
    sid: messageSid,
    from: address,
    to: address,
    body: text(MESSAGE.body),
    media: listOf(object({ url, contentType: short } satisfies FieldsOf<Media>), MESSAGE.media),
    at: time,
  };
  const message = object({
    ...content,
    direction: z.enum(['inbound', 'outbound'], 'must be "inbound" or "outbound"'),
    status: z.enum(STATUSES, 'must be the status of a message'),
    segments: count,
    turn: messageSid,
    byTwilio: flag,
    byApi: isTrue.exactOptional(),
    errorCode: count.exactOptional(),
    service: serviceSid.exactOptional(),
    isSenderChosen: isTrue.exactOptional(),
    sendAt: time.exactOptional(),
    profileName: short.exactOptional(),
    repliesTo: messageSid.exactOptional(),
  } satisfies FieldsOf<Message>);
  return { content, message };
}
