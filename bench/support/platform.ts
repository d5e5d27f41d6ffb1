import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { runtimeServer } from 'functions-runtime';

/** A Function's answer, made by the runtime handler's own `Response`. */
export type Answer = {
  readonly body: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
};

/** A Function as the platform calls it. */
export type Handler = (
  context: object,
  event: object,
  callback: (error: unknown, answer: Answer) => void,
) => void;

const SECRET = randomBytes(32).toString('hex');

/** Defines the globals of Functions as Twilio's runtime handler does, and gives what it makes `context` of. */
export function startRuntime(): () => object {
  runtimeServer({}, []);
  return () => ({
    PATH: '/sms',
    DOMAIN_NAME: 'bench-1234-dev.twil.io',
    SERVICE_SID: sid('ZS'),
    ENVIRONMENT_SID: sid('ZE'),
    ACCOUNT_SID: sid('AC'),
    AUTH_TOKEN: '0123456789abcdef0123456789abcdef',
    SESSION_SECRET: SECRET,
    getTwilioClient: () => undefined,
  });
}

const sid = (prefix: string, index = 1): string => prefix + index.toString(16).padStart(32, '0');

/** A built Function, or one of `bench/peers`. */
export const load = (file: string): Handler =>
  (createRequire(__filename)(resolve(file)) as { readonly handler: Handler }).handler;

/** The sender with this index. */
export const phone = (index: number): string => `+${15_553_000_000 + index}`;

/** The parameters of an incoming message, as Twilio sends them: of the phone with this index, and with a SID of its own. */
export const parameters = (index: number, body: string, message = index): Record<string, string> => ({
  ToCountry: 'US',
  ToState: 'CA',
  SmsMessageSid: sid('SM', message),
  NumMedia: '0',
  ToCity: '',
  FromZip: '94105',
  SmsSid: sid('SM', message),
  FromState: 'CA',
  SmsStatus: 'received',
  FromCity: 'SAN FRANCISCO',
  Body: body,
  FromCountry: 'US',
  To: '+15552220000',
  ToZip: '',
  NumSegments: '1',
  MessageSid: sid('SM', message),
  AccountSid: sid('AC'),
  From: phone(index),
  ApiVersion: '2010-04-01',
});

/** The event that the runtime makes of a message and the cookies in Twilio's jar. */
export const event = (
  index: number,
  body: string,
  cookies: Record<string, string> = {},
  message = index,
): object => ({
  request: {
    headers: {
      host: 'bench-1234-dev.twil.io',
      'user-agent': 'TwilioProxy/1.1',
      accept: '*/*',
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': '480',
      'i-twilio-idempotency-token': '4a3f1c5e-1111-4222-8333-0123456789ab',
      'x-home-region': 'us1',
      'x-twilio-signature': 'bm90IHZlcmlmaWVkIGJ5IHRoZSBjb2Rl',
      cookie: Object.entries(cookies)
        .map(([name, value]) => `${name}=${value}`)
        .join('; '),
    },
    cookies,
  },
  ...parameters(index, body, message),
});

/** The cookies that an answer sets, by their names. */
export function cookiesOf({ headers }: Answer): Record<string, string> {
  const lines = [headers['Set-Cookie'] ?? []].flat();
  return Object.fromEntries(
    lines.map((line): [string, string] => {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      return [name, value];
    }),
  );
}

/** Calls a Function. */
export const call = (handler: Handler, context: object, given: object): Promise<Answer> =>
  new Promise((done, failed) => {
    handler(context, given, (error, answer) => {
      if (error instanceof Error) failed(error);
      else done(answer);
    });
  });
