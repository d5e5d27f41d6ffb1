import fc from 'fast-check';
import { readTwiml } from 'sms-emulator';
import type { Reply } from 'test-support';
import type { Hostile } from './cookie-containers';
import { atNoon, type CookieFunction, cookieFunctions, PAIR } from './functions';
import { hostileCookies } from './hostile-cookies';
import type { Trial } from './trial';
import { tryCases } from './try-cases';

/** What people, other apps and attackers send as a parameter. */
const value = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    ...['4', 'friday', 'Ann', 'skip', 'yes', 'no', 'party', 'STOP', 'START', 'HELP', 'restart', 'back', ''],
    ...[
      '&<>"\'',
      ']]>',
      '\u0000',
      '\ud800',
      '\ufffe',
      '🙂'.repeat(800),
      'x'.repeat(1601),
      '9'.repeat(400),
      '-0',
      '1e9',
    ],
  ),
  fc.anything({ withBigInt: true, withNullPrototype: true, withDate: true }),
);

const address = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom(...Object.values(PAIR)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'whatsapp:+15551110000',
      '12345',
      'rcs:owl',
      'messenger:1',
      '',
      ' ',
      '+',
      'Owl',
    ),
  },
  { weight: 1, arbitrary: value },
);

const NAMES = [
  'Body',
  'MessageSid',
  'SmsSid',
  'AccountSid',
  'OptOutType',
  'NumMedia',
  'NumSegments',
  'FromCountry',
];
const MEDIA = [
  'MediaUrl0',
  'MediaContentType0',
  'MediaUrl1',
  'ButtonText',
  'ButtonPayload',
  'Latitude',
  'ProfileName',
];

const parameters = fc.dictionary(
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...NAMES, ...MEDIA) },
    {
      weight: 1,
      arbitrary: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', 'then')),
    },
  ),
  fc.oneof(value, fc.constantFrom('0', '1', '10', 'image/png', 'http://localhost/a.png', 'STOP')),
  { maxKeys: 8 },
);

/** An event, made when it is used: some cookies cannot be printed. */
type Made = { readonly shown: unknown; readonly event: () => unknown };

/** Events for a Function: some are no event at all, some come with a genuine cookie, which leads to each of its questions. */
function events(target: CookieFunction): fc.Arbitrary<Made> {
  const cookies: fc.Arbitrary<Pick<Hostile, 'shown' | 'cookies'>> = fc.oneof(
    fc
      .constantFrom(...target.genuine)
      .map((shown) => ({ shown, cookies: () => ({ [target.cookie]: shown }) })),
    hostileCookies(target),
  );
  const addresses = fc.record({ From: address, To: address }, { noNullPrototype: true });
  const event = fc
    .tuple(parameters, addresses, cookies)
    .map(([given, pair, { shown, cookies: read }]): Made => ({
      shown: { ...given, ...pair, cookie: shown },
      event: () => ({ ...given, ...pair, request: { headers: {}, cookies: read() } }),
    }));
  const other = fc
    .oneof(
      fc.anything(),
      fc
        .tuple(parameters, addresses, fc.anything())
        .map(([given, pair, request]) => ({ ...given, ...pair, request })),
    )
    .map((made): Made => ({ shown: made, event: () => made }));
  return fc.oneof({ weight: 10, arbitrary: event }, { weight: 1, arbitrary: other });
}

/** What is wrong with the answer to an event: it must be a document that Twilio takes as it is, or a 400. */
function problemOf({ statusCode, headers, cookies, body }: Reply): string | undefined {
  if (statusCode === 400) return cookies.length > 0 ? 'A 400 sets a cookie.' : undefined;
  if (statusCode !== 200) return `It answered with ${statusCode}.`;
  if (headers['Content-Type'] !== 'text/xml') return `It is ${String(headers['Content-Type'])}.`;
  const read = readTwiml(String(body));
  if (read.kind === 'failed' || read.warnings.length > 0)
    return `Twilio would report: ${JSON.stringify(read)}`;
  if (cookies.length > 1) return `It sets ${cookies.length} cookies.`;
  const [cookie] = cookies;
  return cookie === undefined || SET_COOKIE.test(cookie) ? undefined : `It sets ${cookie}.`;
}

const SET_COOKIE = /^(?:counter|reservation)=[\w.-]{0,3500};Max-Age=(?:14400|0);Path=\/$/;

/** Random events: each must be answered once, by valid TwiML or a 400. */
export const eventsTrial: Trial = {
  name: 'events',
  count: 200_000,
  short: 1000,
  run: ({ count, seed, folder }) =>
    atNoon(async () => {
      const targets = await cookieFunctions(folder);
      const cases = fc.oneof(...targets.map((target) => events(target).map((event) => ({ target, event }))));
      let refused = 0;
      const wrong = await tryCases({ count, seed }, cases, () => ({
        async judge({ target, event }) {
          const reply = await target.call(event.event());
          if (reply.statusCode === 400) refused++;
          return problemOf(reply);
        },
        show: ({ target, event }) => ({ path: target.path, event: event.shown }),
      }));
      const checked = `each is answered once: ${refused} by a 400, all others by valid TwiML`;
      return { tried: count, checked, wrong };
    }),
};
