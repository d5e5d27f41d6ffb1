import type { FaultName } from 'sms-emulator';

/**
 * What the sender gets for the text that meets a fault: the answer as ever, nothing, or the
 * answer that there would be without what was said before (`anew`), without the text before (`stale`), or to a text
 * that was read already (`redelivered`), or two answers (`both`).
 */
export type Got = 'answer' | 'nothing' | 'anew' | 'stale' | 'redelivered' | 'both';

/** What the conversation has read afterwards, as `Got` has it: all, or what it had read before (`before`). */
export type Read = 'all' | 'before' | 'anew' | 'stale' | 'twice' | 'redelivered';

type Expected = readonly [got: Got, read: Read];

export type Expectations = {
  readonly cookies: Expected;
  readonly sync: Expected;
  /** Where the number has a fallback, the same Function, and that makes a difference. */
  readonly fallback?: { readonly cookies: Expected; readonly sync: Expected };
};

const UNCHANGED = { cookies: ['answer', 'all'], sync: ['answer', 'all'] } as const;

/** The Function has answered, and the answer does not arrive. Sync has read the text; a cookie that does not arrive has not. */
const LOST: Expectations = {
  cookies: ['nothing', 'before'],
  sync: ['nothing', 'all'],
  fallback: UNCHANGED,
};

/** The answer comes without its body, but with its cookies: the fallback has those already. */
const EMPTY: Expectations = {
  cookies: ['nothing', 'all'],
  sync: ['nothing', 'all'],
  fallback: { cookies: ['redelivered', 'redelivered'], sync: ['answer', 'all'] },
};

/** The answer is read, and does not reach the phone, or not yet. */
const NOT_DELIVERED: Expectations = { cookies: ['nothing', 'all'], sync: ['nothing', 'all'] };

/** The Function is not called. */
const NOT_CALLED: Expectations = {
  cookies: ['nothing', 'before'],
  sync: ['nothing', 'before'],
  fallback: UNCHANGED,
};

/** What each fault must do to a conversation, and no more. */
const EXPECTED: Readonly<Record<FaultName, Expectations>> = {
  deliverTwice: UNCHANGED,
  answerSlowly: LOST,
  badGateway: LOST,
  answerReset: LOST,
  answerCutOff: LOST,
  answerEmpty: EMPTY,
  unreachable: NOT_CALLED,
  connectionRefused: NOT_CALLED,
  hostUnknown: NOT_CALLED,
  tlsFails: NOT_CALLED,
  certificateExpired: NOT_CALLED,
  loseCookie: { ...UNCHANGED, cookies: ['anew', 'anew'] },
  staleCookie: { ...UNCHANGED, cookies: ['stale', 'stale'] },
  cookieNotKept: { ...UNCHANGED, cookies: ['answer', 'before'] },
  // Held until the fault is switched off: `overlaps` is about two texts.
  overlap: UNCHANGED,
  overtake: UNCHANGED,
  receivedTwice: { cookies: ['both', 'twice'], sync: ['both', 'twice'] },
  undelivered30003: NOT_DELIVERED,
  undelivered30005: NOT_DELIVERED,
  undelivered30006: NOT_DELIVERED,
  undelivered30007: NOT_DELIVERED,
  phoneOff: NOT_DELIVERED,
  callbacksReversed: UNCHANGED,
  callbacksTwice: UNCHANGED,
  callbackLost: UNCHANGED,
  apiBusy: UNCHANGED,
  apiUnavailable: UNCHANGED,
  apiAnswerLost: UNCHANGED,
  apiSlow: UNCHANGED,
  syncFails: UNCHANGED,
  syncAnswerLost: UNCHANGED,
};

/**
 * What a fault must do.
 *
 * @throws Error for a fault that is new, and of which nothing is said here.
 */
export function expectationsOf(fault: FaultName): Expectations {
  if (Object.hasOwn(EXPECTED, fault)) return EXPECTED[fault];
  throw new Error(`torture/fault-expectations.ts does not say what ${fault} must do.`);
}
