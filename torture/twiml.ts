import fc from 'fast-check';
import { readTwiml, type Twiml, TWILIO_LIMITS } from 'sms-emulator';
import type { Trial } from './trial';
import { tryCases } from './try-cases';

const NAMES = [
  'Response',
  'Message',
  'Sms',
  'Body',
  'Media',
  'Redirect',
  'Say',
  'Dial',
  'a',
  '__proto__',
  'toString',
  'x:y',
  'é',
];
const ATTRIBUTES = [
  'to',
  'from',
  'action',
  'method',
  'statusCallback',
  'x',
  '__proto__',
  'xmlns',
  'xml:lang',
];

const TOKENS =
  '<Response>|</Response>|<Message|<Message>|</Message>|<Body>|</Body>|<Media>|</Media>|<Redirect>|</Redirect>|<Say>|>|/>|<|&|&amp;|&lt;|&#0;|&#x110000;|&#|;|&a;| to="| method="|"|\'|=|<![CDATA[|]]>|<!--|-->|--|<?xml version="1.0"?>|<?xml |?>|<!DOCTYPE r [<!ENTITY a "&a;&a;">]>|<!DOCTYPE |]>|__proto__|constructor| |\n|\r|\0|\ufeff|\ud800|\u2028';

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', ' ', 'hi', 'x'.repeat(1601)),
);
const escaped = text.map((raw) => raw.replace(/[&<"]/g, (character) => `&#${character.charCodeAt(0)};`));

/** Documents that are well formed, or nearly, of elements that TwiML has and has not. */
const { element } = fc.letrec<{ element: string; content: string }>((tie) => ({
  element: fc
    .tuple(
      fc.constantFrom(...NAMES),
      fc.array(fc.tuple(fc.constantFrom(...ATTRIBUTES), fc.oneof(escaped, fc.constantFrom('GET', 'PUT'))), {
        maxLength: 3,
      }),
      fc.array(tie('content'), { maxLength: 4 }),
    )
    .map(([name, attributes, content]) => {
      const written = attributes.map(([attribute, value]) => ` ${attribute}="${value}"`).join('');
      return `<${name}${written}>${content.join('')}</${name}>`;
    }),
  content: fc.oneof({ maxDepth: 5 }, escaped, tie('element')),
}));

const document = element.map(
  (content) => `<?xml version="1.0" encoding="UTF-8"?><Response>${content}</Response>`,
);
const tokens = fc
  .array(fc.oneof(fc.constantFrom(...TOKENS.split('|')), fc.string({ maxLength: 5 })), { maxLength: 40 })
  .map((all) => all.join(''));

/** The largest documents that Twilio reads: the same again and again. */
const large = fc
  .tuple(fc.oneof(element, tokens), fc.integer({ min: 1, max: TWILIO_LIMITS.bodyBytes }))
  .map(([unit, length]) =>
    `<Response>${unit.repeat(Math.ceil(length / Math.max(1, unit.length)))}`.slice(0, length),
  );

const texts = fc.oneof(
  { weight: 10, arbitrary: text },
  { weight: 30, arbitrary: tokens },
  { weight: 30, arbitrary: tokens.map((inner) => `<Response>${inner}</Response>`) },
  { weight: 30, arbitrary: document },
  {
    weight: 10,
    arbitrary: fc
      .tuple(document, fc.nat(200), fc.nat(20), text)
      .map(([whole, place, removed, put]) => whole.slice(0, place) + put + whole.slice(place + removed)),
  },
  { weight: 1, arbitrary: large },
);

/** Codes of Twilio's debugger that a document may have. Source: https://www.twilio.com/docs/api/errors */
const FAILURES = new Set([12100, 12102]);
const WARNINGS = new Set([12200, 14104, 14110]);

function problemOf(read: Twiml): string | undefined {
  if (read.kind === 'failed') return FAILURES.has(read.problem.code) ? undefined : JSON.stringify(read);
  const isRight =
    read.warnings.every(({ code }) => WARNINGS.has(code)) &&
    read.verbs.every(
      (verb) =>
        ['GET', 'POST'].includes(verb.method) &&
        (verb.kind === 'Redirect' ? verb.url !== '' : verb.media.length <= 10),
    );
  return isRight ? undefined : JSON.stringify(read);
}

/** The longest that reading a document may take of the processor, in milliseconds: the emulator does nothing else meanwhile. */
const SLOWEST_MS = 1000;

/** Random texts for the emulator to read as TwiML: each gives messages and warnings, or an error that Twilio has. */
export const twiml: Trial = {
  name: 'twiml',
  count: 200_000,
  short: 2000,
  async run({ count, seed }) {
    let [slowest, failed] = [0, 0];
    const wrong = await tryCases({ count, seed }, texts, () => ({
      judge(document) {
        const started = process.cpuUsage();
        const read = readTwiml(document);
        const { user, system } = process.cpuUsage(started);
        const took = (user + system) / 1000;
        slowest = Math.max(slowest, took);
        if (read.kind === 'failed') failed++;
        return Promise.resolve(
          took > SLOWEST_MS ? `It took ${took.toFixed(0)} ms of the processor.` : problemOf(read),
        );
      },
    }));
    const checked = `${failed} are errors that Twilio knows, all others verbs; the slowest took ${slowest.toFixed(0)} ms`;
    return { tried: count, checked, wrong };
  },
};
