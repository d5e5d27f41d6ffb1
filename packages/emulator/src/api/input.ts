import { z } from 'zod';
import { parseDuration } from '../engine/clock';
import { ALPHANUMERIC_SENDER, isWebUrl } from '../engine/addresses';
import { isPublicUrl, PUBLIC_URL_RULE } from '../engine/http/public-address';
import { CHANNELS, isNumberAddress, isPhoneAddress } from '../engine/channels';
import { messageProblem } from '../engine/rich-content';
import { FAULT_SETTINGS, forEachFault } from '../engine/faults';
import { MESSAGE } from '../engine/limits';
import { guessType } from '../engine/messages/media';
import { KIND_SETTINGS } from '../engine/number-kind';
import { flag, method } from '../engine/schemas/values';
import type { NumberSettings } from '../engine/types';
import { advancedOptOutInput } from './opt-out-input';

/** Bad input. The message says what is wrong, `field` with which field; the API answers with 400. */
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
  phone:
    'must be a phone number with + and country code, such as +15551110000, or an address such as whatsapp:+15551110000',
  number:
    'must be a phone number with + and country code, such as +15552220000, a short code, or an address such as rcs:brand_agent',
  url: 'must be an address that begins with http:// or https://',
  contentType: 'must be a media type, such as image/png',
  object: 'must be a JSON object',
};

const phoneAddress = z.string(MESSAGES.phone).refine(isPhoneAddress, MESSAGES.phone);
const numberAddress = z.string(MESSAGES.number).refine(isNumberAddress, MESSAGES.number);
const upTo = (max: number) => z.string('must be a text').max(max, `must have at most ${max} characters`);
const degrees = (max: number) =>
  z
    .number('must be a number of degrees')
    .min(-max, `must be -${max} or more`)
    .max(max, `must be ${max} or less`);
const webUrl = z.string(MESSAGES.url).refine(isWebUrl, MESSAGES.url);
const webUrlOrNone = z.union([z.literal(''), webUrl], MESSAGES.url);
const publicUrlOrNone = z
  .string(PUBLIC_URL_RULE)
  .refine((text) => text === '' || isPublicUrl(text), PUBLIC_URL_RULE);
const contentType = z.string(MESSAGES.contentType).regex(/^[\w.+-]+\/[\w.+-]+$/, MESSAGES.contentType);
const faultSetting = z.enum(FAULT_SETTINGS, 'must be "off", "next" or "all"');

const location = z.strictObject(
  {
    latitude: degrees(90),
    longitude: degrees(180),
    label: upTo(MESSAGE.body).exactOptional(),
    address: upTo(MESSAGE.body).exactOptional(),
  },
  'must be {"latitude", "longitude"}',
);

const messageFields = z.strictObject(
  {
    from: phoneAddress,
    to: numberAddress,
    body: upTo(MESSAGE.body),
    media: z
      .array(
        z.union(
          [
            webUrl.transform((url) => ({ url, contentType: guessType(url) })),
            z.strictObject({ url: webUrl, contentType }),
          ],
          'must be an address, or {"url", "contentType"}',
        ),
        'must be a list of addresses',
      )
      .max(MESSAGE.media, `must have at most ${MESSAGE.media} addresses`)
      .default([]),
    buttonPayload: upTo(MESSAGE.payload).exactOptional(),
    location: location.exactOptional(),
  },
  MESSAGES.object,
);

/** The body of `POST /api/messages`. */
export const messageInput = messageFields.superRefine((sent, context) => {
  const wrong = messageProblem(sent);
  if (wrong !== undefined) context.addIssue({ code: 'custom', path: [wrong.field], message: wrong.problem });
});

/** Of a number's name, in characters. Source: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource */
const MAX_FRIENDLY_NAME = 64;

/** The body of `PUT /api/numbers/{number}`, and what the driver's `configure` takes; what is left out stays as it is. */
export const numberInput = z.strictObject(
  {
    friendlyName: upTo(MAX_FRIENDLY_NAME).optional(),
    smsUrl: webUrlOrNone.optional(),
    smsMethod: method.optional(),
    smsFallbackUrl: webUrlOrNone.optional(),
    smsFallbackMethod: method.optional(),
    redirects: z.enum(['keep', 'get'], 'must be "keep" or "get"').optional(),
    publicUrl: publicUrlOrNone.optional(),
    kind: z.enum(KIND_SETTINGS, `must be ${KIND_SETTINGS.map((kind) => `"${kind}"`).join(', ')}`).optional(),
    advancedOptOut: advancedOptOutInput.optional(),
    channelCookies: flag.optional(),
  } satisfies Record<keyof NumberSettings, z.ZodType>,
  MESSAGES.object,
);

/** Of a phone's name on WhatsApp, in characters; WhatsApp's own limit is not documented. */
const MAX_NAME = 100;

/** The body of `PUT /api/phones/{phone}`; what is left out stays as it is. */
export const phoneInput = z.strictObject(
  {
    on: flag.optional(),
    profileName: upTo(MAX_NAME).optional(),
    before: z.union([z.null(), phoneAddress, numberAddress], 'must be a phone, or null').optional(),
  },
  MESSAGES.object,
);

/** The body of `POST /api/phones`. Without a `phone`, a new number is made up. */
export const newPhoneInput = z.strictObject(
  {
    phone: phoneAddress.optional(),
    channel: z.enum(CHANNELS, `must be ${CHANNELS.map((one) => `"${one}"`).join(', ')}`).optional(),
    onlyIfNone: flag.optional(),
  },
  MESSAGES.object,
);

/** The body of `POST /api/undo`: what is undone, the latest by default. */
export const undoInput = z.strictObject(
  { token: z.string('must be a text').max(100, 'must be a token of "GET /api/undo"').optional() },
  MESSAGES.object,
);

/** The body of `PUT /api/account`; what is left out stays as it is. */
export const accountInput = z.strictObject({ mediaAuth: flag.optional() }, MESSAGES.object);

/** The body of `POST /api/clock`: one of both. */
export const clockInput = z.strictObject(
  {
    advance: z
      .string('must be a duration such as "4h"')
      .transform((text, context) => {
        const ms = parseDuration(text);
        if (ms !== undefined) return ms;
        context.addIssue('must be a duration such as "4h", "90m", "30s" or "1d 2h 30m", at most a year');
        return z.NEVER;
      })
      .optional(),
    reset: z.literal(true, 'must be true').optional(),
  },
  MESSAGES.object,
);

/** The body of `PUT /api/faults`; what is left out stays as it is. */
export const faultsInput = z.strictObject(
  forEachFault(() => faultSetting.optional()),
  MESSAGES.object,
);

/** The body of `POST /api/replays`. */
export const replayInput = z.strictObject(
  { from: phoneAddress, to: numberAddress, turn: z.string('must be the SID of a turn').exactOptional() },
  MESSAGES.object,
);

/**
 * Reads the address of a number of yours from a path.
 *
 * @throws InputError when it is not one.
 */
export function readNumber(field: string, value: string): string {
  if (isNumberAddress(value)) return value;
  throw new InputError(field, `${field} ${MESSAGES.number}.`);
}

/**
 * Reads the address of a phone from a path, or that of a number of yours: one that texts another is a phone too.
 *
 * @throws InputError when it is neither.
 */
export function readPhone(field: string, value: string): string {
  if (isPhoneAddress(value) || isNumberAddress(value)) return value;
  throw new InputError(field, `${field} ${MESSAGES.phone}.`);
}

/**
 * Reads a conversation's path: a phone, and a number or a sender's name.
 *
 * @throws InputError when one is neither.
 */
export function readPair({ from, to }: { from: string; to: string }): { from: string; to: string } {
  return { from: readPhone('from', from), to: ALPHANUMERIC_SENDER.test(to) ? to : readNumber('to', to) };
}

/**
 * Reads where a page of a list begins: of conversations `before`, of documents `after` a number.
 *
 * @throws InputError when it is not that of an answer's `next`.
 */
export function readPlace(field: 'before' | 'after', value: string | undefined): number | undefined {
  if (value === undefined || /^\d{1,15}$/.test(value)) return value === undefined ? undefined : Number(value);
  throw new InputError(field, `${field} must be that of the "next" of an earlier answer.`);
}

/**
 * Reads a request's JSON body.
 *
 * @throws InputError that names the first field that is wrong.
 */
export function readInput<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError('body', 'The body of the request must be JSON.');
  }
  return checkInput(schema, value);
}

/**
 * Checks an object that was given as JSON, or to the driver.
 *
 * @throws InputError that names the first field that is wrong.
 */
export function checkInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const field = [...issue.path, ...issue.keys.slice(0, 1)].join('.');
    throw new InputError(field, `${field} is not a field of this request.`);
  }
  const path = issue?.path ?? [];
  if (path.length === 0) throw new InputError('body', `The body of the request ${MESSAGES.object}.`);
  const field = path.join('.');
  const isMissing = valueAt(value, path) === undefined;
  throw new InputError(field, `${field} ${isMissing ? 'is missing' : issue?.message}.`);
}

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value);
