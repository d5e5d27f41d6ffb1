import { z } from 'zod';
import { ALPHANUMERIC_SENDER, isWebUrl } from '../addresses';
import { isNumberAddress, isPhoneAddress } from '../channels';
import type { HttpMethod, Pair } from '../types';
import type { Rules } from './rules';

/** The last time that a `Date` can have, in milliseconds since 1970. Source: https://tc39.es/ecma262/#sec-time-values-and-time-range */
const LAST_TIME = 8_640_000_000_000_000;

/** In UTF-16 units: of a body of a response, or of a cookie, a header, a parameter; and of short texts. */
const MAX_TEXT = { body: 1024 * 1024, line: 64 * 1024, short: 1000 };

/** How many headers, or parameters, a request has. */
const MAX_PAIRS = 1000;

const isPhone = (value: string): boolean => isPhoneAddress(value) || isNumberAddress(value);
const isAddress = (value: string): boolean => isPhone(value) || ALPHANUMERIC_SENDER.test(value);

/** A phone, or a number of yours that texts another. */
export const phone = z.string('must be a phone').refine(isPhone, 'must be a phone');

/** A phone, a number, or a sender's name. */
export const address = z.string('must be an address').refine(isAddress, 'must be an address');

/** The SID of a message, and of its turn. */
export const messageSid = z
  .string('must be the SID of a message')
  .regex(/^(?:SM|MM)[0-9a-f]{32}$/i, 'must be the SID of a message');

/** The SID of a Messaging Service. */
export const serviceSid = z
  .string('must be the SID of a Messaging Service')
  .regex(/^MG[0-9a-f]{32}$/i, 'must be the SID of a Messaging Service');

/** Yes or no. */
export const flag = z.boolean('must be true or false');

/** What is there when it is true. */
export const isTrue = z.literal(true, 'must be true');

/** How a webhook is called. */
export const method = z.enum(['GET', 'POST'] satisfies HttpMethod[], 'must be "GET" or "POST"');

/** What messages and turns are made of. */
export function createValues({ hasLimits, keepsUnknown }: Rules) {
  const limited = <Schema>(schema: Schema, limit: (schema: Schema) => Schema): Schema =>
    hasLimits ? limit(schema) : schema;
  const text = (max: number) =>
    limited(z.string('must be a text'), (any) => any.max(max, `must have at most ${max} characters`));
  const numberFrom = (min: number, max: number, problem: string) =>
    limited(z.number('must be a number'), (any) => any.min(min, problem).max(max, problem));
  const maxPairs = hasLimits ? MAX_PAIRS : Number.POSITIVE_INFINITY;
  const maxText = hasLimits ? MAX_TEXT.line : Number.POSITIVE_INFINITY;
  const isText = (value: unknown): boolean => typeof value === 'string' && value.length <= maxText;
  return {
    /** @param max - in UTF-16 units. */
    text,
    short: text(MAX_TEXT.short),
    line: text(MAX_TEXT.line),
    body: text(MAX_TEXT.body),
    url: text(MAX_TEXT.line).refine(isWebUrl, 'must be an address that begins with http:// or https://'),
    time: numberFrom(0, LAST_TIME, 'must be a time'),
    /** From one time to another, in milliseconds. */
    span: numberFrom(-LAST_TIME, LAST_TIME, 'must be a time'),
    /** In real milliseconds. */
    duration: numberFrom(0, Number.MAX_VALUE, 'must be 0 or more'),
    degrees: (max: number) => numberFrom(-max, max, `must be from -${max} to ${max}`),
    count: limited(z.int('must be a whole number'), (any) =>
      any.min(0, 'must be 0 or more').max(1_000_000, 'must be less'),
    ),
    listOf: <Item extends z.ZodType>(item: Item, max: number) =>
      limited(z.array(item, 'must be a list'), (any) =>
        any.max(max, `must have at most ${max} items`),
      ).readonly(),
    /** Headers or parameters: most of a turn. Checked by hand, which takes a tenth of the time. */
    pairs: z.custom<readonly Pair[]>(
      (value) =>
        Array.isArray(value) &&
        value.length <= maxPairs &&
        value.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isText)),
      `must be at most ${MAX_PAIRS} pairs of a name and a value`,
    ),
    /** @param problem - said of what is no object. */
    object: <Shape extends z.ZodRawShape>(shape: Shape, problem = 'must be an object') => {
      const known = z.object(shape, problem);
      // A type for each rule would be one for each schema. Nothing reads a field that is not of the shape.
      return keepsUnknown ? (known.loose() as unknown as typeof known) : known;
    },
  };
}

/** Made by `createValues`. */
export type Values = ReturnType<typeof createValues>;
