import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { defineTwilioGlobals } from 'test-support';
import { conversation, type ConversationOptions } from '../../src/conversation/conversation';
import { text } from '../../src/conversation/readers/text';
import type { State } from '../../src/conversation/replay/state';
import { ask, effect, say, speak, type Steps } from '../../src/conversation/steps';
import type { SessionStore } from '../../src/session/session-store';
import { conversationFunction } from '../../src/twilio/conversation-function';
import { throwing } from '../support/readers';
import { sender } from '../support/sender';
import { storing } from '../support/storing';

beforeAll(defineTwilioGlobals);

let logged: jest.SpiedFunction<typeof console.error>;
beforeEach(() => {
  logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  jest.restoreAllMocks();
});

const FAILED = 'Sorry, that did not work. Please text it again, or "restart" to start again.';

/** A question whose answer makes the turn fail when it says so, in the way that is tested; then another question. */
const failing = (fail: (name: string) => Steps<unknown>, options: ConversationOptions = {}) =>
  conversation(
    'failing',
    function* () {
      const name = yield* ask('name', 'Who?', text({ max: 1600 }));
      yield* fail(name);
      const day = yield* ask('day', 'Which day?', text());
      return `${name} on ${day}.`;
    },
    options,
  );

/** Ways to fail, for the answer "bad". */
const ways: Record<string, (name: string) => Steps<unknown>> = {
  'an effect that throws': function* (name) {
    yield* effect('broken', () => {
      if (name === 'bad') throw new Error('an effect broke');
    });
  },
  'an effect that rejects': function* (name) {
    yield* effect('broken', async () => (name === 'bad' ? Promise.reject(new Error('no')) : null));
  },
  'an effect that throws what is no error': function* (name) {
    yield* effect('broken', () => {
      if (name === 'bad') throw Object.create(null);
    });
  },
  'an effect whose result is no JSON': function* (name) {
    yield* effect('broken', (): unknown => (name === 'bad' ? new Map() : null));
  },
  'code that throws': function* (name) {
    if (name === 'bad') throw new Error('broken');
    yield* say('Fine.');
  },
  'a prompt that is too long': function* (name) {
    if (name === 'bad') yield* ask('more', 'x'.repeat(1601), text());
  },
  'a blank message': function* (name) {
    if (name === 'bad') yield* say(' ');
  },
  'too many messages': function* (name) {
    if (name === 'bad') for (let index = 0; index < 11; index++) yield* say('x'.repeat(1000 + index));
  },
  'too much for the cookie': function* (name) {
    yield* effect('large', () => (name === 'bad' ? 'x'.repeat(3000) : ''));
  },
};

const answersOf = (cookie: string | undefined) => {
  const [, , payload = ''] = String(cookie).split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as State;
};

describe.each(Object.entries(ways))('a turn that fails by %s', (_, fail) => {
  it('sends the text for that, keeps the state, logs once, and the next text goes on', async () => {
    const ann = sender(conversationFunction(failing(fail)), 'failing');
    await ann.send('hi');
    const before = answersOf(ann.cookie());
    expect(await ann.texts('bad')).toEqual([FAILED]);
    expect(logged).toHaveBeenCalledTimes(1);
    expect(answersOf(ann.cookie())).toEqual({ ...before, failed: true });
    expect(await ann.texts('bad')).toEqual([FAILED]);
    expect((await ann.texts('Ann')).at(-1)).toBe('Which day?');
    expect(answersOf(ann.cookie())).not.toHaveProperty('failed');
    expect(await ann.texts('Friday')).toEqual(['Ann on Friday.']);
  });

  it('starts anew by "restart" right after it, and not later', async () => {
    const ann = sender(conversationFunction(failing(fail)), 'failing');
    await ann.send('hi');
    await ann.send('bad');
    expect(await ann.texts('Restart.')).toEqual(['We start again.', 'Who?']);
    expect((await ann.texts('Ann')).at(-1)).toBe('Which day?');
    expect(await ann.texts('restart')).toEqual(['Ann on restart.']);
  });
});

describe('a turn that fails', () => {
  const broken = ways['an effect that throws'] as (name: string) => Steps<unknown>;

  it('sends a text of its own', async () => {
    const ann = sender(conversationFunction(failing(broken, { failed: 'Call us.' })), 'failing');
    await ann.send('hi');
    expect(await ann.texts('bad')).toEqual(['Call us.']);
  });

  it('sends the text of the language that the code has taken, whose word starts anew', async () => {
    const spanish = conversation('failing', function* () {
      yield* speak('es');
      const name = yield* ask('name', '¿Quién?', text());
      yield* broken(name);
    });
    const ann = sender(conversationFunction(spanish), 'failing');
    await ann.send('hi');
    expect(await ann.texts('bad')).toEqual([
      'Lo sentimos, no ha funcionado. Envíelo otra vez, o "reiniciar" para empezar de nuevo.',
    ]);
    expect(await ann.texts('reiniciar')).toEqual(['Empezamos de nuevo.', '¿Quién?']);
  });

  it('at the first message keeps no state, and the next message begins', async () => {
    let fail = true;
    const code = conversation('failing', function* () {
      yield* effect('broken', () => {
        if (fail) throw new Error('no');
      });
      yield* ask('name', 'Who?', text());
    });
    const ann = sender(conversationFunction(code), 'failing');
    expect(await ann.texts('hi')).toEqual([FAILED]);
    expect(ann.cookie()).toBeUndefined();
    fail = false;
    expect(await ann.texts('restart')).toEqual(['Who?']);
  });

  it('by a reader that throws is answered too', async () => {
    const code = conversation('failing', function* () {
      yield* ask('name', 'Who?', throwing);
    });
    const ann = sender(conversationFunction(code), 'failing');
    await ann.send('hi');
    expect(await ann.texts('Ann')).toEqual([FAILED]);
    expect(logged).toHaveBeenCalledTimes(1);
    expect(await ann.texts('restart')).toEqual(['We start again.', 'Who?']);
  });

  it('because two long answers are repeated in a prompt goes on with shorter ones', async () => {
    const code = conversation('failing', function* () {
      const one = yield* ask('one', 'One?', text({ max: 1600 }));
      const two = yield* ask('two', 'Two?', text({ max: 1600 }));
      yield* ask('sure', `${one}, ${two}?`, text());
    });
    const ann = sender(conversationFunction(code), 'failing');
    const long = 'x'.repeat(900);
    await ann.send('hi');
    await ann.send(long);
    expect(await ann.texts(long)).toEqual([FAILED]);
    expect(await ann.texts('short')).toEqual([`${long}, short?`]);
    expect(logged).toHaveBeenCalledTimes(1);
  });

  it('for one answer too many starts anew even when there is no room in the cookie to note the failure', async () => {
    const asking = (max: number) =>
      conversation('failing', function* () {
        for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'])
          yield* ask(name, `${name}?`, text({ max }));
      });
    // The answers fill the cookie to its last bytes, whatever its other contents need.
    for (let size = 300; size < 360; size += 2) {
      const ann = sender(conversationFunction(asking(1600)), 'failing');
      await ann.send('hi');
      let replies: string[] = [];
      for (let count = 0; count < 7 && replies[0] !== FAILED; count++)
        replies = await ann.texts('x'.repeat(size));
      if (replies[0] !== FAILED) replies = await ann.texts('x'.repeat(900));
      expect([size, replies]).toEqual([size, [FAILED]]);
      expect([size, await ann.texts('restart')]).toEqual([size, ['We start again.', 'a?']]);
    }
  });

  it('does not keep a restart word from working', async () => {
    const code = conversation(
      'failing',
      function* () {
        for (let index = 1; index <= 9; index++) yield* say(`Message ${index}.`);
        yield* broken(yield* ask('name', 'Who?', text()));
      },
      { restart: { words: ['again'] } },
    );
    const ann = sender(conversationFunction(code), 'failing');
    expect(await ann.texts('hi')).toHaveLength(10);
    await ann.send('bad');
    for (let time = 0; time < 2; time++) {
      const replies = await ann.texts('again');
      expect(replies).toHaveLength(10);
      expect(replies.at(-1)).toBe('Message 9.\nWho?');
    }
  });

  it('tells the hook `failed`, with the same key for the same delivery', async () => {
    const told: { idempotencyKey: string; error?: unknown }[] = [];
    const code = failing(broken, { on: { failed: (event) => void told.push(event) } });
    const ann = sender(conversationFunction(code), 'failing');
    await ann.send('hi');
    await ann.send('bad', { MessageSid: 'SM2' });
    await ann.send('bad', { MessageSid: 'SM2' });
    expect(told).toHaveLength(2);
    expect(told[0]).toMatchObject({
      error: { code: 'conversation-failed' },
      idempotencyKey: told[1]?.idempotencyKey,
    });
  });
});

describe('a store that fails', () => {
  const hello = conversation('hello', function* () {
    return `Hello, ${yield* ask('name', 'Who?', text())}.`;
  });
  const fail = () => {
    throw new Error('the store is down');
  };
  const reject = async () => Promise.reject(new Error('the store is down'));

  it.each<['open' | 'save', string, () => never | Promise<never>]>([
    ['open', 'throws', fail],
    ['open', 'rejects', reject],
    ['save', 'throws', fail],
    ['save', 'rejects', reject],
  ])(
    'at %s, and %s, sends the text, logs once, keeps the state, and the next text goes on',
    async (at, _, broken) => {
      const working = storing();
      let isBroken = false;
      let saves = 0;
      const store: SessionStore<State> = {
        ...working,
        open: (...given) => (isBroken && at === 'open' ? broken() : working.open(...given)),
        save(...given) {
          if (isBroken) saves++;
          return isBroken && at === 'save' ? broken() : working.save(...given);
        },
      };
      const ann = sender(conversationFunction(hello, store), 'hello');
      await ann.send('hi');
      const before = working.session();
      isBroken = true;
      expect(await ann.texts('Ann')).toEqual([FAILED]);
      expect(saves).toBe(at === 'open' ? 0 : 2); // for the turn, and once to note that it has failed
      expect(logged).toHaveBeenCalledTimes(1);
      expect(logged.mock.calls.join()).toContain('the store is down');
      expect(working.session()).toEqual(before);
      isBroken = false;
      expect(await ann.texts('Ann')).toEqual(['Hello, Ann.']);
    },
  );
});

describe('a conversation of any name', () => {
  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'a.b', "it's"])(
    '%j goes on with its cookie',
    async (name) => {
      const code = conversation(name, function* () {
        return `Hello, ${yield* ask('name', 'Who?', text())}.`;
      });
      const ann = sender(conversationFunction(code), name);
      expect(await ann.texts('hi')).toEqual(['Who?']);
      expect(await ann.texts('Ann')).toEqual(['Hello, Ann.']);
      expect(logged).not.toHaveBeenCalled();
    },
  );
});

it('what was texted is not in the log of the error, nor are the numbers', async () => {
  const conversation = failing(function* (name) {
    yield* effect('broken', () => {
      throw new Error(`no table for ${name} of +15551110000`);
    });
  });
  const ann = sender(conversationFunction(conversation), 'failing');
  await ann.send('hi');
  expect(await ann.texts('Zebedee')).toEqual([FAILED]);
  expect(logged.mock.calls.join()).toContain('no table for *** of +***');
  expect(logged.mock.calls.join()).not.toMatch(/Zebedee|15551110000/);
});

it('a state that is too large is logged with its size and its question', async () => {
  const conversation = failing(function* (name) {
    if (name === 'bad') yield* effect('huge', () => 'x'.repeat(4000));
  });
  const ann = sender(conversationFunction(conversation), 'failing');
  await ann.send('hi');
  expect(await ann.texts('bad')).toEqual([FAILED]);
  expect(logged.mock.calls.join()).toMatch(
    /In the conversation "failing", at "day": .* The state is \d+ bytes of JSON: "huge" \d+, /,
  );
});
