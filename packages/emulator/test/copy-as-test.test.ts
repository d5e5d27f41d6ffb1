import { execFileSync } from 'node:child_process';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Conversation, DebuggerEntry, Exchange, Message, OwnNumber, Turn } from '../src/engine/types';
import { conversationAsTest, spanForDriver } from '../src/page/copy-as-test';
import { quote } from '../src/page/test-source';

const PHONE = '+15551110000';
const SMS: OwnNumber = {
  number: '+15552220000',
  name: '/sms',
  smsUrl: 'http://127.0.0.1:4000/sms',
  smsMethod: 'POST',
  smsFallbackUrl: '',
};
const WEBHOOK: OwnNumber = { ...SMS, name: SMS.number };

const replyOf = (body: string, to = PHONE): Message => ({
  sid: 'SM2',
  direction: 'outbound',
  from: SMS.number,
  to,
  body,
  media: [],
  status: 'delivered',
  segments: 1,
  at: 0,
  turn: 'SM1',
  byTwilio: false,
});

const entry = (code: number, level: DebuggerEntry['level'] = 'error'): DebuggerEntry => ({
  code,
  level,
  title: '',
  url: '',
  detail: '',
  exchange: null,
});

function turnOf(body: string, replies: readonly string[], change: Partial<Turn> = {}): Turn {
  return {
    sid: 'SM1',
    from: PHONE,
    to: SMS.number,
    body,
    media: [],
    at: 0,
    clockOffset: 0,
    faults: [],
    durationMs: 1,
    replies: replies.map((reply) => replyOf(reply)),
    errors: [],
    exchanges: [],
    cookies: { before: [], after: [] },
    ...change,
  };
}

const conversationOf = (...turns: Turn[]): Conversation => ({
  from: PHONE,
  to: SMS.number,
  messages: [],
  turns,
  cookies: [],
  optedOut: false,
});

const copied = (...turns: Turn[]): string => conversationAsTest(conversationOf(...turns), SMS);

it('copies a conversation with a Function, clock moves included', () => {
  const hello = ['Hello, thanks for the new message.'];
  expect(copied(turnOf('hi', hello), turnOf('hi', hello, { clockOffset: 14_400_000 }))).toBe(
    `import { expect, it } from '@jest/globals';
import { startEmulator } from 'sms-emulator';

it('texts /sms from +15551110000', async () => {
  await using twilio = await startEmulator({ functions: 'dist/functions' });
  const phone = twilio.phone('+15551110000', { to: '/sms' });

  expect(await phone.text('hi')).toEqual(['Hello, thanks for the new message.']);
  twilio.clock.advance('4h');
  expect(await phone.text('hi')).toEqual(['Hello, thanks for the new message.']);
});
`,
  );
});

it('copies a conversation with any other webhook', () => {
  const source = conversationAsTest(conversationOf(turnOf('hi', ['ho'])), {
    ...WEBHOOK,
    smsMethod: 'GET',
    smsFallbackUrl: 'http://127.0.0.1:4000/fallback',
  });
  expect(source).toContain("it('texts +15552220000 from +15551110000', async () => {");
  expect(source).toContain(`
  await using twilio = await startEmulator({
    webhook: 'http://127.0.0.1:4000/sms',
    method: 'GET',
    fallback: 'http://127.0.0.1:4000/fallback',
  });
  const phone = twilio.phone('+15551110000');
`);
  expect(conversationAsTest(conversationOf(), WEBHOOK)).toContain(
    "startEmulator({ webhook: 'http://127.0.0.1:4000/sms' });",
  );
});

it.each<[what: string, turn: Turn, line: string]>([
  ['no reply', turnOf('hi', []), "expect(await phone.text('hi')).toEqual([]);"],
  ['several replies', turnOf('hi', ['a', 'b']), "expect(await phone.text('hi')).toEqual(['a', 'b']);"],
  [
    'a reply to another phone',
    turnOf('hi', [], { replies: [replyOf('psst', '+15551119999'), replyOf('ho')] }),
    "expect(await phone.text('hi')).toEqual(['ho']);",
  ],
  [
    'media',
    turnOf('hi', [], { media: [{ url: 'http://a/b.png', contentType: 'image/png' }] }),
    "expect(await phone.text('hi', { media: ['http://a/b.png'] })).toEqual([]);",
  ],
  [
    'errors, but not warnings',
    turnOf('hi', [], { errors: [entry(11200), entry(12200, 'warning')] }),
    "expect(await phone.text('hi', { errors: [11200] })).toEqual([]);",
  ],
])('copies %s', (_, turn, line) => {
  expect(copied(turn)).toContain(`\n  ${line}\n});\n`);
});

it('leaves out a turn that is not over, and where the clock was before the first turn', () => {
  const source = copied(
    turnOf('one', [], { clockOffset: 60_000 }),
    turnOf('two', [], { clockOffset: 60_000, durationMs: null }),
    turnOf('three', [], { clockOffset: 90_000 }),
  );
  expect(source).not.toContain('two');
  expect(source.match(/advance\(.*\)/g)).toEqual(["advance('30s')"]);
});

const EXCHANGE: Exchange = {
  purpose: 'webhook',
  request: { method: 'POST', url: SMS.smsUrl, headers: [], parameters: [] },
  response: null,
  failure: null,
  startedAt: 0,
  durationMs: 1,
};

it.each<[what: string, turn: Partial<Turn>, offset: number, advances: string[]]>([
  ['a slow answer', { faults: ['answerSlowly'], exchanges: [EXCHANGE] }, 15_000, []],
  ['a slow answer and more', { faults: ['answerSlowly'], exchanges: [EXCHANGE] }, 16_000, ["advance('1s')"]],
  ['unreachable as well as slow', { faults: ['answerSlowly', 'unreachable'] }, 0, []],
  ['slow, but nothing called', { faults: ['answerSlowly'] }, 0, []],
])('the clock after a turn that was %s', (_, change, clockOffset, advances) => {
  const source = copied(turnOf('one', [], change), turnOf('two', [], { clockOffset }));
  expect(source.match(/advance\(.*\)/g) ?? []).toEqual(advances);
});

it.each<[what: string, change: Partial<OwnNumber>]>([
  ['another address', { smsUrl: 'http://127.0.0.1:5000/other' }],
  ['no address', { smsUrl: '' }],
  ['GET', { smsMethod: 'GET' }],
  ['a fallback', { smsFallbackUrl: 'http://127.0.0.1:5000/fallback' }],
])('copies the number of a Function that was given %s as a webhook', (_, change) => {
  const source = conversationAsTest(conversationOf(), { ...SMS, ...change });
  expect(source).toContain('webhook:');
  expect(source).not.toContain('functions');
});

it.each([
  [14_400_000, '4h'],
  [5_400_000, '90m'],
  [30_000, '30s'],
  [1500, '1500ms'],
])('writes %i milliseconds as %s', (milliseconds, span) => {
  expect(spanForDriver(milliseconds)).toBe(span);
});

describe('a text in the copied source', () => {
  it.each([
    ['hi', "'hi'"],
    ["it's", `"it's"`],
    [`it's "it"`, `'it\\'s "it"'`],
    ['back\\slash', "'back\\\\slash'"],
    ['two\nlines\r\n\tand a tab', "'two\\nlines\\r\\n\\tand a tab'"],
    ['\u2028\u2029\u0000\ufeff\u202e\ud800', "'\\u2028\\u2029\\u0000\\ufeff\\u202e\\ud800'"],
    ['${`x`} */ </script> ⛄ 👩‍👧', "'${`x`} */ </script> ⛄ 👩‍👧'"],
  ])('%j is %s', (text, source) => {
    expect(quote(text)).toBe(source);
  });

  it('is a literal of that very text, on one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const source = quote(text);
        expect(runInNewContext(source)).toBe(text);
        expect(source).not.toMatch(/[\n\r\u2028\u2029]/);
      }),
    );
  });
});

/** The sources that Prettier would change, each with what it would make of it. */
function reformatted(sources: readonly string[]): unknown {
  const script = `
    import { format } from 'prettier';
    const sources = JSON.parse(await new Response(process.stdin).text());
    const options = { parser: 'typescript', printWidth: 110, singleQuote: true };
    const all = await Promise.all(sources.map(async (source) => [source, await format(source, options)]));
    console.log(JSON.stringify(all.filter(([source, formatted]) => source !== formatted)));
  `;
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      input: JSON.stringify(sources),
      encoding: 'utf8',
      maxBuffer: 1e9,
    }),
  );
}

const media = (url: string) => ({ url, contentType: 'image/png' });

it('is formatted as Prettier would, whatever its length', () => {
  const lengths = Array.from({ length: 120 }, (_, length) => 'x'.repeat(length));
  const codes = (count: number) => Array.from({ length: count }, () => entry(11200));
  const webhooks = lengths.map((path) => ({ ...WEBHOOK, smsUrl: `http://127.0.0.1:4000/${path}` }));
  const picture = 'https://example.com/picture.png';
  const sources = [
    ...lengths.flatMap((text) => [
      copied(turnOf(text, [])),
      copied(turnOf(text, ['ok'])),
      copied(turnOf('hi', [text])),
      copied(turnOf('hi', [text, 'two'])),
      copied(turnOf(text, [text, text])),
      copied(turnOf(text, ['ok'], { errors: codes(1) })),
      copied(turnOf(text, ['ok'], { errors: codes(text.length) })),
      copied(turnOf('hi', ['ok'], { media: [media(picture + text)] })),
      copied(turnOf(text, [text], { media: [media(picture), media(picture + text)], errors: codes(2) })),
      conversationAsTest(conversationOf(), { ...SMS, name: `/${text}` }),
    ]),
    ...webhooks.flatMap((number) => [
      conversationAsTest(conversationOf(), number),
      conversationAsTest(conversationOf(), { ...number, smsMethod: 'GET' }),
    ]),
    ...fc
      .sample(fc.tuple(fc.string({ unit: 'grapheme', maxLength: 120 }), fc.string({ maxLength: 60 })), {
        numRuns: 300,
        seed: 3,
      })
      .map(([body, reply]) => copied(turnOf(body, [reply]))),
  ];
  expect(reformatted(sources)).toEqual([]);
}, 30_000);
