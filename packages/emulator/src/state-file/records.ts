import { z } from 'zod';
import { numberInput } from '../api/input';
import { acceptsMedia } from '../api/media-store';
import { ALPHANUMERIC_SENDER, isWebUrl } from '../engine/addresses';
import { isNumberAddress, isPhoneAddress } from '../engine/channels';
import type { SavedConversation } from '../engine/conversations';
import { defined } from '../engine/defined';
import { FAULT_SETTINGS, type FaultName, FAULTS, forEachFault } from '../engine/faults';
import type { SavedCookie } from '../engine/http/jar';
import type { LoggedMessage } from '../engine/messages/message-log';
import type { SavedService } from '../engine/messages/services';
import type { Message, OwnNumber, Pair, Turn } from '../engine/types';

/*
 * What a file may hold. It can be damaged or from anybody, and page and engine believe what they have: so every field that either reads is
 * checked. Unknown fields of a turn or a message stay, so that a newer version can add some.
 */

const text = z.string();
const time = z.number();
const phone = text.refine((value) => isPhoneAddress(value) || isNumberAddress(value));
const sender = text.refine((value) => isNumberAddress(value) || ALPHANUMERIC_SENDER.test(value));
const party = z.union([phone, sender]);
const webUrl = text.refine(isWebUrl);
const sid = text.regex(/^[A-Z]{2}[0-9a-f]{32}$/i);
const method = z.enum(['GET', 'POST']);
const flag = z.boolean();
/** Present, or not there at all. */
const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.exactOptional();

const media = z.array(z.object({ url: webUrl, contentType: text })).readonly();
const location = z.object({
  latitude: z.number(),
  longitude: z.number(),
  label: maybe(text),
  address: maybe(text),
});
const rich = { buttonPayload: maybe(text), location: maybe(location) };

/** A message, in a conversation or in the log of the REST API. */
export const message = z.looseObject({
  sid,
  direction: z.enum(['inbound', 'outbound']),
  from: party,
  to: party,
  body: text,
  media,
  status: z.enum([
    ...['received', 'accepted', 'scheduled', 'canceled', 'queued'],
    ...['sending', 'sent', 'delivered', 'undelivered', 'failed'],
  ] as const),
  segments: z.number(),
  at: time,
  turn: sid,
  byTwilio: flag,
  byApi: maybe(z.literal(true)),
  errorCode: maybe(z.number()),
  service: maybe(sid),
  isSenderChosen: maybe(z.literal(true)),
  sendAt: maybe(time),
  profileName: maybe(text),
  repliesTo: maybe(sid),
  ...rich,
});

/** Headers and parameters: most of a state. Checked by hand, which takes a tenth of the time. */
const pairs = z.custom<readonly Pair[]>(
  (value) =>
    Array.isArray(value) &&
    value.every(
      (pair) => Array.isArray(pair) && pair.length === 2 && pair.every((one) => typeof one === 'string'),
    ),
);
const jar = z
  .array(z.object({ name: text, value: text, domain: text, path: text, expiresAt: time }))
  .readonly();
const exchange = z.looseObject({
  purpose: z.enum(['webhook', 'fallback', 'redirect', 'action', 'statusCallback', 'api']),
  request: z.looseObject({ method, url: text, sentTo: maybe(text), headers: pairs, parameters: pairs }),
  response: z.object({ status: z.number(), headers: pairs, body: text }).nullable(),
  failure: text.nullable(),
  startedAt: time,
  durationMs: z.number(),
  lost: maybe(z.literal(true)),
  leftOut: maybe(z.enum(['body', 'details'])),
});
const sourcePlace = z.looseObject({
  file: text,
  line: maybe(z.number()),
  column: maybe(z.number()),
  url: maybe(text),
});
const documentState = z
  .object({ revision: text, data: z.record(text, z.unknown()), expires: time.nullable() })
  .nullable();

/** A turn, when it is unpacked. */
export const turn = z.looseObject({
  sid,
  byApi: maybe(z.literal(true)),
  cause: maybe(sid),
  from: party,
  to: party,
  body: text,
  media,
  ...rich,
  at: time,
  clockOffset: z.number(),
  clockMoved: maybe(z.number()),
  faults: z.array(z.enum(FAULTS.map(({ key }) => key) as [FaultName, ...FaultName[]])).readonly(),
  held: maybe(z.enum(['waiting', 'met', 'clockMoved', 'switchedOff', 'forgotten', 'stopped'])),
  repeated: maybe(z.literal(true)),
  overlaps: maybe(sid),
  durationMs: z.number().nullable(),
  cutOff: maybe(z.literal(true)),
  failures: maybe(
    z
      .array(
        z.looseObject({
          path: text,
          message: text,
          at: maybe(sourcePlace),
          frames: maybe(z.array(sourcePlace).readonly()),
        }),
      )
      .readonly(),
  ),
  logs: maybe(
    z
      .array(z.looseObject({ level: z.enum(['debug', 'log', 'info', 'warn', 'error']), text, at: time }))
      .readonly(),
  ),
  hasMoreLogs: maybe(z.literal(true)),
  replies: z.array(message).readonly(),
  errors: z
    .array(
      z.looseObject({
        code: z.number(),
        level: z.enum(['error', 'warning']),
        title: text,
        url: webUrl,
        detail: text,
        exchange: z.number().nullable(),
        position: maybe(z.looseObject({ line: z.number(), column: z.number() })),
      }),
    )
    .readonly(),
  exchanges: z.array(exchange).readonly(),
  cookies: z.object({ before: jar, after: jar }),
  documents: maybe(
    z.array(z.object({ name: text, service: text, before: documentState, after: documentState })).readonly(),
  ),
  documentsLeftOut: maybe(z.number()),
});

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
    }),
  )
  .readonly();

/** A conversation, before its messages and its turns. */
export const conversation = z.object({
  from: party,
  to: party,
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
      }),
    )
    .readonly(),
});

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
});

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
});

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

/** Does not compile when there may be a value that its schema refuses. */
type Takes<Value extends z.input<Schema>, Schema extends z.ZodType> = [Value, Schema];
export type Checked = [
  Takes<Turn, typeof turn>,
  Takes<Message, typeof message>,
  Takes<LoggedMessage, typeof logged>,
  Takes<Omit<SavedConversation, 'messages' | 'turns'>, typeof conversation>,
  Takes<readonly SavedCookie[], typeof cookies>,
  Takes<SavedService, typeof service>,
];
