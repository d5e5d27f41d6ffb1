import type {
  Conversation,
  DebuggerEntry,
  Exchange,
  JarCookie,
  Message,
  OwnNumber,
  Turn,
} from '../../src/engine/types';

export const PHONE = '+15551110000';

/** The number of a Function, as the driver sets it up. */
export const SMS: OwnNumber = {
  number: '+15552220000',
  name: '/sms',
  smsUrl: 'http://127.0.0.1:4000/sms',
  smsMethod: 'POST',
  smsFallbackUrl: '',
};

/** The number of any other webhook. */
export const WEBHOOK: OwnNumber = {
  number: SMS.number,
  name: SMS.number,
  smsUrl: SMS.smsUrl,
  smsMethod: 'POST',
  smsFallbackUrl: '',
};

/** A delivered reply to a phone. */
export const replyOf = (body: string, to = PHONE): Message => ({
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

/** A message of a phone. */
export const messageOf = (sid: string, change: Partial<Message> = {}): Message => ({
  ...replyOf('hi'),
  sid,
  direction: 'inbound',
  from: PHONE,
  to: SMS.number,
  status: 'received',
  turn: sid,
  ...change,
});

/** An entry of Twilio's debugger. */
export const entryOf = (code: number, level: DebuggerEntry['level'] = 'error'): DebuggerEntry => ({
  code,
  level,
  title: '',
  url: '',
  detail: '',
  exchange: null,
});

/** A finished turn. */
export function turnOf(body: string, replies: readonly string[], change: Partial<Turn> = {}): Turn {
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

export const conversationOf = (...turns: Turn[]): Conversation => ({
  from: PHONE,
  to: SMS.number,
  messages: [],
  turns,
  cookies: [],
  optedOut: false,
});

/** A request that got no answer. */
export const EXCHANGE: Exchange = {
  purpose: 'webhook',
  request: { method: 'POST', url: SMS.smsUrl, headers: [], parameters: [] },
  response: null,
  failure: null,
  startedAt: 0,
  durationMs: 1,
};

/** A cookie in the jar. */
export const cookieOf = (value: string, change: Partial<JarCookie> = {}): JarCookie => ({
  name: 'counter',
  value,
  domain: '127.0.0.1',
  path: '/',
  expiresAt: 14_400_000,
  ...change,
});
