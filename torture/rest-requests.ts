import fc from 'fast-check';

/** Of the emulator that gets the requests. */
export const ACCOUNT = { accountSid: `AC${'1'.repeat(32)}`, authToken: '2'.repeat(32) };
/** A phone, and two numbers of the account: messages from the second to the first call its webhook. */
export const [ANN, NUMBER, OTHER] = ['+15551110000', '+15552220000', '+15552220001'] as const;

/** Nothing listens there, so that what is called is refused at once. */
const NOWHERE = 'http://127.0.0.1:9/nowhere';

/** The path of the account. */
export const ACCOUNT_PATH = `/2010-04-01/Accounts/${ACCOUNT.accountSid}`;
/** `MM`, `PN`, `MG`, `IS` and `ET` stand for the SIDs of what there is, also in values. */
const PATHS = [
  ...[
    '.json',
    '/Messages.json',
    '/Messages/MM.json',
    '/Messages/MM/Media.json',
    '/Messages/MM/Media/ME1.json',
  ],
  ...[
    '/Messages/MM/Media/ME1',
    '/IncomingPhoneNumbers.json',
    '/IncomingPhoneNumbers/PN.json',
    '/SMS/ShortCodes.json',
  ],
].map((path) => ACCOUNT_PATH + path);
const MESSAGING = ['', '/MG', '/MG/PhoneNumbers', '/MG/PhoneNumbers/PN'].map(
  (path) => `/messaging/v1/Services${path}`,
);
const SYNC = [
  '',
  '/IS',
  '/default',
  '/IS/Documents',
  '/IS/Documents/ET',
  '/default/Documents',
  '/default/Documents/ann',
].map((path) => `/sync/v1/Services${path}`);
const NAMES = [
  ...[
    'To',
    'From',
    'Body',
    'MediaUrl',
    'MessagingServiceSid',
    'StatusCallback',
    'ScheduleType',
    'SendAt',
    'Status',
    'ContentSid',
  ],
  ...[
    'FriendlyName',
    'SmsUrl',
    'SmsMethod',
    'SmsFallbackUrl',
    'StatusCallbackMethod',
    'InboundRequestUrl',
    'UseInboundWebhookOnNumber',
  ],
  ...[
    'StickySender',
    'PhoneNumberSid',
    'UniqueName',
    'Data',
    'Ttl',
    'AclEnabled',
    'WebhookUrl',
    'PageSize',
    'Page',
    'PageToken',
    'DateSent>',
  ],
];

const text = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
);
const value = fc.oneof(
  fc.constantFrom(
    ...[ANN, NUMBER, OTHER, 'whatsapp:+15551110000', '12345', 'MM', 'PN', 'MG', 'IS', 'ET', 'ann'],
  ),
  fc.constantFrom(
    ...[
      NOWHERE,
      `${NOWHERE}#rc=5&rp=all`,
      'http://\u0000',
      'javascript:1',
      'GET',
      'PUT',
      'true',
      'fixed',
      'canceled',
      '',
    ],
  ),
  fc.constantFrom(
    ...[
      '{}',
      '{"a":{"b":[1]}}',
      '[]',
      'null',
      '[['.repeat(500),
      '0',
      '-1',
      '60',
      '99999999999',
      '1e3',
      'NaN',
    ],
  ),
  fc.constantFrom(
    ...[
      '2030-01-01T00:00:00Z',
      '2026-13-45',
      'x'.repeat(1601),
      'x'.repeat(17_000),
      '__proto__',
      'constructor',
    ],
  ),
  text,
);
const parameters = fc.array(
  fc.tuple(
    fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...NAMES) }, { weight: 1, arbitrary: text }),
    value,
  ),
  { maxLength: 8 },
);
/** A message that is sent, unless what comes after it is wrong. */
const message = parameters.map((more) => [['To', ANN], ['From', NUMBER], ['Body', 'hi'], ...more]);

/** Requests to the REST API: most are nearly right. */
export const restRequests = fc.record({
  method: fc.constantFrom('POST', 'POST', 'POST', 'POST', 'GET', 'DELETE', 'PUT', 'HEAD'),
  path: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...PATHS, ...MESSAGING, ...SYNC) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(ACCOUNT_PATH, '/sync/v1/Services', '/2010-04-01'), text)
        .map(([start, end]) => `${start}/${encodeURIComponent(end.toWellFormed())}`),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        `${ACCOUNT_PATH}/../..`,
        '/sync/v1/Services/%',
        '/messaging/v1/Services/%00/%ff',
        '/2010-04-01/Accounts/AC/Messages.json',
      ),
    },
  ),
  query: parameters,
  body: fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .oneof(parameters, message)
        .map((pairs) => new URLSearchParams(pairs as [string, string][]).toString()),
    },
    {
      weight: 1,
      arbitrary: fc.oneof(text, fc.json(), fc.constantFrom('%', '&&==&', `To=${'x'.repeat(110_000)}`)),
    },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)) },
  ),
  type: fc.constantFrom(
    'application/x-www-form-urlencoded',
    'application/x-www-form-urlencoded',
    'application/json',
    'multipart/form-data; boundary=x',
    '',
  ),
  ifMatch: fc.option(fc.constantFrom('*', '"0"', '0', 'é'), { freq: 10, nil: undefined }),
});
export type RestRequest = typeof restRequests extends fc.Arbitrary<infer One> ? One : never;

/** Puts the SIDs of what there is in the places that stand for them. */
export const withSids = (text: string, sids: Readonly<Record<string, string>>): string =>
  text.replace(/\b(?:MM|PN|MG|IS|ET)\b/g, (name) => sids[name] ?? name);
