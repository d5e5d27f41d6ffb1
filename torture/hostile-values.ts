import fc from 'fast-check';
import { HOUR, MINUTE, NOON, OTHER_SECRET, SECRET } from 'test-support';
import { forge, payloadOf } from './forged';
import { type CookieFunction, PAIR } from './functions';

/** All characters of a cookie's value. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';

const inAlphabet = fc.constantFrom(...ALPHABET.split(''));

/** Longer than any that Twilio sends, in characters. */
const HUGE = 100_000;

/** Values in place of a genuine cookie's, by their kind. Some may be a genuine one by chance. */
export function hostileValues({
  cookie: name,
  genuine,
}: CookieFunction): Record<string, fc.Arbitrary<unknown>> {
  const value = fc.constantFrom(...genuine);
  const position = fc.nat(Math.max(...genuine.map(({ length }) => length)));
  const payload = value.map(payloadOf);
  const forged = (fields: fc.Arbitrary<Partial<Parameters<typeof forge>[0]>>) =>
    fc.tuple(payload, fields).map(([text, changed]) => forge({ name, payload: text, ...changed }));
  const part = (length: object) => fc.string({ unit: inAlphabet, ...length });
  return {
    random: fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: inAlphabet, maxLength: 300 }),
      fc
        .tuple(fc.nat(9_999_999_999_999), part({ minLength: 1 }), part({ minLength: 43, maxLength: 43 }))
        .map((parts) => ['v1', ...parts].join('.')),
    ),
    truncated: fc.tuple(value, position, position).map(([text, begin, end]) => text.slice(begin, end)),
    'other version': fc.oneof(
      fc
        .tuple(
          value,
          fc.oneof(fc.nat(100_000).map(String), fc.constantFrom('', '01', '１', '1 ', '1.0', '+1')),
        )
        .map(([text, version]) => `v${version}${text.slice(2)}`),
      forged(fc.nat(9999).map((version) => ({ version: `v${version}` }))).filter(
        (made) => !made.startsWith('v1.'),
      ),
    ),
    spliced: fc.oneof(
      fc
        .tuple(value, value, position, position)
        .map(([one, other, end, begin]) => one.slice(0, end) + other.slice(begin)),
      fc
        .array(fc.tuple(value, fc.nat(3)), { minLength: 4, maxLength: 4 })
        .map((parts) => parts.map(([text, place]) => text.split('.')[place]).join('.')),
    ),
    edited: fc
      .tuple(value, fc.array(fc.tuple(position, fc.nat(2), inAlphabet), { minLength: 1, maxLength: 5 }))
      .map(([text, edits]) =>
        edits.reduce(
          (edited, [place, removed, put]) => edited.slice(0, place) + put + edited.slice(place + removed),
          text,
        ),
      ),
    'with Unicode': fc
      .tuple(
        value,
        position,
        fc.oneof(
          fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }),
          fc.constantFrom('\0', '\u200b', '\ufeff', '\r\n', 'ｖ', '\ud800', 'İ', 'ſ'),
        ),
      )
      .map(([text, place, put]) => text.slice(0, place) + put + text.slice(place + 1)),
    huge: fc
      .tuple(
        fc.constantFrom('', 'v1.', 'v', 'v1.1.', ...genuine),
        fc.constantFrom('9', 'A', '.', '-', '\u{1f600}', 'v1.1.'),
        fc.integer({ min: 3501, max: HUGE }),
      )
      .map(([start, unit, length]) => start + unit.repeat(Math.ceil(length / unit.length))),
    'of another type': fc.oneof(
      fc.anything({
        withBigInt: true,
        withDate: true,
        withTypedArray: true,
        withNullPrototype: true,
        withSet: true,
      }),
      value.chain((text) =>
        fc.constantFrom<unknown>(
          [text],
          [[text]],
          { value: text },
          { toString: () => text },
          Object(text),
          Buffer.from(text),
          new Set([text]),
        ),
      ),
    ),
    'of another pair': forged(
      fc
        .record(
          { from: fc.oneof(aNumber, near(PAIR.from)), to: fc.oneof(aNumber, near(PAIR.to)) },
          { requiredKeys: [] },
        )
        .map((pair) => ({ ...PAIR, ...pair }))
        .filter(({ from, to }) => from !== PAIR.from || to !== PAIR.to),
    ),
    'of another name': forged(
      fc
        .oneof(fc.string(), fc.constantFrom('', `${name} `, name.toUpperCase(), 'session', '__proto__'))
        .filter((other) => other !== name)
        .map((other) => ({ name: other })),
    ),
    expired: forged(fc.integer({ min: 4 * HOUR, max: NOON }).map((age) => ({ issued: String(NOON - age) }))),
    premature: forged(
      fc
        .integer({ min: 5 * MINUTE + 1, max: Number.MAX_SAFE_INTEGER - NOON })
        .map((ahead) => ({ issued: String(NOON + ahead) })),
    ),
    'of no time': forged(
      fc
        .oneof(
          fc.constantFrom(
            'NaN',
            'Infinity',
            '-1',
            '0x10',
            '1e3',
            '',
            ' ',
            'null',
            '٣',
            `+${NOON}`,
            ` ${NOON}`,
            `${NOON}.0`,
            `${NOON}n`,
            '9'.repeat(16),
            '9'.repeat(17),
          ),
          fc.string(),
        )
        .map((issued) => ({ issued })),
    ),
    'of another secret': forged(
      fc
        .oneof(
          fc.string({ minLength: 1 }),
          fc.constantFrom(
            OTHER_SECRET,
            SECRET.trimEnd() + ' ',
            SECRET.toUpperCase(),
            `${SECRET},${OTHER_SECRET}`,
          ),
        )
        .filter((secret) => secret !== SECRET)
        .map((secret) => ({ secret })),
    ),
    'of another shape, though signed': forged(
      fc
        .oneof(
          fc.json({ maxDepth: 3 }),
          fc.string(),
          fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
          fc.constantFrom(
            '',
            '{',
            'null',
            '[]',
            '{"count":0}',
            '{"count":-1}',
            '{"count":"2"}',
            '{"count":1e400}',
            '{"count":1.5}',
            '{"__proto__":{"count":2}}',
            '{"v":1}',
            '[['.repeat(1200),
          ),
        )
        .filter((made) => !isSession(String(made)))
        .map((made) => ({ payload: made })),
    ),
  };
}

const aNumber = fc.stringMatching(/^\+[1-9]\d{6,14}$/);

/** Texts that differ little from this one, and the other number of the pair. */
const near = (number: string): fc.Arbitrary<string> =>
  fc.constantFrom(
    `${number}0`,
    number.slice(0, -1),
    number.slice(1),
    ` ${number}`,
    `${number}\0`,
    `whatsapp:${number}`,
    `${number}","`,
    ...Object.values(PAIR),
    '',
  );

/** Whether a payload could be a session of one of the Functions: a random one is, once in very many. */
function isSession(payload: string): boolean {
  try {
    const session = JSON.parse(payload) as { count?: unknown; answers?: unknown } | null;
    return (
      (Number.isSafeInteger(session?.count) && Number(session?.count) > 0) || session?.answers !== undefined
    );
  } catch {
    return false;
  }
}
