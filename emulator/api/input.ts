import { z } from 'zod';
import { parseDuration } from '../engine/clock';
import { isWebUrl } from '../engine/fetch-document';
import { guessType } from '../engine/media';
import { PHONE_NUMBER } from '../engine/send-message';

/** Bad input: what is wrong, and with which field. */
export class InputError extends Error {
  override readonly name = 'InputError';

  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

const MESSAGES = {
  number: 'must be a phone number with + and country code, such as +15551110000',
  url: 'must be an address that begins with http:// or https://',
};

const phoneNumber = z.string(MESSAGES.number).regex(PHONE_NUMBER, MESSAGES.number);
const webUrl = z.string(MESSAGES.url).refine(isWebUrl, MESSAGES.url);
const when = z.enum(['off', 'next', 'all'], 'must be "off", "next" or "all"');

/** The body of `POST /api/messages`. Twilio takes at most 1600 characters and 10 media. */
export const messageInput = z.strictObject({
  from: phoneNumber,
  to: phoneNumber,
  body: z.string('must be a text').max(1600, 'must have at most 1600 characters'),
  media: z
    .array(
      z.union(
        [
          webUrl.transform((url) => ({ url, contentType: guessType(url) })),
          z.strictObject({ url: webUrl, contentType: z.string().regex(/^[\w.+-]+\/[\w.+-]+$/) }),
        ],
        'must be an address, or {"url", "contentType"}',
      ),
      'must be a list of addresses',
    )
    .max(10, 'must have at most 10 addresses')
    .default([]),
});

/** The body of `PUT /api/numbers/{number}`; what is left out stays as it is. */
export const numberInput = z.strictObject({
  smsUrl: z.union([z.literal(''), webUrl], MESSAGES.url).optional(),
  smsMethod: z.enum(['GET', 'POST'], 'must be "GET" or "POST"').optional(),
  smsFallbackUrl: z.union([z.literal(''), webUrl], MESSAGES.url).optional(),
});

/** The body of `POST /api/clock`. */
export const clockInput = z.strictObject({
  advance: z.string('must be a duration such as "4h"').transform((text, context) => {
    const ms = parseDuration(text);
    if (ms !== undefined) return ms;
    context.addIssue('must be a duration such as "4h", "90m", "30s" or "1d", at most a year');
    return z.NEVER;
  }),
});

/** The body of `PUT /api/trouble`; what is left out stays as it is. */
export const troubleInput = z.strictObject({
  loseCookie: when.optional(),
  staleCookie: when.optional(),
  deliverTwice: when.optional(),
  answerSlowly: when.optional(),
  unreachable: when.optional(),
});

/** A path segment or parameter that must be a phone number. */
export function readNumber(field: string, value: string): string {
  if (PHONE_NUMBER.test(value)) return value;
  throw new InputError(field, `${field} ${MESSAGES.number}.`);
}

/** Reads a request's JSON body. @throws {InputError} that names the first field that is wrong. */
export function readInput<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError('body', 'The body of the request must be JSON.');
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const field = issue.keys[0] ?? '';
    throw new InputError(field, `${field} is not a field of this request.`);
  }
  const field = issue === undefined || issue.path.length === 0 ? 'body' : issue.path.join('.');
  const missing = issue?.code === 'invalid_type' && issue.message === '';
  throw new InputError(field, `${field} ${missing ? 'is missing' : (issue?.message ?? 'is wrong')}.`);
}
