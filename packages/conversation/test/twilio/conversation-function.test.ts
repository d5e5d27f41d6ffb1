import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { conversation } from '../../src/conversation/conversation';
import { media } from '../../src/conversation/readers/media';
import { text } from '../../src/conversation/readers/text';
import type { SessionStore } from '../../src/session/session-store';
import type { State } from '../../src/conversation/replay/state';
import { ask, effect } from '../../src/conversation/steps';
import { conversationFunction } from '../../src/twilio/conversation-function';
import { defineTwilioGlobals } from 'test-support';
import { loggedErrors } from '../support/logged-errors';
import { sender } from '../support/sender';

beforeAll(defineTwilioGlobals);
afterEach(() => {
  jest.restoreAllMocks();
});

describe('the Function of a conversation', () => {
  it('answers with text and picture, and leaves a small cookie when the conversation is over', async () => {
    const card = conversationFunction(
      conversation('card', function* () {
        const name = yield* ask('name', 'Who?', text());
        const { url } = yield* ask('photo', 'A photo?', media());
        return `${name}: ${url}`;
      }),
    );
    const ann = sender(card, 'card');
    const picture = {
      NumMedia: '1',
      MediaUrl0: 'https://example.com/a.jpg',
      MediaContentType0: 'image/jpeg',
    };
    expect((await ann.send('hi')).body).toContain('Who?');
    expect((await ann.send('Ann')).body).toContain('A photo?');
    const last = await ann.send('', picture);
    expect(last.body).toContain('Ann: https://example.com/a.jpg');
    expect(last.cookies).toHaveLength(1);
    expect(String(ann.cookie()).length).toBeLessThan(250);
  });

  it('gives each message without a sid a key of its own', async () => {
    const keys: string[] = [];
    const answering = conversationFunction(
      conversation('keys', function* () {
        yield* effect('key', ({ idempotencyKey }) => {
          keys.push(idempotencyKey);
        });
      }),
    );
    for (const MessageSid of [undefined, undefined, '', '', ['SM1', 'SM2'], ['SM1', 'SM2']]) {
      await sender(answering, 'keys').send('hi', { MessageSid });
    }
    await sender(answering, 'keys').send('hi', { MessageSid: 'SM1' });
    await sender(answering, 'keys').send('hi', { MessageSid: 'SM1' });
    expect(new Set(keys).size).toBe(7);
    expect(keys[6]).toBe(keys[7]);
  });

  it('logs one line for each turn: how it ended, why the conversation began, and the open question', async () => {
    const logged = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    loggedErrors();
    const answering = conversationFunction(
      conversation(
        'hello',
        function* () {
          const name = yield* ask('name', 'Who?', text({ max: 5 }), { maxAttempts: 2 });
          yield* effect('greet', () => {
            if (name === 'Bob') throw new Error('no');
          });
        },
        { on: { ended: () => undefined } },
      ),
    );
    const ann = sender(answering, 'hello');
    for (const body of ['hi', 'Bob', 'Ann']) await ann.send(body);
    const given = sender(answering, 'hello');
    given.restore('edited');
    for (const body of ['hi', 'too long', 'too long']) await given.send(body);
    const numbers = { from: '00', to: '00' };
    expect(logged.mock.calls.map(([line]) => JSON.parse(String(line)) as unknown)).toEqual([
      { ...numbers, outcome: 'asked', began: 'missing', question: 'name' },
      { ...numbers, outcome: 'failed' },
      { ...numbers, outcome: 'ended' },
      { ...numbers, outcome: 'asked', began: 'malformed', question: 'name' },
      { ...numbers, outcome: 'asked', question: 'name' },
      { ...numbers, outcome: 'given-up' },
    ]);
  });

  it('fails with the size of each step when the state is too large, and keeps what was stored', async () => {
    const answering = conversationFunction(
      conversation('long', function* () {
        yield* ask('first', 'One?', text({ max: 1000 }));
        yield* ask('second', 'Two?', text({ max: 1000 }));
        yield* ask('third', 'Three?', text({ max: 1000 }));
        yield* ask('fourth', 'Four?', text());
      }),
    );
    const ann = sender(answering, 'long');
    const long = 'x'.repeat(900);
    await ann.send('hi');
    await ann.send(long);
    await ann.send(long);
    const logged = loggedErrors();
    expect((await ann.send(long)).body).toContain('Sorry, that did not work.');
    expect(logged()).toMatch(
      /ConversationError: In the conversation "long", at "fourth": The session .*"first" 911, "third" 911/,
    );
    expect((await ann.send('short')).body).toContain('Four?');
  });

  it('uses another store in place of the cookie, and logs its errors', async () => {
    const states = new Map<string, State>();
    let broken = false;
    const store: SessionStore<State> = {
      open(_, { from }) {
        const session = states.get(from);
        return Promise.resolve(
          session === undefined ? { kind: 'new', reason: 'missing' } : { kind: 'continued', session },
        );
      },
      save(session, { from }) {
        if (broken) return Promise.reject(new Error('the store is down'));
        states.set(from, session);
        return Promise.resolve([]);
      },
      end({ from }) {
        states.delete(from);
        return Promise.resolve([]);
      },
    };
    const hello = conversation('hello', function* () {
      const name = yield* ask('name', 'Who?', text());
      return `Hello, ${name}.`;
    });
    const ann = sender(conversationFunction(hello, store), 'hello');
    expect((await ann.send('hi')).cookies).toEqual([]);
    expect(states.size).toBe(1);
    expect((await ann.send('Ann')).body).toContain('Hello, Ann.');
    expect(states.get('+15551110000')).toMatchObject({ asked: '', answers: {} });
    broken = true;
    const logged = loggedErrors();
    expect((await ann.send('hi')).body).toContain('Sorry, that did not work.');
    expect(logged()).toContain('Error: the store is down');
  });
});
