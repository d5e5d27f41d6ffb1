import { describe, expect, it } from '@jest/globals';
import { conversation } from '../../src/conversation/conversation';
import { integer } from '../../src/conversation/readers/integer';
import { oneOf } from '../../src/conversation/readers/one-of';
import { text } from '../../src/conversation/readers/text';
import { yesNo } from '../../src/conversation/readers/yes-no';
import { ask, forget, effect, say } from '../../src/conversation/steps';
import { clientFor } from '../support/conversation-client';

const CHANGE = 'What shall we change: party, day, name or nothing?';

const reservation = conversation('reservation', function* () {
  yield* say('Welcome.');
  const party = yield* ask('party', 'How many people?', integer({ min: 1, max: 20 }));
  const day = yield* ask('day', 'Friday or Saturday?', oneOf('Friday', 'Saturday'));
  yield* say(`${day} it is.`);
  const name = yield* ask('name', 'What name?', text({ max: 40 }));
  yield* say('Nearly done.');

  const sure = yield* ask('sure', `A table for ${party} on ${day}, ${name}. Right?`, yesNo());
  if (!sure) {
    const change = yield* ask('change', CHANGE, oneOf('party', 'day', 'name', 'nothing'));
    if (change === 'nothing') return 'Nothing is booked.';
    yield* forget(change, 'sure', 'change');
  }
  return 'Booked.';
});

describe('forget', () => {
  it('asks for one answer again and keeps the others', async () => {
    const { sendAll, send, state } = clientFor(reservation);
    await sendAll('hi', '4', 'Friday', 'Ada', 'no');
    expect(await send('party')).toEqual(['How many people?']);
    expect(state()?.answers).toEqual({ day: 'Friday', name: 'Ada' });
    expect(await send('5')).toEqual(['A table for 5 on Friday, Ada. Right?']);
    expect(await send('yes')).toEqual(['Booked.']);
  });

  it('says again what was said after the forgotten answer, and nothing else', async () => {
    const { sendAll, send } = clientFor(reservation);
    await sendAll('hi', '4', 'Friday', 'Ada', 'no');
    expect(await send('day')).toEqual(['Friday or Saturday?']);
    expect(await send('Saturday')).toEqual(['Saturday it is.', 'A table for 4 on Saturday, Ada. Right?']);
    await sendAll('no', 'day');
    expect(await send('Saturday')).toEqual(['Saturday it is.', 'A table for 4 on Saturday, Ada. Right?']);
  });

  it('can be repeated without growing the state', async () => {
    const { sendAll, state } = clientFor(reservation);
    await sendAll('hi', '4', 'Friday', 'Ada');
    await sendAll('no', 'name', 'Ada', 'no', 'name', 'Ada'); // 8 deliveries and more are remembered
    const size = JSON.stringify(state()).length;
    for (let round = 0; round < 50; round++) {
      await sendAll(
        'no',
        'day',
        round % 2 === 0 ? 'Saturday' : 'Friday',
        'no',
        'name',
        'Ada',
        'no',
        'party',
        '4',
      );
    }
    expect(JSON.stringify(state())).toHaveLength(size);
    expect(await sendAll('no', 'nothing')).toEqual(['Nothing is booked.']);
  });

  it('can refuse an answer by what was said before, in the same reply', async () => {
    const { sendAll, send } = clientFor(
      conversation('full', function* () {
        const day = yield* ask('day', 'Friday or Saturday?', oneOf('Friday', 'Saturday'));
        const party = yield* ask('party', 'How many people?', integer());
        if (day === 'Friday' && party > 4) {
          yield* say('Friday has room for four.');
          yield* forget('day');
        }
        return `${day}, ${party}.`;
      }),
    );
    await sendAll('hi', 'Friday');
    expect(await send('5')).toEqual(['Friday has room for four.', 'Friday or Saturday?']);
    expect(await send('Friday')).toEqual(['Friday has room for four.', 'Friday or Saturday?']);
    expect(await send('Saturday')).toEqual(['Saturday, 5.']);
  });

  it('allows a guessing game, which replies to every guess', async () => {
    const { sendAll, send } = clientFor(
      conversation('guess', function* () {
        const guess = yield* ask('guess', 'Your guess?', integer());
        if (guess !== 7) {
          yield* say(guess < 7 ? 'Too low.' : 'Too high.');
          yield* forget('guess');
        }
        return 'Right!';
      }),
    );
    await sendAll('hi', '5');
    expect(await send('5')).toEqual(['Too low.', 'Your guess?']);
    expect(await send('9')).toEqual(['Too high.', 'Your guess?']);
    expect(await send('7')).toEqual(['Right!']);
  });

  it('starts counting the attempts again when a question is asked again', async () => {
    const { sendAll, state } = clientFor(
      conversation('again', function* () {
        if (yield* ask('again', 'Again?', yesNo())) yield* forget('again');
      }),
    );
    await sendAll('hi', 'x');
    expect(state()).toMatchObject({ tries: 1 });
    await sendAll('yes');
    expect(state()).not.toHaveProperty('tries');
  });

  it('executes nothing after it', async () => {
    let executed = 0;
    const { sendAll } = clientFor(
      conversation('after', function* () {
        const again = yield* ask('again', 'Again?', yesNo());
        if (again) {
          yield* forget('again');
          executed += 1;
        }
      }),
    );
    expect(await sendAll('hi', 'yes')).toEqual(['Again?']);
    expect(executed).toBe(0);
  });

  it('throws when something resumes it', () => {
    const steps = forget('day')[Symbol.iterator]();
    expect(steps.next()).toEqual({ done: false, value: { kind: 'forget', names: ['day'] } });
    expect(() => steps.next()).toThrow('A replay ends at forget(), so nothing resumes it.');
  });

  it('refuses to forget nothing, which would never end', async () => {
    const { sendAll } = clientFor(
      conversation('typo', function* () {
        yield* ask('day', 'Day?', text());
        yield* forget(...(['dya', 'naem'] as [string, string]));
      }),
    );
    await expect(sendAll('hi', 'Friday')).rejects.toThrow(
      expect.objectContaining({ code: 'nothing-to-forget', at: { conversation: 'typo', step: 'day' } }),
    );
    await expect(sendAll('Friday')).rejects.toThrow(
      'forget("dya", "naem") names nothing that is answered or done, so every replay would reach it again. Name the ' +
        'questions that led there.',
    );
  });

  it('throws when an effect is forgotten in every replay', async () => {
    let ran = 0;
    const { send } = clientFor(
      conversation('endless', function* () {
        yield* effect('draw', () => (ran += 1));
        yield* forget('draw');
      }),
    );
    await expect(send()).rejects.toThrow(
      expect.objectContaining({
        code: 'steps-endless',
        at: { conversation: 'endless', step: undefined },
        message:
          'In the conversation "endless": One message made it forget 10 times. Is there a question between forget() ' +
          'and what leads to it?',
      }),
    );
    expect(ran).toBe(10);
  });
});
