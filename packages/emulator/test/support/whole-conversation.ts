import type { Conversation, Pair } from '../../src/engine/types';
import { SMS } from './samples';
import { ANN } from './turns';

/** A value in which nothing is optional: it does not compile when a new field is not in the sample. */
type Whole<Value> = Value extends Pair
  ? Value
  : Value extends readonly (infer Item)[]
    ? readonly [Whole<Item>, ...Whole<Item>[]]
    : Value extends object
      ? string extends keyof Value
        ? Value
        : { readonly [Field in keyof Value]-?: Whole<Value[Field]> }
      : Value;

const sid = (digit: string) => `SM${digit.repeat(32)}`;
const AT = Date.UTC(2026, 0, 2);
const pairs = [['Name', 'value'] as const, ['Empty', ''] as const] as const;
const place = { file: 'src/functions/sms.ts', line: 12, column: 5, url: 'vscode://file/home/me/sms.ts:12:5' };
const cookie = { name: 'a', value: '1', domain: '127.0.0.1', path: '/', expiresAt: 4_000_000_000_000 };

const content = {
  from: ANN,
  to: SMS.number,
  body: 'hi',
  media: [{ url: 'https://a.example/b.png', contentType: 'image/png' }],
  at: AT,
  buttonPayload: 'yes',
  location: { latitude: -1.5, longitude: 180, label: 'Here', address: 'A street' },
} as const;

const message = {
  ...content,
  sid: sid('1'),
  direction: 'inbound',
  status: 'received',
  segments: 1,
  turn: sid('1'),
  byTwilio: false,
  byApi: true,
  errorCode: 30005,
  service: `MG${'2'.repeat(32)}`,
  isSenderChosen: true,
  sendAt: AT,
  profileName: 'Ann',
  repliesTo: sid('3'),
} as const satisfies Whole<Conversation['messages'][number]>;

const reply = {
  ...message,
  sid: sid('4'),
  direction: 'outbound',
  from: SMS.number,
  to: ANN,
  status: 'delivered',
} as const;

/** A conversation that has every field there is, once at least. No turn of it runs. */
export const WHOLE_CONVERSATION = {
  from: ANN,
  to: SMS.number,
  messages: [message, reply],
  turns: [
    {
      ...content,
      sid: sid('1'),
      byApi: true,
      cause: sid('5'),
      clockOffset: -5,
      clockMoved: 10,
      faults: ['overlap'],
      held: 'met',
      repeated: true,
      overlaps: sid('6'),
      durationMs: 1.5,
      cutOff: true,
      replies: [reply],
      errors: [
        {
          code: 12100,
          level: 'error',
          title: 'Document parse failure',
          url: 'https://www.twilio.com/docs/api/errors/12100',
          detail: 'No.',
          exchange: 0,
          position: { line: 1, column: 2 },
        },
      ],
      exchanges: [
        {
          purpose: 'webhook',
          request: {
            method: 'POST',
            url: 'https://a.example/sms',
            sentTo: 'http://127.0.0.1:3000/sms',
            headers: pairs,
            parameters: pairs,
          },
          response: { status: 200, headers: pairs, body: '<Response/>' },
          failure: 'It was late.',
          lost: true,
          startedAt: AT,
          durationMs: 2,
          leftOut: 'body',
        },
      ],
      cookies: { before: [cookie], after: [cookie] },
      documents: [
        {
          name: 'note',
          service: 'default',
          before: { revision: '0', data: { step: 1, deep: { list: [null] } }, expires: AT },
          after: { revision: '1', data: {}, expires: null },
        },
      ],
      documentsLeftOut: 1,
      failures: [{ path: '/sms', message: 'Error: no', at: place, frames: [place] }],
      logs: [{ level: 'warn', text: 'hello', at: AT }],
      hasMoreLogs: true,
    },
  ],
  cookies: [cookie],
  optedOut: false,
} as const satisfies Whole<Conversation>;
