import { z } from 'zod';
import { ALPHANUMERIC_SENDER, isWebUrl } from '../engine/addresses';
import { isNumberAddress, isPhoneAddress } from '../engine/channels';
import { FAULTS, type FaultName } from '../engine/faults';
import { KEPT, MAX_TURN_BYTES, MESSAGE } from '../engine/limits';
import type { Conversation } from '../engine/types';

/** The last time that a `Date` can have, in milliseconds since 1970. Source: https://tc39.es/ecma262/#sec-time-values-and-time-range */
const LAST_TIME = 8_640_000_000_000_000;

/** In UTF-16 units: of a body of a response, or of a cookie, a header, a parameter; and of short texts. */
const MAX_TEXT = { body: 1024 * 1024, line: 64 * 1024, short: 1000 };

const MAX_ITEMS = {
  exchanges: 10_000,
  pairs: 1000,
  cookies: 200,
  entries: 1000,
  replies: 10_000,
  documents: KEPT.turnDocuments,
};

const text = (max: number) => z.string('must be a text').max(max, `must have at most ${max} characters`);
const listOf = <Item extends z.ZodType>(item: Item, max: number) =>
  z.array(item, 'must be a list').max(max, `must have at most ${max} items`);
const number = z.number('must be a number');
const time = number.min(0, 'must be a time').max(LAST_TIME, 'must be a time');
const span = number.min(-LAST_TIME, 'must be a time').max(LAST_TIME, 'must be a time');
const count = z.int('must be a whole number').min(0, 'must be 0 or more').max(1_000_000, 'must be less');
const flag = z.boolean('must be true or false');
const isTrue = z.literal(true, 'must be true');
const sid = z
  .string('must be the SID of a message')
  .regex(/^(?:SM|MM)[0-9a-f]{32}$/i, 'must be the SID of a message');
const serviceSid = z
  .string('must be the SID of a Messaging Service')
  .regex(/^MG[0-9a-f]{32}$/i, 'must be the SID of a Messaging Service');
const isPhone = (value: string): boolean => isPhoneAddress(value) || isNumberAddress(value);
const isAddress = (value: string): boolean => isPhone(value) || ALPHANUMERIC_SENDER.test(value);
const address = z.string('must be an address').refine(isAddress, 'must be an address');
const phone = z.string('must be a phone').refine(isPhone, 'must be a phone');
const url = text(MAX_TEXT.line).refine(isWebUrl, 'must be an address that begins with http:// or https://');
const pairs = listOf(
  z.tuple([text(MAX_TEXT.line), text(MAX_TEXT.line)], 'must be a name and a value'),
  MAX_ITEMS.pairs,
);
const faultName = z.enum(
  FAULTS.map(({ key }) => key) as [FaultName, ...FaultName[]],
  'must be the name of a fault',
);
const method = z.enum(['GET', 'POST'], 'must be "GET" or "POST"');

const media = listOf(z.object({ url, contentType: text(MAX_TEXT.short) }), MESSAGE.media);

const richContent = {
  buttonPayload: text(MESSAGE.payload).exactOptional(),
  location: z
    .object({
      latitude: number.min(-90, 'must be -90 or more').max(90, 'must be 90 or less'),
      longitude: number.min(-180, 'must be -180 or more').max(180, 'must be 180 or less'),
      label: text(MESSAGE.body).exactOptional(),
      address: text(MESSAGE.body).exactOptional(),
    })
    .exactOptional(),
};

const statuses = [
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
] as const;

const message = z.object({
  ...richContent,
  sid,
  direction: z.enum(['inbound', 'outbound'], 'must be "inbound" or "outbound"'),
  from: address,
  to: address,
  body: text(MESSAGE.body),
  media,
  status: z.enum(statuses, 'must be the status of a message'),
  segments: count,
  at: time,
  turn: sid,
  byTwilio: flag,
  byApi: isTrue.exactOptional(),
  errorCode: count.exactOptional(),
  service: serviceSid.exactOptional(),
  isSenderChosen: isTrue.exactOptional(),
  sendAt: time.exactOptional(),
  profileName: text(MAX_TEXT.short).exactOptional(),
  repliesTo: sid.exactOptional(),
});

const exchange = z.object({
  purpose: z.enum(
    ['webhook', 'fallback', 'redirect', 'action', 'statusCallback', 'api'],
    'must be the purpose of a request',
  ),
  request: z.object({
    method,
    url: text(MAX_TEXT.line),
    sentTo: text(MAX_TEXT.line).exactOptional(),
    headers: pairs,
    parameters: pairs,
  }),
  response: z
    .object({ status: count, headers: pairs, body: text(MAX_TEXT.body) }, 'must be a response, or null')
    .nullable(),
  failure: text(MAX_TEXT.line).nullable(),
  startedAt: time,
  durationMs: number.min(0, 'must be 0 or more'),
  lost: isTrue.exactOptional(),
  leftOut: z.enum(['body', 'details'], 'must be "body" or "details"').exactOptional(),
});

/** A place in a file of the app. Without the address that opens an editor: one of another machine leads nowhere, or elsewhere. */
const sourcePlace = z.object({
  file: text(MAX_TEXT.short),
  line: count.exactOptional(),
  column: count.exactOptional(),
});
const failure = z.object({
  path: text(MAX_TEXT.short),
  message: text(MAX_TEXT.line),
  at: sourcePlace.exactOptional(),
  frames: listOf(sourcePlace, MAX_ITEMS.entries).exactOptional(),
});
const logLine = z.object({
  level: z.enum(['debug', 'log', 'info', 'warn', 'error'], 'must be the name of a method of the console'),
  text: text(MAX_TEXT.body),
  at: time,
});

const cookies = listOf(
  z.object({
    name: text(MAX_TEXT.line),
    value: text(MAX_TEXT.line),
    domain: text(MAX_TEXT.short),
    path: text(MAX_TEXT.line),
    expiresAt: time,
  }),
  MAX_ITEMS.cookies,
);

const documentState = z
  .object(
    {
      revision: text(MAX_TEXT.short),
      data: z.record(z.string(), z.unknown(), 'must be an object'),
      expires: time.nullable(),
    },
    'must be a document, or null',
  )
  .nullable();

const turn = z.object({
  ...richContent,
  sid,
  byApi: isTrue.exactOptional(),
  cause: sid.exactOptional(),
  from: address,
  to: address,
  body: text(MESSAGE.body),
  media,
  at: time,
  clockOffset: span,
  clockMoved: span.exactOptional(),
  faults: listOf(faultName, FAULTS.length),
  held: z
    .enum(['met', 'clockMoved', 'switchedOff', 'forgotten', 'stopped'], 'must say why it was held no longer')
    .exactOptional(),
  repeated: isTrue.exactOptional(),
  overlaps: sid.exactOptional(),
  durationMs: number.min(0, 'must be 0 or more'),
  cutOff: isTrue.exactOptional(),
  failures: listOf(failure, MAX_ITEMS.entries).exactOptional(),
  logs: listOf(logLine, MAX_ITEMS.entries).exactOptional(),
  hasMoreLogs: isTrue.exactOptional(),
  replies: listOf(message, MAX_ITEMS.replies),
  errors: listOf(
    z.object({
      code: count,
      level: z.enum(['error', 'warning'], 'must be "error" or "warning"'),
      title: text(MAX_TEXT.short),
      url,
      detail: text(MAX_TEXT.line),
      exchange: count.nullable(),
      position: z.object({ line: count, column: count }).exactOptional(),
    }),
    MAX_ITEMS.entries,
  ),
  exchanges: listOf(exchange, MAX_ITEMS.exchanges),
  cookies: z.object({ before: cookies, after: cookies }),
  documents: listOf(
    z.object({
      name: text(MAX_TEXT.short),
      service: text(MAX_TEXT.short),
      before: documentState,
      after: documentState,
    }),
    MAX_ITEMS.documents,
  ).exactOptional(),
  documentsLeftOut: count.exactOptional(),
});

/**
 * A conversation of a file. Fields that are not known are left out: a newer emulator may write more of them. Each list, text and number
 * has a limit, so that nothing that is shown or stored is larger than what the emulator itself makes.
 */
export const conversationSchema = z
  .object(
    {
      from: phone,
      to: address,
      messages: listOf(message, KEPT.messages.each),
      turns: listOf(turn, KEPT.turns.each),
      cookies,
      optedOut: flag,
    },
    'must be a conversation',
  )
  .superRefine(({ from, to, messages, turns }, context) => {
    const refuse = (path: PropertyKey[], problem: string): void => {
      context.addIssue({ code: 'custom', path, message: problem });
    };
    const sids = new Set<string>();
    messages.forEach((one, index) => {
      const [phone, own] = one.direction === 'inbound' ? [one.from, one.to] : [one.to, one.from];
      if (phone !== from || own !== to)
        refuse(['messages', index], 'must be between the two of the conversation');
      if (sids.has(one.sid)) refuse(['messages', index, 'sid'], 'must be there once');
      sids.add(one.sid);
    });
    const turnSids = new Set<string>();
    turns.forEach((one, index) => {
      // A larger one would make the state that is saved unreadable.
      if (Buffer.byteLength(JSON.stringify(one)) > MAX_TURN_BYTES)
        refuse(['turns', index], 'must have at most 16 MB');
      if (one.from !== from || one.to !== to)
        refuse(['turns', index], 'must be between the two of the conversation');
      if (turnSids.has(one.sid)) refuse(['turns', index, 'sid'], 'must be there once');
      turnSids.add(one.sid);
      for (const entry of one.errors)
        if (entry.exchange !== null && entry.exchange >= one.exchanges.length)
          refuse(['turns', index, 'errors'], 'must be of exchanges that are there');
    });
  }) satisfies z.ZodType<Conversation>;
