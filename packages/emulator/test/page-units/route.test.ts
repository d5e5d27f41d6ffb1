import { describe, expect, it } from '@jest/globals';
import { reduce } from '../../src/page/state/reduce';
import { hashOf, readRoute, type Route, routeOf } from '../../src/page/state/route';
import { initialState, type Snapshot, type State } from '../../src/page/state/state';
import type { EmulatorEvent, Replay } from '../../src/engine/types';
import { NO_FAULTS } from '../../src/engine/faults';
import { conversationOf, messageOf, PHONE, SMS, turnOf } from '../support/samples';

const TURN = `SM${'1'.repeat(32)}`;
const route = (change: Partial<Route> = {}): Route => ({
  phone: PHONE,
  number: SMS.number,
  turn: null,
  message: null,
  tab: 'Answer',
  ...change,
});

describe('the address of a page', () => {
  it.each<[Partial<Route>, string]>([
    [{}, '#/+15551110000/+15552220000'],
    [{ number: null }, '#/+15551110000'],
    [{ turn: TURN }, `#/+15551110000/+15552220000/turns/${TURN}`],
    [{ turn: TURN, tab: 'Cookie' }, `#/+15551110000/+15552220000/turns/${TURN}/cookie`],
    [{ tab: 'Request' }, '#/+15551110000/+15552220000/turns/latest/request'],
    [{ message: TURN }, `#/+15551110000/+15552220000/messages/${TURN}`],
    [{ message: TURN, tab: 'Sync' }, `#/+15551110000/+15552220000/messages/${TURN}/sync`],
    [
      { phone: 'whatsapp:+15551110000', number: 'whatsapp:+15552220000' },
      '#/whatsapp:+15551110000/whatsapp:+15552220000',
    ],
    [{ number: 'ACME Ltd' }, '#/+15551110000/ACME%20Ltd'],
  ])('of %j is read again', (change, hash) => {
    expect(hashOf(route(change))).toBe(hash);
    expect(readRoute(hash)).toEqual(route(change));
  });

  it.each(['', '#', '#message', '#/', '#/hello', '#/%', '#//x', '#/javascript:1'])('is none: %s', (hash) => {
    expect(readRoute(hash)).toBeNull();
  });

  it.each<[string, Partial<Route>]>([
    ['#/+15551110000/nonsense!/turns/x', { number: null }],
    [`#/+15551110000/+15552220000/turns/SM1`, {}],
    [`#/+15551110000/+15552220000/turns/${TURN}/nothing`, { turn: TURN }],
    [`#/+15551110000/+15552220000/else/${TURN}/cookie/more`, { tab: 'Cookie' }],
    [`#/%2B15551110000/%2B15552220000`, {}],
  ])('loses what is wrong at its end: %s', (hash, change) => {
    expect(readRoute(hash)).toEqual(route(change));
  });
});

const SNAPSHOT: Snapshot = {
  numbers: [SMS],
  conversations: [
    {
      ...conversationOf(turnOf('hi', ['hello'], { sid: TURN })),
      messages: [messageOf(TURN)],
    },
  ],
  older: null,
  clock: { now: 0, offset: 0 },
  faults: NO_FAULTS,
  off: [],
  profileNames: {},
  scheduled: [],
  replays: [],
  sources: { problems: [], leftOut: 0 },
  phones: ['+15557770000'],
};
const start = (wanted: Route | null): State => ({
  ...initialState({ phone: '+15557770000', chosenNumbers: {} }),
  wanted,
});
const loaded = (wanted: Route | null, change: Partial<Snapshot> = {}): State =>
  reduce(start(wanted), { type: 'loaded', snapshot: { ...SNAPSHOT, ...change } });
const shown = ({ phone, inspected, found, tab, wanted, notice: { text } }: State) => ({
  ...{ phone, inspected, found, tab },
  isWanted: wanted !== null,
  text,
});

describe('a page that is opened at an address', () => {
  it.each<[string, Partial<Route>, Partial<ReturnType<typeof shown>>]>([
    [
      'its turn and tab',
      { turn: TURN, tab: 'Cookie' },
      { phone: PHONE, inspected: TURN, tab: 'Cookie', text: '' },
    ],
    ['its message', { message: TURN }, { phone: PHONE, found: TURN, inspected: null }],
    ['the phone of an address without a number', { number: null }, { phone: PHONE, inspected: null }],
    [
      'another phone when there is none',
      { phone: '+15558880000' },
      { phone: '+15557770000', text: 'There is no phone +15558880000 here.' },
    ],
    [
      'another number when there is none',
      { number: '+15559990000' },
      { phone: PHONE, text: '+15551110000 cannot text +15559990000: this is +15552220000.' },
    ],
    [
      'the conversation when there is no turn',
      { turn: `SM${'2'.repeat(32)}` },
      { phone: PHONE, inspected: null, text: 'That turn is no longer here.' },
    ],
    [
      'the conversation when there is no message',
      { message: `SM${'2'.repeat(32)}` },
      { phone: PHONE, found: null, text: 'That message is no longer here.' },
    ],
  ])('shows %s', (_, change, expected) => {
    expect(shown(loaded(route(change)))).toMatchObject({ isWanted: false, ...expected });
  });

  it('waits for an older conversation, and shows that there is none', () => {
    const older = { conversations: [], older: '/api/conversations?before=1' };
    const waiting = loaded(route({ turn: TURN }), older);
    expect(shown(waiting)).toMatchObject({ isWanted: true });
    const { conversations } = SNAPSHOT;
    expect(shown(reduce(waiting, { type: 'loadedMore', conversations }))).toMatchObject({
      ...{ phone: PHONE, inspected: TURN },
      isWanted: false,
    });
    expect(shown(reduce(waiting, { type: 'wantedIsMissing' }))).toMatchObject({
      ...{ isWanted: false, text: 'That conversation is not here.' },
    });
  });

  it('keeps what is wanted until it has loaded, and goes where it is sent then', () => {
    const wanted = reduce(start(null), { type: 'navigate', route: route({ turn: TURN }) });
    expect(shown(wanted)).toMatchObject({ isWanted: true, phone: '+15557770000' });
    const state = reduce(loaded(null), { type: 'navigate', route: route({ turn: TURN }) });
    expect(shown(state)).toMatchObject({ phone: PHONE, inspected: TURN });
    expect(routeOf(state)).toEqual(route({ turn: TURN }));
    expect(routeOf({ ...state, phone: null })).toBeNull();
  });
});

it('leaves a turn and a message that are forgotten or replaced', () => {
  const at = { ...loaded(route({ turn: TURN })), found: TURN };
  const forgotten = { type: 'forgotten', from: PHONE, to: SMS.number } as const;
  expect(shown(reduce(at, { type: 'happened', events: [forgotten] }))).toMatchObject({
    inspected: null,
    found: null,
  });
  const [conversation] = SNAPSHOT.conversations;
  if (conversation === undefined) throw new Error('There is no conversation.');
  const events = [forgotten, { type: 'conversation', conversation } as const];
  expect(shown(reduce(at, { type: 'happened', events }))).toMatchObject({ inspected: TURN, found: TURN });
});

it('shows all turns of the next conversation', () => {
  const filtered = reduce(loaded(route()), { type: 'filter', filter: 'errors' });
  expect(filtered.filter).toBe('errors');
  expect(reduce(filtered, { type: 'chooseNumber', phone: PHONE, number: SMS.number }).filter).toBe('all');
});

it('has the latest state of each replay', () => {
  const replay: Replay = {
    ...{ id: 'a', from: PHONE, to: SMS.number, turn: null, status: 'running' },
    ...{ total: 2, had: 0, differing: [], canPutBack: false },
  };
  const events = [
    { type: 'replay', replay },
    { type: 'replay', replay: { ...replay, had: 1 } },
  ] as const;
  expect(reduce(loaded(null), { type: 'happened', events }).replays).toEqual([{ ...replay, had: 1 }]);
});

describe('the progress of a replay', () => {
  const running: Replay = {
    ...{ id: 'a', from: PHONE, to: SMS.number, turn: null, status: 'running' },
    ...{ total: 3, had: 1, differing: ['SM1'], canPutBack: false },
  };
  const other: Replay = { ...running, id: 'b' };
  const happen = (before: readonly Replay[], ...events: EmulatorEvent[]) =>
    reduce({ ...loaded(null), replays: before }, { type: 'happened', events }).replays;
  const progress = { type: 'replayProgress', id: 'a', had: 2, differing: ['SM2'] } as const;

  it('is added to what is known of it, and counts once', () => {
    const after = { ...running, had: 2, differing: ['SM1', 'SM2'] };
    expect(happen([other, running], progress)).toEqual([other, after]);
    expect(happen([running], progress, { ...progress, had: 1 }, progress)).toEqual([after]);
  });

  it('changes no replay that has ended, or is not known', () => {
    const done: Replay = { ...running, status: 'done', had: 3, differing: [] };
    expect(happen([done, other], progress)).toEqual([done, other]);
    expect(happen([], progress)).toEqual([]);
  });
});
