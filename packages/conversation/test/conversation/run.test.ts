import { describe, expect, it, jest } from '@jest/globals';
import { conversation } from '../../src/conversation/conversation';
import { text } from '../../src/conversation/readers/text';
import { yesNo } from '../../src/conversation/readers/yes-no';
import { ask, type Steps } from '../../src/conversation/steps';
import { booking, DAY, PARTY } from '../support/booking';
import { clientFor } from '../support/conversation-client';
import { turnsOf } from '../support/turns';

describe('a conversation', () => {
  it('is started by any message, which answers nothing', async () => {
    expect(await clientFor(booking()).send('4')).toEqual([PARTY]);
  });

  it('asks one question after another to its end', async () => {
    const { send, outcome, state } = clientFor(booking());
    await send();
    expect(await send('4')).toEqual([DAY]);
    expect(outcome()?.kind).toBe('asked');
    expect(await send('sat')).toEqual(['Saturday for 4.']);
    expect(outcome()).toMatchObject({
      kind: 'ended',
      messages: ['Saturday for 4.'],
      answers: { party: 4, day: 'Saturday' },
    });
    expect(state()).toBeUndefined();
    expect(await send('4')).toEqual([PARTY]);
  });

  it('takes its branches', async () => {
    expect(await clientFor(booking()).sendAll('hi', '9')).toEqual(['Please call us.']);
  });

  it('asks again with a hint, as often as it takes', async () => {
    const { send } = clientFor(booking());
    await send();
    for (const body of ['a few', '0', '', 'x'.repeat(5000)]) {
      expect(await send(body)).toEqual([`Please answer with a whole number from 1 to 20.\n${PARTY}`]);
    }
    expect(await send('4')).toEqual([DAY]);
  });

  it('has hints of its own', async () => {
    const { sendAll } = clientFor(booking({}, { hint: 'In digits, please.' }));
    expect(await sendAll('hi', 'a few')).toEqual([`In digits, please.\n${PARTY}`]);
    expect(await clientFor(booking({}, { hint: '' })).sendAll('hi', 'a few')).toEqual([PARTY]);
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

  it('sends a hint and a question of 1,600 characters together in one message', async () => {
    const hint = 'Please answer yes or no.';
    const prompt = 'x'.repeat(1600 - hint.length - 1);
    const { sendAll } = clientFor(
      conversation('long', function* () {
        yield* ask('long', prompt, yesNo());
      }),
    );
    expect(await sendAll('hi', 'perhaps')).toEqual([`${hint}\n${prompt}`]);
  });

  it('may end without a word', async () => {
    const { sendAll, outcome } = clientFor(
      conversation('silent', function* () {
        yield* ask('sure', 'Sure?', yesNo());
      }),
    );
    await sendAll('hi', 'yes');
    expect(outcome()).toMatchObject({ kind: 'ended', messages: [] });
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

  it('removes characters that TwiML cannot contain', async () => {
    const { sendAll } = clientFor(
      conversation('echo', function* () {
        return yield* ask('name', 'Name?', text());
      }),
    );
    expect(await sendAll('hi', 'A\u0000da\ud800')).toEqual(['Ada']);
  });

  it('limits the size of a single answer', async () => {
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
      last: expect.stringMatching(/^[\w-]{30}$/),
      asked: 'day',
      tries: 2,
      lists: expect.stringMatching(/^[\w-]{6}$/),
      answers: { party: 4 },
    });
  });

  it('listens to its signal only for what must be awaited', async () => {
    const { signal } = new AbortController();
    const listen = jest.spyOn(signal, 'addEventListener');
    const { turn } = turnsOf(booking());
    for (const body of ['hi', '4', 'Friday']) await turn({ body, tools: { signal } });
    expect(listen).not.toHaveBeenCalled();
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
