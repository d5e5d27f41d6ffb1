import { NO_FAULTS } from '../../src/engine/faults';
import type { Conversation, JarCookie, Message, OwnNumber, Turn } from '../../src/engine/types';
import type { Snapshot } from '../../src/page/state/reduce';
import { emptyConversation, initialState, type State } from '../../src/page/state/state';

export const ANN = '+15551110001';
export const BEA = '+15551110002';
export const SHOP = '+15550000001';
export const BANK = '+15550000002';
/** A number that is not one of `NUMBERS`. */
export const FOREIGN = '+15559999999';

const own = (number: string, name: string): OwnNumber => ({
  number,
  name,
  smsUrl: `http://127.0.0.1:3000${name}`,
  smsMethod: 'POST',
  smsFallbackUrl: '',
});

export const NUMBERS: readonly OwnNumber[] = [own(SHOP, '/shop'), own(BANK, '/bank')];

/** An incoming message from Ann to the shop, unless told otherwise. */
export const message = (sid: string, change: Partial<Message> = {}): Message => ({
  sid,
  direction: 'inbound',
  from: ANN,
  to: SHOP,
  body: 'hi',
  media: [],
  status: 'received',
  segments: 1,
  at: 1000,
  turn: sid,
  byTwilio: false,
  ...change,
});

/** A turn of Ann and the shop that is over and has left no cookie, unless told otherwise. */
export const turn = (sid: string, change: Partial<Turn> = {}): Turn => ({
  sid,
  from: ANN,
  to: SHOP,
  body: 'hi',
  media: [],
  at: 1000,
  clockOffset: 0,
  faults: [],
  durationMs: 5,
  replies: [],
  errors: [],
  exchanges: [],
  cookies: { before: [], after: [] },
  ...change,
});

export const cookie = (value: string, change: Partial<JarCookie> = {}): JarCookie => ({
  name: 'session',
  value,
  domain: '127.0.0.1',
  path: '/shop',
  expiresAt: 10_000,
  ...change,
});

export const conversation = (from: string, to: string, change: Partial<Conversation> = {}): Conversation => ({
  ...emptyConversation(from, to),
  ...change,
});

/** The state of a page that has loaded two numbers, and no phone. */
export const state = (change: Partial<State> = {}): State => ({
  ...initialState({ addedPhones: [], phone: null, chosenNumbers: {} }),
  connection: 'live',
  clock: { now: 0, offset: 0 },
  numbers: NUMBERS,
  ...change,
});

export const snapshot = (change: Partial<Snapshot> = {}): Snapshot => ({
  numbers: NUMBERS,
  conversations: [],
  clock: { now: 0, offset: 0 },
  faults: NO_FAULTS,
  ...change,
});
