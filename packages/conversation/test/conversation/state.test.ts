import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { conversation } from '../../src/conversation/conversation';
import type { Json } from '../../src/json';
import { text } from '../../src/conversation/readers/text';
import { yesNo } from '../../src/conversation/readers/yes-no';
import { MAX_VALUE_LENGTH, sessionCookie } from '../../src/session/session-cookie';
import { isState, type State } from '../../src/conversation/replay/state';
import { describeStateSize, stateSize, stateSizeByStep } from '../../src/conversation/replay/state-size';
import { ask, effect, forget, say } from '../../src/conversation/steps';
import { clientFor } from '../support/conversation-client';
import { sessionContext } from '../support/session-context';

const least: State = { v: 1, id: 'i', last: 'l', asked: 'day', answers: {} };
const full: State = {
  ...least,
  v: '2026-11',
  tries: 2,
  answers: { party: 4, name: 'Zoë', photo: null },
  done: { reference: { id: 'R' } },
  said: { '': ['abcdef'], party: ['abcdef', 'ghijkl'] },
  again: { reference: 1 },
};
const whole: State = {
  ...full,
  lists: 'abcdef',
  of: { reference: 'abcdef' },
  threw: ['reference'],
  missed: ['code'],
  begin: { from: '+15551110000' },
  lang: 'es',
  command: 'agent',
  failed: true,
  ended: 0,
};

describe('states of the past', () => {
  // Frozen: never regenerate them. They are what phones carry when a new version is deployed.
  it('stay readable', () => {
    const text =
      '{"v":1,"id":"6vHO0DrP-JK5RQwq","last":"NH1NdF","asked":"name","tries":1,"answers":{"party":4,"day":"Friday"},' +
      '"done":{"reference":"A1B2C3"},"said":{"":["abcdef"]},"again":{"reference":1}}';
    expect(isState(JSON.parse(text) as Json)).toBe(true);
  });

  it('are what is still stored, byte for byte, with the same idempotency keys as ever since keys cover inputs', async () => {
    const keys: string[] = [];
    const frozen = conversation('frozen', function* () {
      yield* say('Welcome.');
      yield* ask('day', 'Which day?', text());
      yield* effect('order', ({ idempotencyKey }) => {
        keys.push(idempotencyKey);
        return 'R1';
      });
      yield* say('Ordered.');
      if ((yield* ask('more', 'More?', text())) === 'again') yield* forget('order', 'more');
      yield* ask('last', 'Last?', yesNo());
    });
    const { sendAll, state } = clientFor(frozen);
    await sendAll('hi', 'Friday', 'again', 'wait', 'x');
    expect(JSON.stringify(state())).toBe(
      '{"v":1,"id":"6vHO0DrP-JK5RQwq","last":"rqeJpey25xeWHr4-f0NH1NdFwiaiD-","asked":"last","tries":1,' +
        '"answers":{"day":"Friday","more":"wait"},"done":{"order":"R1"},"of":{"order":"mMKVu7"},' +
        '"said":{"":["eYOB4h"],"order":["AxeiXp"]},"again":{"order":1}}',
    );
    expect(keys).toEqual(['046972e0263c5ea45f2941711e067a26', '3be5299100d79a2cfb7554b6375e72e9']);
  });

  it('hold what was said with files as ever', async () => {
    const { send, openState } = clientFor(
      conversation('frozen', function* () {
        yield* say('Our menu.', { media: ['https://example.com/menu.jpg'] });
        yield* ask('day', 'Which day?', text());
      }),
    );
    await send();
    expect(openState().said).toEqual({ '': ['zRHIRX'] });
  });
});

describe('isState', () => {
  it('accepts states', () => {
    expect([least, full, whole, { ...least, said: { '': [] } }].map(isState)).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  it.each<[string, Json]>([
    ['null', null],
    ['a list', []],
    ['the counter’s session', { count: 2 }],
    ['a version of another type', { ...least, v: null }],
    ['no id', { v: 1, last: '', asked: '', answers: {} }],
    ['a question that is no name', { ...least, asked: 1 }],
    ['deliveries that are no text', { ...least, last: 1 }],
    ['an id that is no text', { ...least, id: 1 }],
    ['no answers', { v: 1, id: 'i', last: 'l', asked: 'day' }],
    ['no tries at all', { ...least, tries: 0 }],
    ['results that are a list', { ...least, done: [] }],
    ['inputs that are no texts', { ...least, of: { reference: 1, other: 'abcdef' } }],
    ['sayings of which one is no text', { ...least, said: { '': ['abcdef', 1] } }],
    ['sayings of which one is no list', { ...least, said: { '': ['abcdef'], party: 'abcdef' } }],
    ['effects that threw in no list', { ...least, threw: 'reference' }],
    ['effects that threw of which one is no name', { ...least, threw: ['reference', 1] }],
    ['missed ones in no list', { ...least, missed: { 0: 'code' } }],
    ['missed ones that are no names', { ...least, missed: [1] }],
    ['a beginning that is no texts', { ...least, begin: { from: '+1555', to: 1 } }],
    ['lists that are no text', { ...least, lists: 1 }],
    ['a language that is no text', { ...least, lang: 1 }],
    ['a command that is no text', { ...least, command: ['agent'] }],
    ['a failure that is not true', { ...least, failed: false }],
    ['an end that is no time', { ...least, ended: '0' }],
    ['answers that are a list', { ...least, answers: [] }],
    ['negative tries', { ...least, tries: -1 }],
    ['tries that are a text', { ...least, tries: '1' }],
    ['results that are a text', { ...least, done: 'x' }],
    ['sayings that are no lists', { ...least, said: { '': 'abcdef' } }],
    ['sayings that are no texts', { ...least, said: { '': [1] } }],
    ['again that is no count', { ...least, again: { reference: 0.5 } }],
  ])('does not accept %s', (_, payload) => {
    expect(isState(payload)).toBe(false);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (payload) => {
        expect(typeof isState(payload as Json)).toBe('boolean');
      }),
    );
  });
});

describe('the size of a state', () => {
  it('is its bytes of JSON', () => {
    expect(stateSize(least)).toBe('{"v":1,"id":"i","last":"l","asked":"day","answers":{}}'.length);
  });

  it('is told by step, the largest first', () => {
    expect([...stateSizeByStep(full)]).toEqual([
      ['party', '"party":4,'.length + '"party":["abcdef","ghijkl"],'.length],
      ['reference', '"reference":{"id":"R"},'.length + '"reference":1,'.length],
      ['name', '"name":"Zoë",'.length + 1],
      ['', '"":["abcdef"],'.length],
      ['photo', '"photo":null,'.length],
    ]);
    expect([...stateSizeByStep(least)]).toEqual([]);
  });

  it('is told in a sentence with advice', () => {
    expect(describeStateSize({ ...least, answers: { party: 4, name: 'Ada' }, said: { '': ['a'] } })).toBe(
      'The state is 94 bytes of JSON: "name" 13, "party" 10, the beginning 9. ' +
        'Let the readers of the largest take less.',
    );
  });

  it('names the data of begin()', () => {
    expect(describeStateSize({ ...least, data: { order: 'ten pizzas' } })).toMatch(
      /JSON: the data of begin\(\) 22\. Let/,
    );
  });
});

describe('the state in a cookie', () => {
  const cookie = sessionCookie('test', isState);
  const valueOf = (state: State) => cookie.seal(state, sessionContext())[1];
  const asking = (questions: number, max: number) =>
    conversation('long', function* () {
      for (let number = 1; number <= questions; number++) yield* ask(`q${number}`, 'Next?', text({ max }));
    });

  it('holds a hundred answers of ten characters', async () => {
    const { send, openState } = clientFor(asking(101, 10));
    for (let count = 0; count <= 100; count++) await send('x'.repeat(10));
    const answered = openState();
    expect(Object.keys(answered.answers)).toHaveLength(100);
    expect(valueOf(answered).length).toBeLessThanOrEqual(MAX_VALUE_LENGTH);
  });

  it('does not hold a hundred of forty: sealing it throws, and what was stored before stays', async () => {
    const { send, openState } = clientFor(asking(101, 40));
    for (let count = 0; count <= 100; count++) await send('x'.repeat(40));
    expect(() => valueOf(openState())).toThrow(expect.objectContaining({ code: 'session-too-large' }));
    expect(stateSizeByStep(openState()).get('q1')).toBe('"q1":"",'.length + 40);
  });
});
