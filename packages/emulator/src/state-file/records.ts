import { z } from 'zod';
import { numberInput } from '../api/input';
import { acceptsMedia } from '../api/media-store';
import { isNumberAddress } from '../engine/channels';
import type { SavedConversation, WaitingMessage } from '../engine/conversations';
import { defined } from '../engine/defined';
import { FAULT_SETTINGS, forEachFault } from '../engine/faults';
import type { SavedCookie } from '../engine/http/jar';
import type { LoggedMessage } from '../engine/messages/message-log';
import type { SavedService } from '../engine/messages/services';
import { type FieldsOf, SAVED, type Takes } from '../engine/schemas/rules';
import { createSchemas } from '../engine/schemas/turn';
import { address, flag, method, phone } from '../engine/schemas/values';
import type { OwnNumber } from '../engine/types';

/*
 * What a file may hold. It can be damaged or from anybody, and page and engine believe what they have: so every field that either reads is
 * checked.
 */

/** A message, in a conversation or in the log of the REST API, and a turn when it is unpacked. */
export const { message, turn } = createSchemas(SAVED);

const text = z.string();
const time = z.number();
const sid = text.regex(/^[A-Z]{2}[0-9a-f]{32}$/i);
/** Present, or not there at all. */
const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.exactOptional();

const cookies = z
  .array(
    z.object({
      name: text,
      value: text,
      domain: text,
      path: text,
      hostOnly: flag,
      httpOnly: flag,
      secure: flag,
      createdAt: time,
      order: z.number(),
      endsAt: time,
    } satisfies FieldsOf<SavedCookie>),
  )
  .readonly();

/** A conversation, before its messages and its turns. */
export const conversation = z.object({
  from: address,
  to: address,
  jar: cookies,
  lastCookies: maybe(cookies),
  previousCookies: maybe(cookies),
  lastIncomingAt: maybe(time),
  waiting: z
    .array(
      z.object({
        for: z.enum(['time', 'request', 'phone']),
        message,
        url: maybe(text),
        until: maybe(time),
      } satisfies FieldsOf<WaitingMessage>),
    )
    .readonly(),
} satisfies FieldsOf<Omit<SavedConversation, 'messages' | 'turns'>>);

/** A turn as it is stored: packed and in base64, or as it was while it ran. */
export const storedTurn = z.object({
  sid,
  byApi: flag,
  packed: maybe(z.base64()),
  running: maybe(turn),
});

/** A message as the REST API has it. */
export const logged = z.object({
  message,
  serial: z.int(),
  createdAt: time,
  updatedAt: time,
  sentAt: time.nullable(),
} satisfies FieldsOf<LoggedMessage>);

/** A Sync document; `service` is the SID of its service. */
export const syncDocument = z.object({
  sid,
  uniqueName: text.nullable(),
  service: sid,
  data: text.refine(isJsonObject),
  revision: z.int(),
  expiresAt: time.nullable(),
  createdAt: time,
  updatedAt: time,
  serial: z.int(),
});

function isJsonObject(value: string): boolean {
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  } catch {
    return false;
  }
}

const ownNumber = z
  .looseObject({
    ...numberInput.shape,
    number: text.refine(isNumberAddress),
    name: text,
    smsUrl: text,
    smsMethod: method,
    smsFallbackUrl: text,
    functionUrl: maybe(text),
    friendlyName: maybe(text),
  })
  .transform((own) => defined(own) as OwnNumber);

const service = z.object({
  sid,
  friendlyName: text,
  inboundRequestUrl: text,
  inboundMethod: method,
  fallbackUrl: text,
  fallbackMethod: method,
  statusCallback: text,
  useInboundWebhookOnNumber: flag,
  stickySender: flag,
  takesAnySender: flag,
  createdAt: time,
  updatedAt: time,
  senders: z.array(z.tuple([text, time]).readonly()).readonly(),
  sticky: z.array(z.tuple([text, text]).readonly()).readonly(),
} satisfies FieldsOf<SavedService>);

const syncService = z.object({
  sid,
  uniqueName: z.literal('default').nullable(),
  friendlyName: text.nullable(),
  createdAt: time,
  updatedAt: time,
});

/** Everything that is neither a message nor a turn nor a document. */
export const head = z.object({
  account: z.object({ accountSid: sid, messagingServiceSid: maybe(sid) }),
  clockOffset: z.number(),
  startedAt: time,
  settings: z.object({ mediaAuth: flag }),
  faults: z
    .record(text, z.enum(FAULT_SETTINGS))
    .transform((saved) => forEachFault((name) => saved[name] ?? ('off' as const))),
  numbers: z.array(ownNumber).readonly(),
  /** Numbers of Functions that are gone. */
  gone: z.array(ownNumber).readonly(),
  phones: z.object({
    all: z.array(phone).readonly(),
    off: z.array(phone).readonly(),
    profileNames: z.record(phone, text),
  }),
  services: z.array(service).readonly(),
  syncServices: z.array(syncService).readonly(),
  media: z
    .array(z.object({ name: text.regex(/^ME[0-9a-f]{32}$/), contentType: text.refine(acceptsMedia) }))
    .readonly(),
});

export const optOuts = z.array(text).readonly();

/** Every value of the types is taken. */
export type Checked = [
  Takes<LoggedMessage, typeof logged>,
  Takes<Omit<SavedConversation, 'messages' | 'turns'>, typeof conversation>,
  Takes<readonly SavedCookie[], typeof cookies>,
  Takes<SavedService, typeof service>,
];
