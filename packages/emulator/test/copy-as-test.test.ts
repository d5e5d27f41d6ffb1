import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { transform } from 'esbuild';
import fc from 'fast-check';
import type { Message, OwnNumber, Turn } from '../src/engine/types';
import { conversationAsTest, spanForDriver } from '../src/page/copy-as-test';
import { quote } from '../src/page/quote';
import { conversationOf, entryOf, messageOf, PHONE, replyOf, SMS, turnOf, WEBHOOK } from './support/samples';

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
    smsFallbackMethod: 'GET',
    redirects: 'get',
  });
  expect(source).toContain("it('texts +15552220000 from +15551110000', async () => {");
  expect(source).toContain(`
  await using twilio = await startEmulator({ webhook: 'http://127.0.0.1:4000/sms', method: 'GET', fallback: 'http://127.0.0.1:4000/fallback' });
  twilio.configure('+15552220000', { smsFallbackMethod: 'GET', redirects: 'get' });
  const phone = twilio.phone('+15551110000');
`);
  expect(conversationAsTest(conversationOf(), { ...WEBHOOK, redirects: 'keep' })).toContain(
    "startEmulator({ webhook: 'http://127.0.0.1:4000/sms' });",
  );
});

it('copies neither user nor password of an address', () => {
  const turn = turnOf('hi', [], { media: [{ url: 'http://ann:secret@a/b.png', contentType: 'image/png' }] });
  const source = conversationAsTest(conversationOf(turn), {
    ...WEBHOOK,
    smsUrl: 'http://ann:secret@127.0.0.1:4000/sms',
    smsFallbackUrl: 'http://:secret@127.0.0.1:4000/fallback',
  });
  expect(source).not.toMatch(/ann|secret/);
  expect(source).toContain(
    "startEmulator({ webhook: process.env.WEBHOOK ?? 'http://127.0.0.1:4000/sms', " +
      "fallback: process.env.FALLBACK ?? 'http://127.0.0.1:4000/fallback' });",
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
    turnOf('hi', [], { errors: [entryOf(11200), entryOf(12200, 'warning')] }),
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

it('moves the clock back to real time where somebody did, and ahead from there', () => {
  const source = copied(
    turnOf('one', [], { clockOffset: 60_000 }),
    turnOf('two', [], { clockOffset: 0 }),
    turnOf('three', [], { clockOffset: 60_000 }),
    turnOf('four', [], { clockOffset: 30_000 }),
  );
  expect(source.match(/clock\..*\)/g)).toEqual([
    'clock.reset()',
    "clock.advance('1m')",
    'clock.reset()',
    "clock.advance('30s')",
  ]);
});

it.each<[what: string, turn: Partial<Turn>, offset: number, advances: string[]]>([
  ['a slow answer', { faults: ['answerSlowly'], clockMoved: 15_000 }, 15_000, []],
  ['a slow answer and more', { faults: ['answerSlowly'], clockMoved: 15_000 }, 16_000, ["advance('1s')"]],
  ['an answer that was slow by 5 s', { faults: ['answerSlowly'], clockMoved: 5000 }, 5000, []],
  ['slow, but nothing called', { faults: ['answerSlowly'] }, 0, []],
])('the clock after a turn that was %s', (_, change, clockOffset, advances) => {
  const source = copied(turnOf('one', [], change), turnOf('two', [], { clockOffset }));
  expect(source.match(/advance\(.*\)/g) ?? []).toEqual(advances);
});

it('copies the public address of an app', () => {
  const publicUrl = 'https://their.name';
  expect(conversationAsTest(conversationOf(), { ...WEBHOOK, publicUrl })).toContain(
    "startEmulator({ webhook: 'http://127.0.0.1:4000/sms', publicUrl: 'https://their.name' });",
  );
  expect(conversationAsTest(conversationOf(), { ...SMS, publicUrl })).toContain(
    "startEmulator({ functions: 'dist/functions', publicUrl: 'https://their.name' });",
  );
  expect(conversationAsTest(conversationOf(), { ...SMS, publicUrl: '' })).not.toContain('publicUrl');
});

it.each<[what: string, change: Partial<OwnNumber>]>([
  ['another address', { smsUrl: 'http://127.0.0.1:5000/sms', functionUrl: SMS.smsUrl }],
  ['no address', { smsUrl: '', functionUrl: SMS.smsUrl }],
  ['GET', { smsMethod: 'GET' }],
  ['a fallback', { smsFallbackUrl: 'http://127.0.0.1:5000/fallback' }],
])('copies the number of a Function that was given %s as a webhook', (_, change) => {
  const source = conversationAsTest(conversationOf(), { ...SMS, ...change });
  expect(source).toContain('webhook:');
  expect(source).not.toContain('functions');
});

it.each<[Partial<OwnNumber>, string]>([
  [{ redirects: 'get' }, "{ redirects: 'get' }"],
  [{ kind: 'shortCode' }, "{ kind: 'shortCode' }"],
])('copies the number of a Function that has %j with it', (change, settings) => {
  const source = conversationAsTest(conversationOf(), { ...SMS, ...change });
  expect(source).toContain("functions: 'dist/functions'");
  expect(source).toContain(`  twilio.configure('/sms', ${settings});\n`);
});

it('copies a short code that is a long code as one', () => {
  const own = { ...WEBHOOK, number: '12345', name: '12345', kind: 'longCode' } as const;
  expect(conversationAsTest(conversationOf(), own)).toContain(
    "twilio.configure('12345', { kind: 'longCode' });",
  );
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

/** What a copied test does: its calls of the driver and its expectations, in order. */
type Call = readonly [name: string, ...values: unknown[]];

/** Compiles a copied test and runs it against a driver that only records what it is asked. */
async function callsOf(source: string): Promise<Call[]> {
  const { code } = await transform(source, { loader: 'ts', format: 'cjs', target: 'es2022' });
  const calls: Call[] = [];
  let test: () => Promise<void> = () => Promise.reject(new Error('The source has no test.'));
  const record =
    <Result>(name: string, result: Result) =>
    (...values: unknown[]): Result => {
      calls.push([name, ...values]);
      return result;
    };
  const modules: Readonly<Record<string, unknown>> = {
    '@jest/globals': {
      it(name: string, run: () => Promise<void>) {
        calls.push(['it', name]);
        test = run;
      },
      expect: () => ({ toEqual: record('toEqual', undefined) }),
    },
    'sms-emulator': {
      startEmulator: record('startEmulator', {
        phone: record('phone', { text: record('text', undefined) }),
        clock: { advance: record('advance', undefined) },
        faults: record('faults', undefined),
        [Symbol.asyncDispose]: record('stop', undefined),
      }),
    },
  };
  runInNewContext(code, { require: (name: string) => modules[name], Symbol, module: {} });
  await test();
  return calls;
}

describe('the copied source, when it runs', () => {
  it('texts, moves the clock, and has the same faults, media, errors and replies', async () => {
    const source = copied(
      turnOf('hi', ['a', 'b'], { media: [{ url: 'http://a/b.png', contentType: 'image/png' }] }),
      turnOf('more', [], { clockOffset: 5_400_000, faults: ['loseCookie', 'deliverTwice'] }),
      turnOf('last', [], { clockOffset: 5_400_000, errors: [entryOf(11200), entryOf(12100)] }),
    );
    expect(await callsOf(source)).toEqual([
      ['it', 'texts /sms from +15551110000'],
      ['startEmulator', { functions: 'dist/functions' }],
      ['phone', PHONE, { to: '/sms' }],
      ['text', 'hi', { media: ['http://a/b.png'] }],
      ['toEqual', ['a', 'b']],
      ['advance', '90m'],
      ['faults', { loseCookie: 'next' }],
      ['faults', { deliverTwice: 'next' }],
      ['text', 'more'],
      ['toEqual', []],
      ['text', 'last', { errors: [11200, 12100] }],
      ['toEqual', []],
      ['stop'],
    ]);
  });

  it('has any texts, addresses and names exactly', async () => {
    const any = fc.string({ unit: 'binary', maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(any, fc.array(any, { maxLength: 3 }), any, any, async (body, replies, url, name) => {
        const media = [{ url, contentType: 'image/png' }];
        const turn = turnOf(body, replies, { media });
        const number = { ...SMS, name, smsUrl: url, smsMethod: 'GET', smsFallbackUrl: `f${body}` } as const;
        expect(await callsOf(conversationAsTest(conversationOf(turn), number))).toEqual([
          ['it', `texts ${name} from ${PHONE}`],
          ['startEmulator', { webhook: url, method: 'GET', fallback: `f${body}` }],
          ['phone', PHONE],
          ['text', body, { media: [url] }],
          ['toEqual', replies],
          ['stop'],
        ]);
      }),
    );
  });

  it('has a statement on each line, however long', () => {
    const lines = copied(turnOf('x'.repeat(1600), ['y'.repeat(1600), 'z'])).split('\n');
    expect(lines.filter((line) => /^  \S/.test(line)).every((line) => line.endsWith(';'))).toBe(true);
    expect(lines).toHaveLength(10);
  });
});

it('leaves out what the REST API has sent', () => {
  const sent = turnOf('a reminder', ['a reminder'], { sid: 'SM9', byApi: true, clockOffset: 60_000 });
  const turns = [turnOf('hi', ['ho']), turnOf('again', ['ho'], { clockOffset: 60_000 })] as const;
  expect(copied(turns[0], sent, turns[1])).toBe(copied(...turns));
});

describe('turns that overlapped', () => {
  const first = turnOf('one', ['2'], { faults: ['overlap'] });
  const beside = (body: string, change: Partial<Turn> = {}): Turn =>
    turnOf(body, [body], { sid: body, faults: ['overlap'], overlaps: first.sid, ...change });
  const linesOf = (...turns: Turn[]): string[] =>
    copied(...turns)
      .split('\n')
      .slice(7, -2)
      .map((line) => line.trim());

  it('are two that meet', () => {
    expect(linesOf({ ...first, faults: ['loseCookie', 'overlap'] }, beside('two'))).toEqual([
      "twilio.faults({ overlap: 'next' });",
      "twilio.faults({ loseCookie: 'next' });",
      "expect(await Promise.all([phone.text('one'), phone.text('two')])).toEqual([['2'], ['two']]);",
    ]);
  });

  it('are three that do not wait', () => {
    expect(linesOf(first, beside('two'), beside('three'), turnOf('last', []))).toEqual([
      "twilio.faults({ overlap: 'all' });",
      "expect(await Promise.all([phone.text('one'), phone.text('two'), phone.text('three')])).toEqual([['2'], ['two'], ['three']]);",
      "twilio.faults({ overlap: 'off' });",
      "expect(await phone.text('last')).toEqual([]);",
    ]);
  });

  it('have their own faults, when others than the first have some', () => {
    expect(linesOf(turnOf('zero', []), first, beside('two', { faults: ['staleCookie', 'overlap'] }))).toEqual(
      [
        "expect(await phone.text('zero')).toEqual([]);",
        "twilio.faults({ overlap: 'all' });",
        "const group2Text1 = phone.text('one');",
        "twilio.faults({ staleCookie: 'next' });",
        "const group2Text2 = phone.text('two');",
        "twilio.faults({ overlap: 'off' });",
        "expect(await Promise.all([group2Text1, group2Text2])).toEqual([['2'], ['two']]);",
      ],
    );
  });

  it('are turns like any other, when one was held but went alone, or the other is not there', () => {
    const lines = ["expect(await phone.text('one')).toEqual(['2']);"];
    expect(linesOf({ ...first, held: 'clockMoved' })).toEqual(lines);
    expect(linesOf({ ...first, sid: 'SM7' }, beside('two'))).toEqual([
      ...lines,
      "expect(await phone.text('two')).toEqual(['two']);",
    ]);
  });

  it('moved the clock, when an answer was slow', () => {
    const slow = { faults: ['answerSlowly', 'overlap'], clockMoved: 15_000 } as const;
    const source = copied(
      { ...first, ...slow },
      beside('two', slow),
      turnOf('late', [], { clockOffset: 30_000 }),
    );
    expect(source).not.toContain('advance');
  });
});

describe('a number that is no plain long code', () => {
  const advancedOptOut = { stop: { reply: 'Bye.' } };
  const configured = (change: Partial<OwnNumber>): string | undefined =>
    /^ {2}twilio\.configure\((.*)\);\n {2}const phone = /m.exec(
      conversationAsTest(conversationOf(turnOf('hi', [])), { ...SMS, ...change }),
    )?.[1];
  it.each<[string, Partial<OwnNumber>, string | undefined]>([
    ['a long code', { kind: 'longCode', advancedOptOut: false }, undefined],
    ['a short code', { kind: 'shortCode' }, "'/sms', { kind: 'shortCode' }"],
    ['Advanced Opt-Out', { advancedOptOut: true }, "'/sms', { advancedOptOut: true }"],
    [
      'a webhook of a toll-free number',
      { number: '+18005551212', name: '+18005551212', advancedOptOut },
      `'+15552220000', { kind: 'tollFree', advancedOptOut: {"stop":{"reply":"Bye."}} }`,
    ],
  ])('is set to be one: %s', (_, change, settings) => {
    expect(configured(change)).toBe(settings);
  });
});

describe('a reply that a fault on purpose kept from the phone', () => {
  const lost = { ...replyOf('ho'), status: 'undelivered', errorCode: 30003 } as const;
  const turn = turnOf('hi', [], { errors: [entryOf(30003)] });
  const withMessages = (...messages: Message[]): string =>
    conversationAsTest({ ...conversationOf(turn), messages: [messageOf('SM1'), ...messages] }, SMS);

  it('is kept from it again', () => {
    expect(withMessages(lost)).toContain(`
  twilio.faults({ undelivered30003: 'next' });
  expect(await phone.text('hi', { errors: [30003] })).toEqual([]);
});
`);
  });

  it('is kept from it again, with the others of its turn', () => {
    expect(withMessages(lost, lost)).toContain(`
  twilio.faults({ undelivered30003: 'all' });
  expect(await phone.text('hi', { errors: [30003] })).toEqual([]);
  twilio.faults({ undelivered30003: 'off' });
});
`);
  });

  it('is no fault when it is one of the REST API, or failed by itself', () => {
    const other = { ...lost, sid: 'SM9', turn: 'SM9', byApi: true } as const;
    const failed = { ...lost, status: 'failed', errorCode: 14107 } as const;
    expect(withMessages(other)).not.toContain('faults');
    expect(withMessages(failed)).not.toContain('faults');
  });
});
