import { describe, expect, it } from '@jest/globals';
import { conversation, type ConversationOptions } from '../../src/conversation/conversation';
import { integer } from '../../src/conversation/readers/integer';
import { oneOf } from '../../src/conversation/readers/one-of';
import { text } from '../../src/conversation/readers/text';
import { yesNo } from '../../src/conversation/readers/yes-no';
import { run } from '../../src/conversation/replay/run';
import type { State } from '../../src/conversation/replay/state';
import { ask, effect, say, type AskOptions, type Steps } from '../../src/conversation/steps';
import { clientFor } from '../support/conversation-client';

const PARTY = 'How many people?';
const DAY = 'Friday or Saturday?';

const booking = (options: ConversationOptions = {}, partyOptions: AskOptions = {}) =>
  conversation(
    'booking',
    function* () {
      const party = yield* ask('party', PARTY, integer({ min: 1, max: 20 }), partyOptions);
      if (party > 8) return 'Please call us.';
      const day = yield* ask('day', DAY, oneOf('Friday', 'Saturday'));
      return `${day} for ${party}.`;
    },
    options,
  );

describe('a conversation', () => {
  it('is started by any message, which answers nothing', async () => {
    expect(await clientFor(booking()).send('4')).toEqual([PARTY]);
  });

  it('walks from question to question to its end', async () => {
    const { send, outcome, state } = clientFor(booking());
    await send();
    expect(await send('4')).toEqual([DAY]);
    expect(outcome()?.kind).toBe('asked');
    expect(await send('sat')).toEqual(['Saturday for 4.']);
    expect(outcome()).toEqual({ kind: 'ended', messages: ['Saturday for 4.'] });
    expect(state()).toBeUndefined();
    expect(await send('4')).toEqual([PARTY]);
  });

  it('takes its branches', async () => {
    expect(await clientFor(booking()).sendAll('hi', '9')).toEqual(['Please call us.']);
  });

  it('asks again with a hint, as often as it takes', async () => {
    const { send } = clientFor(booking());
    await send();
    for (const body of ['four', '0', '', 'x'.repeat(5000)]) {
      expect(await send(body)).toEqual([`Please answer with a whole number from 1 to 20.\n${PARTY}`]);
    }
    expect(await send('4')).toEqual([DAY]);
  });

  it('has hints of its own', async () => {
    const { sendAll } = clientFor(booking({}, { hint: 'In digits, please.' }));
    expect(await sendAll('hi', 'four')).toEqual([`In digits, please.\n${PARTY}`]);
    expect(await clientFor(booking({}, { hint: '' })).sendAll('hi', 'four')).toEqual([PARTY]);
  });

  it('leaves out a hint that would make the message too long', async () => {
    const long = 'x'.repeat(1590);
    const { sendAll } = clientFor(
      conversation('long', function* () {
        yield* ask('long', long, yesNo());
      }),
    );
    expect(await sendAll('hi', 'perhaps')).toEqual([long]);
  });

  it('may end without a word', async () => {
    const { sendAll, outcome } = clientFor(
      conversation('silent', function* () {
        yield* ask('sure', 'Sure?', yesNo());
      }),
    );
    await sendAll('hi', 'yes');
    expect(outcome()).toEqual({ kind: 'ended', messages: [] });
  });

  it('may be made of parts', async () => {
    function* address(): Steps<string> {
      const street = yield* ask('street', 'Street?', text());
      return `${street}, ${yield* ask('city', 'City?', text())}`;
    }
    const { sendAll } = clientFor(
      conversation('parts', function* () {
        return `To ${yield* address()}.`;
      }),
    );
    expect(await sendAll('hi', 'Main Street 1', 'Springfield')).toEqual(['To Main Street 1, Springfield.']);
  });

  it('takes nothing that TwiML could not carry back', async () => {
    const { sendAll } = clientFor(
      conversation('echo', function* () {
        return yield* ask('name', 'Name?', text());
      }),
    );
    expect(await sendAll('hi', 'A\u0000da\ud800')).toEqual(['Ada']);
  });

  it('stores no single answer that would fill a cookie', async () => {
    const { send, state } = clientFor(
      conversation('story', function* () {
        yield* ask('story', 'What happened?', text({ max: 1600 }));
        yield* ask('when', 'When?', text());
      }),
    );
    await send();
    expect(await send('x'.repeat(999))).toEqual([
      'That is too long. Please answer in fewer words.\nWhat happened?',
    ]);
    expect(await send('é'.repeat(500))).toEqual([
      'That is too long. Please answer in fewer words.\nWhat happened?',
    ]);
    expect(state()?.answers).toEqual({});
    expect(await send('x'.repeat(998))).toEqual(['When?']);
  });

  it('may have questions of any name', async () => {
    const { sendAll, outcome } = clientFor(
      conversation('names', function* () {
        const one = yield* ask('__proto__', 'One?', text());
        const two = yield* ask('toString', 'Two?', text());
        return `${one}, ${two}, ${yield* ask('constructor', 'Three?', text())}`;
      }),
    );
    await sendAll('hi', 'a', 'b', 'c');
    expect(outcome()?.messages).toEqual(['a, b, c']);
  });

  it('stores a small map and no log', async () => {
    const { sendAll, state } = clientFor(booking());
    await sendAll('hi', 'x', '4', 'x', 'x');
    expect(state()).toEqual({
      v: 1,
      id: expect.stringMatching(/^[\w-]{16}$/),
      last: expect.stringMatching(/^[\w-]{6}$/),
      asked: 'day',
      tries: 2,
      answers: { party: 4 },
    });
  });

  it('does not change the state that it is given', async () => {
    const { send, state } = clientFor(booking());
    await send();
    const before = structuredClone(state());
    const given = state();
    await send('4');
    expect(given).toEqual(before);
  });

  it('goes on from a stale state with the question of that state', async () => {
    const { send, state, restore } = clientFor(booking());
    await send();
    const stale = state();
    await send('4');
    restore(stale);
    expect(await send('5')).toEqual([DAY]);
    expect(await send('Friday')).toEqual(['Friday for 5.']);
  });
});

describe('say', () => {
  const greeting = conversation('greeting', function* () {
    yield* say('Welcome.');
    yield* say('Welcome.');
    yield* ask('name', 'Name?', text({ max: 3 }));
    yield* say('Thanks.');
    yield* ask('city', 'City?', text());
    yield* say('Thanks.');
    return 'Bye.';
  });

  it('sends a message of its own before the next question or the end, once', async () => {
    const { send } = clientFor(greeting);
    expect(await send()).toEqual(['Welcome.', 'Welcome.', 'Name?']);
    expect(await send('Abigail')).toEqual(['Please use at most 3 characters.\nName?']);
    expect(await send('Ada')).toEqual(['Thanks.', 'City?']);
    expect(await send('')).toEqual(['Please answer with a text.\nCity?']);
    expect(await send('Rome')).toEqual(['Thanks.', 'Bye.']);
  });

  it('is stored by the step before it', async () => {
    const { sendAll, state } = clientFor(greeting);
    await sendAll('hi', 'Ada', '', '');
    const thanks = [expect.stringMatching(/^[\w-]{6}$/)];
    expect(state()?.said).toEqual({ '': [...thanks, ...thanks], name: thanks });
  });

  it('can say ten messages in one reply, the question too', async () => {
    const saying = (count: number) =>
      conversation('talkative', function* () {
        for (let number = 1; number <= count; number++) yield* say(`Message ${number}.`);
        yield* ask('sure', 'Sure?', yesNo());
      });
    expect(await clientFor(saying(9)).send()).toHaveLength(10);
    await expect(clientFor(saying(10)).send()).rejects.toThrow('More than 10 messages in one reply');
  });
});

describe('restart words', () => {
  const options = { restart: { words: ['restart', 'from the top'], text: 'Once more.' } } as const;

  it.each(['restart', 'RESTART.', ' From the top '])('%j starts anew at any question', async (word) => {
    const { send, state, openState } = clientFor(booking(options));
    await send();
    const { id } = openState();
    expect(await send(word)).toEqual(['Once more.', PARTY]);
    await send('4');
    expect(await send(word)).toEqual(['Once more.', PARTY]);
    expect(state()).toMatchObject({ asked: 'party', answers: {} });
    expect(state()?.id).not.toBe(id);
  });

  it('start a first conversation like any other message', async () => {
    expect(await clientFor(booking(options)).send('restart')).toEqual([PARTY]);
  });

  it('have a text of their own', async () => {
    const { sendAll } = clientFor(booking({ restart: { words: ['restart'] } }));
    expect(await sendAll('hi', 'restart')).toEqual(['We start again.', PARTY]);
  });
});

describe('maxAttempts', () => {
  const options = { maxAttempts: 2, closing: 'Please call us.' };

  it('ends the conversation after so many unreadable answers to one question', async () => {
    const { send, outcome } = clientFor(booking(options));
    await send();
    await send('x');
    await send('4');
    expect((await send('x'))[0]).toContain(DAY);
    expect(await send('x')).toEqual(['Please call us.']);
    expect(outcome()?.kind).toBe('given-up');
    expect(await send('4')).toEqual([PARTY]);
  });

  it.each([
    [1, 1],
    [3, 3],
    [Infinity, 6],
  ])('of a question, %d, goes before that of the conversation', async (maxAttempts, attempts) => {
    const { send, outcome } = clientFor(booking(options, { maxAttempts }));
    await send();
    for (let count = 1; count < attempts; count++) {
      await send('x');
      expect(outcome()?.kind).toBe('asked');
    }
    await send('x');
    expect(outcome()?.kind).toBe(maxAttempts === Infinity ? 'asked' : 'given-up');
  });

  it('has a closing of its own', async () => {
    const { sendAll } = clientFor(booking({ maxAttempts: 1 }));
    expect(await sendAll('hi', 'x')).toEqual([
      'Sorry, we do not understand each other. Text us to start again.',
    ]);
  });

  it.each([0, 1.5])('of a question cannot be %d', async (maxAttempts) => {
    const { sendAll } = clientFor(booking({}, { maxAttempts }));
    await expect(sendAll('hi')).rejects.toThrow(
      expect.objectContaining({
        code: 'conversation-definition',
        at: { conversation: 'booking', step: 'party' },
      }),
    );
  });
});

describe('a message that is delivered twice', () => {
  const ordering = conversation('ordering', function* () {
    const what = yield* ask('what', 'What?', text());
    const key = yield* effect('order', async ({ idempotencyKey }) => Promise.resolve(idempotencyKey));
    yield* say('Ordered.');
    yield* ask('more', 'More?', yesNo());
    return `${what} ${key}`;
  });
  const message = (body: string) => ({ body, media: [] });

  it('gives the same outcome with the same state', async () => {
    const first = [
      await run(ordering, undefined, message('hi'), 'M1'),
      await run(ordering, undefined, message('hi'), 'M1'),
    ];
    expect(first[0]).toEqual(first[1]);
    const { state } = first[0] as { state: State };
    const second = [
      await run(ordering, state, message('Tea'), 'M2'),
      await run(ordering, state, message('Tea'), 'M2'),
    ];
    expect(second[0]).toEqual(second[1]);
  });

  it('answers no other question when the state has gone on: the open one comes again', async () => {
    const start = (await run(ordering, undefined, message('yes'), 'M1')) as { state: State };
    const startedTwice = await run(ordering, start.state, message('yes'), 'M1');
    expect(startedTwice).toEqual({ kind: 'asked', messages: ['What?'], state: start.state });

    const answered = (await run(ordering, start.state, message('yes'), 'M2')) as { state: State };
    const answeredTwice = await run(ordering, answered.state, message('yes'), 'M2');
    expect(answeredTwice).toEqual({ kind: 'asked', messages: ['More?'], state: answered.state });
  });

  it('does not count twice as an attempt, nor restart twice', async () => {
    const restarting = booking({ restart: { words: ['restart'] } });
    const start = (await run(restarting, undefined, message('hi'), 'M1')) as { state: State };
    const once = (await run(restarting, start.state, message('x'), 'M2')) as { state: State };
    expect(await run(restarting, once.state, message('x'), 'M2')).toMatchObject({ state: { tries: 1 } });

    const anew = (await run(restarting, once.state, message('restart'), 'M3')) as { state: State };
    expect(await run(restarting, anew.state, message('restart'), 'M3')).toMatchObject({ messages: [PARTY] });
  });
});
