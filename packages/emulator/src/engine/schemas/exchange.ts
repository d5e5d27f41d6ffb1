import { z } from 'zod';
import type { Exchange, Purpose } from '../types';
import type { FieldsOf } from './rules';
import { isTrue, method, type Values } from './values';

const PURPOSES = [
  'webhook',
  'fallback',
  'redirect',
  'action',
  'statusCallback',
  'api',
] as const satisfies Purpose[];

/** A request and its response. */
export const createExchangeSchema = ({ object, line, body, pairs, count, time, duration }: Values) =>
  object({
    purpose: z.enum(PURPOSES, 'must be the purpose of a request'),
    request: object({
      method,
      url: line,
      sentTo: line.exactOptional(),
      headers: pairs,
      parameters: pairs,
    } satisfies FieldsOf<Exchange['request']>),
    response: object(
      { status: count, headers: pairs, body } satisfies FieldsOf<NonNullable<Exchange['response']>>,
      'must be a response, or null',
    ).nullable(),
    failure: line.nullable(),
    startedAt: time,
    durationMs: duration,
    lost: isTrue.exactOptional(),
    leftOut: z.enum(['body', 'details'], 'must be "body" or "details"').exactOptional(),
  } satisfies FieldsOf<Exchange>);
