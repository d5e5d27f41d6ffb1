import { describe, expect, it } from '@jest/globals';
import {
  conversationKey,
  initialState,
  numbersFor,
  numberTextedBy,
  onScreen,
  type State,
  turnOf,
  withNumber,
} from '../../src/page/state/state';
import { conversationOf, PHONE, SMS, turnOf as sampleTurn } from '../support/samples';

const OTHER = { ...SMS, number: '+15552220001', name: '/other' };
const FOREIGN = '+15559990000';

const stateOf = (change: Partial<State>): State => ({
  ...initialState({ phone: PHONE, chosenNumbers: {} }),
  phones: [PHONE],
  ...change,
});

it('begins with what the browser has stored, and everything else empty', () => {
  expect(initialState({ phone: PHONE, chosenNumbers: { [PHONE]: SMS.number } })).toMatchObject({
    connection: 'connecting',
    phones: [],
    phone: PHONE,
    chosenNumbers: { [PHONE]: SMS.number },
    conversations: [],
    unread: [],
    inspected: null,
  });
});

it('has a number that is there where it was, and a new one last', () => {
  const renamed = { ...SMS, friendlyName: 'The shop' };
  const added = { ...SMS, number: '+15552220002' };
  expect(withNumber([SMS, OTHER], renamed)).toEqual([renamed, OTHER]);
  expect(withNumber([SMS, OTHER], added)).toEqual([SMS, OTHER, added]);
});

describe('the number that a phone texts', () => {
  const withForeign = { ...conversationOf(), to: FOREIGN };

  it.each<[what: string, change: Partial<State>, number: string | null]>([
    ['nothing without numbers', {}, null],
    ['the first number', { numbers: [SMS, OTHER] }, SMS.number],
    [
      'the number of its first conversation',
      { numbers: [SMS, OTHER], conversations: [{ ...conversationOf(), to: OTHER.number }] },
      OTHER.number,
    ],
    [
      'not that of another phone',
      { numbers: [SMS], conversations: [{ ...withForeign, from: '+1' }] },
      SMS.number,
    ],
    ['a number that is not yours', { numbers: [SMS], conversations: [withForeign] }, FOREIGN],
    ['the chosen number', { numbers: [SMS, OTHER], chosenNumbers: { [PHONE]: OTHER.number } }, OTHER.number],
    [
      'not a chosen number that is gone',
      { numbers: [SMS], chosenNumbers: { [PHONE]: OTHER.number } },
      SMS.number,
    ],
    [
      'a chosen number that is not yours',
      {
        numbers: [SMS],
        conversations: [conversationOf(), withForeign],
        chosenNumbers: { [PHONE]: FOREIGN },
      },
      FOREIGN,
    ],
  ])('is %s', (_, change, number) => {
    expect(numberTextedBy(stateOf(change), PHONE)).toBe(number);
  });
});

it('lists your numbers, then the others that a phone has texted', () => {
  const conversations = [conversationOf(), { ...conversationOf(), to: FOREIGN }];
  expect(numbersFor(stateOf({ numbers: [SMS, OTHER], conversations }), PHONE)).toEqual([
    { number: SMS.number, name: '/sms' },
    { number: OTHER.number, name: '/other' },
    { number: FOREIGN, name: FOREIGN },
  ]);
});

describe('the conversation that is shown', () => {
  it('is that of the selected phone and its number', () => {
    const conversation = conversationOf(sampleTurn('hi', []));
    const state = stateOf({ numbers: [SMS], conversations: [{ ...conversation, from: '+1' }, conversation] });
    expect(onScreen(state)).toEqual({ phone: PHONE, number: SMS.number, own: SMS, conversation });
  });

  it('is empty before the first message', () => {
    expect(onScreen(stateOf({ numbers: [SMS] }))).toMatchObject({
      own: SMS,
      conversation: { from: PHONE, to: SMS.number, messages: [], turns: [], cookies: [], optedOut: false },
    });
  });

  it('has no settings when its number is not yours', () => {
    const conversations = [{ ...conversationOf(), to: FOREIGN }];
    expect(onScreen(stateOf({ conversations }))).toMatchObject({ number: FOREIGN, own: null });
  });

  it('is none without a phone or a number', () => {
    expect(onScreen(stateOf({ numbers: [SMS], phone: null }))).toBeNull();
    expect(onScreen(stateOf({}))).toBeNull();
  });
});

it('finds a turn by its sid', () => {
  const turn = sampleTurn('hi', [], { sid: 'SM7' });
  expect(turnOf(conversationOf(turn), 'SM7')).toBe(turn);
  expect(turnOf(conversationOf(turn), 'SM8')).toBeUndefined();
  expect(turnOf(conversationOf(turn), null)).toBeUndefined();
});

it('gives every phone and number a key of their own', () => {
  expect(conversationKey('+1', '+2')).toBe('+1 +2');
  expect(conversationKey('+2', '+1')).not.toBe(conversationKey('+1', '+2'));
});

describe('the numbers that a phone of WhatsApp can text', () => {
  const phone = `whatsapp:${PHONE}`;
  const agent = { ...SMS, number: 'rcs:brand_agent', name: 'rcs:brand_agent' };
  const code = { ...SMS, number: '12345', name: '12345' };
  const own = { ...SMS, number: `whatsapp:${OTHER.number}`, name: `whatsapp:${OTHER.number}` };
  const state = stateOf({ numbers: [SMS, OTHER, agent, code, own], phone });

  it('are those with an address there, each once, and what phone numbers are called there', () => {
    expect(numbersFor(state, phone)).toEqual([
      { number: `whatsapp:${SMS.number}`, name: SMS.name },
      { number: own.number, name: own.name },
    ]);
    expect(numbersFor(state, PHONE).map(({ number }) => number)).toEqual([SMS.number, OTHER.number, '12345']);
    expect(numbersFor(state, `rcs:${PHONE}`).map(({ number }) => number)).toEqual([
      `rcs:${SMS.number}`,
      `rcs:${OTHER.number}`,
      'rcs:brand_agent',
    ]);
  });

  it('lead to the number with its settings', () => {
    expect(onScreen(state)).toMatchObject({
      number: `whatsapp:${SMS.number}`,
      own: { ...SMS, number: `whatsapp:${SMS.number}` },
    });
  });
});
