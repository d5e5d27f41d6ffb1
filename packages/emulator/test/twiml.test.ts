import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { twiml as builders } from 'twilio';
import { textOf } from '../src/engine/http/http-response';
import { readTwiml, type Verb } from '../src/engine/turn/twiml';

type Message = Extract<Verb, { kind: 'Message' }>;

const message = (body: string, other: Partial<Message> = {}): Message => ({
  kind: 'Message',
  to: undefined,
  from: undefined,
  action: undefined,
  method: 'POST',
  statusCallback: undefined,
  body,
  media: [],
  ...other,
});

const read = (content: string) =>
  readTwiml(`<?xml version="1.0" encoding="UTF-8"?><Response>${content}</Response>`);
const codes = (content: string) => {
  const twiml = read(content);
  return twiml.kind === 'failed' ? [twiml.problem.code] : twiml.warnings.map(({ code }) => code);
};

describe('the verbs of a document', () => {
  it.each<[string, Verb[]]>([
    ['', []],
    ['<Message>hello</Message>', [message('hello')]],
    ['<Message><Body>hello</Body></Message>', [message('hello')]],
    ['<Message><Body>hel</Body><Body>lo</Body></Message>', [message('hello')]],
    ['<Message>hel<Body>lo</Body></Message>', [message('hello')]],
    ['<Message>\n  hello\n  you\n</Message>', [message('hello\n  you')]],
    ['<Message>1 &lt; 2 &amp; 3 &#9742;</Message>', [message('1 < 2 & 3 ☎')]],
    ['<Message><![CDATA[1 < 2]]> or <!-- not --> not</Message>', [message('1 < 2 or  not')]],
    ['<Message/>', [message('')]],
    ['<Message>a</Message><Message>b</Message>', [message('a'), message('b')]],
    ['<Message><Media>https://a.example/b.png</Media></Message>', [message('', { media: ['https://a.example/b.png'] })]],
    ['<Message>a<Media> /b.png </Media><Media>c.gif</Media></Message>', [message('a', { media: ['/b.png', 'c.gif'] })]],
    [
      '<Message to="+1" from="Shop" action="/a?b=1&amp;c=2" method="GET" statusCallback="/s">a</Message>',
      [message('a', { to: '+1', from: 'Shop', action: '/a?b=1&c=2', method: 'GET', statusCallback: '/s' })],
    ],
    ['<Message method="get">a</Message>', [message('a', { method: 'GET' })]],
    ['<Redirect> /next </Redirect>', [{ kind: 'Redirect', url: '/next', method: 'POST' }]],
    ['<Redirect method="GET">/next</Redirect>', [{ kind: 'Redirect', url: '/next', method: 'GET' }]],
    ['<Message><Body>hel</Body>lo</Message>', [message('hello')]],
    ['<Message>a <Body>b</Body><![CDATA[c]]> d<Body> e</Body></Message>', [message('abc de')]],
    ['<Message action="" statusCallback="">a</Message>', [message('a')]],
    ['<Sms>hello</Sms><Message>you</Message>', [message('hello'), message('you')]],
    [
      '<Sms to="+1" from="Shop" action="/a" method="GET" statusCallback="/s"> a </Sms>',
      [message('a', { to: '+1', from: 'Shop', action: '/a', method: 'GET', statusCallback: '/s' })],
    ],
  ])('%s', (content, verbs) => {
    expect(read(content)).toEqual({ kind: 'twiml', verbs, warnings: [] });
  }); // prettier-ignore
});

describe('a document with mistakes', () => {
  it.each<[string, number[]]>([
    ['<message>a</message>', [12200]],
    ['<SMS>a</SMS>', [12200]],
    ['<sms>a</sms>', [12200]],
    ['<Sms>a<Body>b</Body><Media>/c.png</Media></Sms>', [12200, 12200]],
    ['<Sms media="/c.png">a</Sms>', [12200]],
    ['<Message><body>a</body></Message>', [12200]],
    ['<Message><Image>a</Image></Message>', [12200]],
    ['<Message To="+15551110000">a</Message>', [12200]],
    ['<Message><Body lang="en">a</Body></Message>', [12200]],
    ['<Redirect url="/a">/b</Redirect>', [12200]],
    ['<Redirect>/b<Message>a</Message></Redirect>', [12200]],
    ['<Redirect/>', [12200]],
    ['<Message>a<Media/><Media> </Media></Message>', [12200, 12200]],
    ['text between verbs<Message>a</Message>', [12200]],
    ['<constructor/><__proto__/>', [12200, 12200]],
    ['<Message constructor="a" toString="b">a</Message>', [12200, 12200]],
    ['<Say>a</Say>', [14110]],
    ['<Dial/><Gather/><Play/><Record/><Hangup/>', [14110, 14110, 14110, 14110, 14110]],
    ['<Message method="PUT">a</Message>', [14104]],
    ['<Redirect method="DELETE">/a</Redirect>', [14104]],
    [`<Message>${'<Media>/a.png</Media>'.repeat(11)}</Message>`, [12200]],
  ])('%s warns', (content, expected) => {
    expect(codes(content)).toEqual(expected);
  });

  it('keeps ten media of a message', () => {
    const twiml = read(
      `<Message>${Array.from({ length: 12 }, (_, n) => `<Media>/${n}</Media>`).join('')}</Message>`,
    );
    expect(twiml).toMatchObject({ verbs: [{ media: Array.from({ length: 10 }, (_, n) => `/${n}`) }] });
  });

  it('does what is right in it', () => {
    expect(read('<Say>x</Say><Message colour="red">a</Message>')).toMatchObject({ verbs: [message('a')] });
    expect(read('<Sms>a<Body>b</Body><Media>/c.png</Media></Sms>')).toMatchObject({ verbs: [message('a')] });
    expect(read('<Message>a<body>b</body></Message>')).toMatchObject({ verbs: [message('a')] });
    expect(read('<Message>a<Media/></Message><Redirect/>is ignored')).toMatchObject({
      verbs: [message('a')],
    });
  });

  it.each([
    '',
    ' ',
    'hello',
    '<Response>',
    '<Response></response>',
    '<Response>&nbsp;</Response>',
    '<Response>1 & 2</Response>',
    '<Response a=1/>',
    '<Response/><Response/>',
    '<Response/>and more',
    '\n<?xml version="1.0"?><Response/>',
    '<Response>\u0000</Response>',
    '{"text":"hello"}',
    '<!DOCTYPE html><html><br></html>',
  ])('%j cannot be parsed', (text) => {
    expect(readTwiml(text)).toMatchObject({ kind: 'failed', problem: { code: 12100 } });
  });

  it.each(['<response/>', '<html><body/></html>', '<Message>a</Message>', '<constructor/>'])(
    '%s has another root',
    (text) => {
      expect(readTwiml(text)).toMatchObject({ kind: 'failed', problem: { code: 12102 } });
    },
  );

  it('cannot grow by entities of its own', () => {
    const bomb =
      '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><Response><Message>&b;</Message></Response>';
    expect(readTwiml(bomb)).toMatchObject({ kind: 'failed', problem: { code: 12100 } });
  });
});

/** Text that comes near to being TwiML. */
const nearlyTwiml = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'<Response>|</Response>|<Message|<Message>|</Message>|<Body>|</Body>|<Media>|</Media>|<Redirect>|</Redirect>|>|/>|<|&|&amp;|&#|;| to="|"|\'|=|<![CDATA[|]]>|<!--|-->|<?xml |?>|<!DOCTYPE |__proto__|constructor| '.split(
          '|',
        ),
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

describe('whatever comes', () => {
  it('never throws, for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          nearlyTwiml,
          nearlyTwiml.map((text) => `<Response>${text}</Response>`),
        ),
        (text) => {
          expect(['twiml', 'failed']).toContain(readTwiml(text).kind);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('never throws, for any bytes in any charset', () => {
    const charsets = fc.oneof(
      fc.constantFrom('utf-8', 'latin1', 'utf-16le', 'gb18030', 'x-user-defined'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), charsets, (bytes, charset) => {
        const response = {
          status: 200,
          headers: [['Content-Type', `text/xml; charset=${charset}`]] as const,
          body: Buffer.from(bytes),
        };
        expect(typeof readTwiml(textOf(response)).kind).toBe('string');
      }),
      { numRuns: 500 },
    );
  });

  it('never takes long for what is deeply nested', () => {
    const deep = `<Response>${'<a>'.repeat(16_000)}${'</a>'.repeat(16_000)}</Response>`;
    expect(readTwiml(deep)).toMatchObject({ kind: 'twiml', verbs: [] });
  });

  it('never takes long for many lines, each with a warning that says where it is', () => {
    const twiml = readTwiml(`<Response>\n${'<a/> <b/>\n'.repeat(13_000)}</Response>`);
    const places = Array.from({ length: 26_000 }, (_, index) => ({
      line: 2 + Math.floor(index / 2),
      column: index % 2 === 0 ? 1 : 6,
    }));
    expect(twiml.kind === 'twiml' && twiml.warnings.map(({ position }) => position)).toEqual(places);
  });

  it('says where it cannot be read on, after many lines and a byte order mark', () => {
    const twiml = readTwiml(`\uFEFF<Response>${'\r\n<a/>'.repeat(3)}\n</Wrong>`);
    expect(twiml).toMatchObject({
      kind: 'failed',
      problem: { code: 12100, position: { line: 5, column: 8 } },
    });
  });
});

/** What XML 1.0 can carry, section 2.2; lone surrogates and most control characters are not among it. */
const xmlText = fc
  .oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('\t', '\n', '\r', ' ', '"', '&', '<', '>', ']') }),
  )
  .map((text) => text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, ''));

it('reads back whatever the twilio package writes', () => {
  const written = fc.record({
    attributes: fc.record(
      {
        to: xmlText,
        from: xmlText,
        action: xmlText,
        statusCallback: xmlText,
        method: fc.constantFrom('GET', 'POST'),
      },
      { requiredKeys: ['method'] },
    ),
    body: xmlText,
    nested: fc.boolean(),
    media: fc.array(xmlText, { maxLength: 10 }),
  });
  const given = (value: string | undefined) => (value === '' ? undefined : value);
  const texts = (values: readonly string[]) => values.map((value) => value.trim()).filter(Boolean);
  fc.assert(
    fc.property(
      fc.array(written, { maxLength: 12 }),
      fc.option(xmlText, { nil: undefined }),
      (messages, redirect) => {
        const response = new builders.MessagingResponse();
        for (const { attributes, body, nested, media } of messages) {
          const verb = nested ? response.message(attributes, '') : response.message(attributes, body);
          if (nested) verb.body(body);
          for (const url of media) verb.media(url);
        }
        if (redirect !== undefined) response.redirect({ method: 'GET' }, redirect);
        const expected: Verb[] = messages.map(({ attributes, body, media }) =>
          message(body.trim(), {
            ...attributes,
            action: given(attributes.action),
            statusCallback: given(attributes.statusCallback),
            media: texts(media),
          }),
        );
        for (const url of texts([redirect ?? ''])) expected.push({ kind: 'Redirect', url, method: 'GET' });
        expect(readTwiml(response.toString())).toMatchObject({ kind: 'twiml', verbs: expected });
      },
    ),
    { numRuns: 200 },
  );
});
