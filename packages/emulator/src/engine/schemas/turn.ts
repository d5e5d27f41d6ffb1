import { z } from 'zod';
import { type FaultName, FAULTS } from '../faults';
import { KEPT } from '../limits';
import type { DocumentState, Held, JarCookie, Message, Turn, TurnDocument } from '../types';
import { createExchangeSchema } from './exchange';
import { createMessageSchema } from './message';
import { createReportSchemas } from './reports';
import type { FieldsOf, Rules, Takes } from './rules';
import { createValues, isTrue, messageSid } from './values';

const MAX_ITEMS = { exchanges: 10_000, cookies: 200, replies: 10_000 };

const HELD = [
  'waiting',
  'met',
  'clockMoved',
  'switchedOff',
  'forgotten',
  'stopped',
] as const satisfies Held[];
const FAULT_NAMES = FAULTS.map(({ key }) => key) as [FaultName, ...FaultName[]];

/**
 * The schemas of what an exported conversation and the saved state have in common. Each field of the types in engine/types.ts must have
 * one here: it does not compile otherwise.
 */
export function createSchemas(rules: Rules) {
  const values = createValues(rules);
  const { object, listOf, short, line, count, time, span, duration } = values;
  const { message, content } = createMessageSchema(values);
  const { errors, failures, logs } = createReportSchemas(values, rules);

  const cookie = object({
    name: line,
    value: line,
    domain: short,
    path: line,
    expiresAt: time,
  } satisfies FieldsOf<JarCookie>);
  const cookies = listOf(cookie, MAX_ITEMS.cookies);
  const documentState = object(
    {
      revision: short,
      data: z.record(z.string(), z.unknown(), 'must be an object'),
      expires: time.nullable(),
    } satisfies FieldsOf<DocumentState>,
    'must be a document, or null',
  ).nullable();
  const document = object({
    name: short,
    service: short,
    before: documentState,
    after: documentState,
  } satisfies FieldsOf<TurnDocument>);

  const turn = object({
    ...content,
    byApi: isTrue.exactOptional(),
    cause: messageSid.exactOptional(),
    clockOffset: span,
    clockMoved: span.exactOptional(),
    faults: listOf(z.enum(FAULT_NAMES, 'must be the name of a fault'), FAULTS.length),
    held: z.enum(HELD, 'must say why it was held no longer').exactOptional(),
    repeated: isTrue.exactOptional(),
    overlaps: messageSid.exactOptional(),
    durationMs: duration.nullable(),
    cutOff: isTrue.exactOptional(),
    replies: listOf(message, MAX_ITEMS.replies),
    errors,
    exchanges: listOf(createExchangeSchema(values), MAX_ITEMS.exchanges),
    cookies: object({ before: cookies, after: cookies } satisfies FieldsOf<Turn['cookies']>),
    documents: listOf(document, KEPT.turnDocuments).exactOptional(),
    documentsLeftOut: count.exactOptional(),
    failures: failures.exactOptional(),
    logs: logs.exactOptional(),
    hasMoreLogs: isTrue.exactOptional(),
  } satisfies FieldsOf<Turn>);

  return { message, turn, cookies } satisfies {
    message: z.ZodType<Message>;
    turn: z.ZodType<Turn>;
    cookies: z.ZodType<readonly JarCookie[]>;
  };
}

type Schemas = ReturnType<typeof createSchemas>;

/** Every value of the types is taken. */
export type Checked = [
  Takes<Turn, Schemas['turn']>,
  Takes<Message, Schemas['message']>,
  Takes<readonly JarCookie[], Schemas['cookies']>,
];
