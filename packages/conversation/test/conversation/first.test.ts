import { describe, expect, it } from '@jest/globals';
import { conversation, type ConversationOptions } from '../../src/conversation/conversation';
import { accepted, answered, type Reader, unreadable } from '../../src/conversation/reader';
import { integer } from '../../src/conversation/readers/integer';
import { oneOf } from '../../src/conversation/readers/one-of';
import { text } from '../../src/conversation/readers/text';
import { yesNo } from '../../src/conversation/readers/yes-no';
import { answers, ask, choose, first, forget, say } from '../../src/conversation/steps';
import { clientFor } from '../support/conversation-client';
import { turnsOf } from '../support/turns';

/** Reads what an expression finds in a sentence. */
const found = (pattern: RegExp): Reader<string> => ({
  read({ body }) {
    const match = pattern.exec(body);
    return match === null ? unreadable('?') : answered(match[1] ?? '');
  },
  accept: (answer) => (typeof answer === 'string' ? accepted(answer) : unreadable('?')),
});

const PARTY = 'How many people?';
const DAY = 'Friday or Saturday?';

const reserving = (options: ConversationOptions = {}) =>
  conversation(
    'reserving',
    function* () {
      const party = (yield* first('first party', found(/(\d+)/))) ?? (yield* ask('party', PARTY, text()));
      const day =
        (yield* first('first day', found(/(Friday|Saturday)/))) ??
        (yield* ask('day', DAY, oneOf('Friday', 'Saturday')));
      if (!(yield* ask('sure', `${day} for ${party}?`, yesNo()))) {
        yield* forget('first party', 'party', 'sure');
      }
      return `${day} for ${party}.`;
    },
    { restart: { words: ['restart'] }, ...options },
  );

describe('first', () => {
  it.each([
    ['A table for 4 on Friday', 'Friday for 4?'],
    ['A table for 4', DAY],
    ['On Friday, please', PARTY],
    ['hi', PARTY],
    ['', PARTY],
  ])('reads the message that begins the conversation: %j', async (body, reply) => {
    expect(await clientFor(reserving()).send(body)).toEqual([reply]);
  });

  it('keeps what it read to the end, though later messages could be read otherwise', async () => {
    const { sendAll } = clientFor(reserving());
    expect(await sendAll('A table for 4', 'Saturday', 'yes')).toEqual(['Saturday for 4.']);
  });

  it('reads the first message only: the answer to a question is no first message', async () => {
    const { send, state } = clientFor(reserving());
    await send('hi');
    expect(await send('4 on Friday')).toEqual([DAY]);
    expect(state()).toMatchObject({
      answers: { party: '4 on Friday' },
      missed: ['first party', 'first day'],
    });
  });

  it('that comes after a question reads nothing', async () => {
    const { send } = clientFor(
      conversation('late', function* () {
        yield* ask('name', 'Name?', text());
        return `Code: ${yield* first('code', integer())}`;
      }),
    );
    await send('1234');
    expect(await send('1234')).toEqual(['Code: undefined']);
  });

  it('takes a reader with words before the answer, such as JOIN 1234', async () => {
    const joining = conversation('joining', function* () {
      const code = yield* first('code', found(/^join (\d+)$/i));
      return code === undefined ? 'Text JOIN and your code.' : `Joined ${code}.`;
    });
    expect(await clientFor(joining).send('JOIN 1234')).toEqual(['Joined 1234.']);
    expect(await clientFor(joining).send('join me')).toEqual(['Text JOIN and your code.']);
  });

  it('gives values that are falsy, as they are', async () => {
    const { send } = clientFor(
      conversation('falsy', function* () {
        return String((yield* first('number', integer())) ?? 'none');
      }),
    );
    expect(await send('0')).toEqual(['0']);
  });

  it.each([
    ['too many characters', text({ max: 3 }), 'Adaline'],
    ['a large answer', text({ max: 1600 }), 'x'.repeat(1500)],
  ])('gives undefined for %s', async (_, reader, body) => {
    const { send } = clientFor(
      conversation('refusing', function* () {
        return String(yield* first('name', reader));
      }),
    );
    expect(await send(body)).toEqual(['undefined']);
  });

  it('reads nothing after a restart', async () => {
    const { sendAll } = clientFor(reserving());
    expect(await sendAll('A table for 4 on Friday', 'restart')).toEqual(['We start again.', PARTY]);
  });

  it('does not read the word of a command', async () => {
    const named = conversation(
      'named',
      function* () {
        return (yield* first('first name', text())) ?? (yield* ask('name', 'Name?', text()));
      },
      {
        restart: { words: ['restart'] },
        commands: { back: { words: ['back'] }, hours: { words: ['hours'], text: '9 to 5.' } },
      },
    );
    expect(await clientFor(named).send('restart')).toEqual(['Name?']);
    expect(await clientFor(named).send('back')).toEqual(['Name?']);
    expect(await clientFor(named).send('hours')).toEqual(['9 to 5.', 'Name?']);
    expect(await clientFor(named).send('Ada')).toEqual(['Ada']);
  });

  it('does not read what Twilio answers itself, such as START', async () => {
    const named = conversation('named', function* () {
      return (yield* first('first name', text())) ?? (yield* ask('name', 'Name?', text()));
    });
    expect(await clientFor(named).send('START')).toEqual(['Name?']);
    const onWhatsApp = { parameters: { From: 'whatsapp:+15551110000' } };
    expect(await turnsOf(named).send('Start', onWhatsApp)).toEqual(['Start']);
  });

  it('reads nothing after another version made it start anew', async () => {
    const { send, deploy } = clientFor(reserving());
    await send('hi');
    deploy(reserving({ version: 2 }));
    expect(await send('A table for 4 on Friday')).toEqual([expect.any(String), PARTY]);
  });

  it('reads nothing when a deploy adds it in the middle', async () => {
    const { send, deploy } = clientFor(
      conversation('reserving', function* () {
        yield* ask('name', 'Name?', text());
      }),
    );
    await send('hi');
    deploy(reserving());
    expect(await send('A table for 4 on Friday')).toEqual([PARTY]);
  });

  it('gives the same when the first message is delivered again', async () => {
    const guest = turnsOf(reserving());
    const once = await guest.turn({ body: 'A table for 4', id: 'M1' });
    const twice = await guest.turn({ body: 'A table for 4', id: 'M1' });
    expect(once.messages).toEqual([DAY]);
    expect(twice).toEqual(once);
    expect(await guest.send('Friday')).toEqual(['Friday for 4?']);
  });

  it('reads nothing again from the first message of the next conversation’s delivery', async () => {
    const guest = turnsOf(reserving());
    for (const body of ['A table for 4 on Friday', 'yes']) await guest.send(body);
    expect(await guest.send('A table for 2')).toEqual([DAY]);
  });

  it('that is forgotten gives undefined, so that the question is asked', async () => {
    const { sendAll, send } = clientFor(reserving());
    await sendAll('A table for 4 on Friday', 'no');
    expect(await send('5')).toEqual(['Friday for 5?']);
    expect(await send('yes')).toEqual(['Friday for 5.']);
  });

  it('that is forgotten in the first turn does not read its message again', async () => {
    const { send } = clientFor(
      conversation('small', function* () {
        const party = (yield* first('first party', integer())) ?? (yield* ask('party', PARTY, integer()));
        const day = yield* first('first day', found(/(Friday)/));
        if (party > 8) {
          yield* say('We have room for eight.');
          yield* forget('first party', 'party');
        }
        return `${party} ${day}`;
      }),
    );
    expect(await send('9')).toEqual(['We have room for eight.', PARTY]);
    expect(await send('4')).toEqual(['4 undefined']);
  });

  it('is asked for when a deploy makes its reader stricter', async () => {
    const joining = (max: number) =>
      conversation('joining', function* () {
        const code = (yield* first('code', integer({ max }))) ?? (yield* ask('again', 'Code?', integer()));
        yield* ask('name', 'Name?', text());
        return String(code);
      });
    const { send, deploy } = clientFor(joining(9999));
    await send('1234');
    deploy(joining(99));
    expect(await send('Ada')).toEqual(['Code?']);
  });
});

it('is no answer of the conversation when it could not be read, or no longer', async () => {
  const joining = (max: number) =>
    conversation('joining', function* () {
      yield* first('word', found(/(never)/));
      yield* first('code', integer({ max }));
      const given = JSON.stringify(Object.entries(yield* answers()));
      yield* ask('name', `${given}?`, text());
      return given;
    });
  const { send, deploy } = clientFor(joining(9999));
  expect(await send('1234')).toEqual(['[["code",1234]]?']);
  deploy(joining(99));
  expect(await send('Ada')).toEqual(['[]']);
});

describe('the option first of a question', () => {
  const booking = conversation(
    'booking',
    function* () {
      const party = yield* ask('party', PARTY, integer({ min: 1, max: 8 }), {
        first: { read: ({ body }) => answered(Number(/\d+/.exec(body)?.[0] ?? NaN) || 'none') },
      });
      const day = yield* ask('day', DAY, oneOf('Friday', 'Saturday'), { first: found(/(Friday|Saturday)/) });
      const name = yield* ask('name', 'What name?', text());
      if (name === 'again') yield* forget('party', 'name');
      return `${party} on ${day}, ${name}.`;
    },
    { commands: { back: { words: ['back'] } } },
  );

  it.each([
    ['A table for 4 on Friday', 'What name?'],
    ['A table for 4', DAY],
    ['A table on Friday', PARTY],
    ['A table for 9', PARTY], // not within the limits of the question's own reader
    ['hi', PARTY],
  ])('answers with %j, so that %j is asked, without a hint', async (body, asked) => {
    expect(await clientFor(booking).send(body)).toEqual([asked]);
  });

  it('reads no later message, and lets back change the answer', async () => {
    const { send } = clientFor(booking);
    expect(await send('A table for 4')).toEqual([DAY]);
    expect(await send('back')).toEqual([PARTY]);
    expect(await send('A table for 5')).toEqual([`Please answer with a whole number from 1 to 8.\n${PARTY}`]);
    expect(await send('5')).toEqual([DAY]);
    await send('Saturday');
    expect(await send('again')).toEqual([PARTY]);
  });

  it('reads the first message once, also when its answer is forgotten in the same turn', async () => {
    const forgetting = conversation('forgetting', function* () {
      const party = yield* ask('party', PARTY, text(), { first: text() });
      if (party === 'hi') yield* forget('party');
      return party;
    });
    expect(await clientFor(forgetting).sendAll('hi', 'four')).toEqual(['four']);
  });

  it('knows the whole question, whose list may take several messages', async () => {
    const prompts: (string | undefined)[] = [];
    const noting: Pick<Reader<unknown>, 'read'> = {
      read(_, question) {
        prompts.push(question?.prompt);
        return unreadable('?');
      },
    };
    const rooms = Array.from({ length: 40 }, (_, index) => `Room ${index} ${'x'.repeat(50)}`);
    const choosing = conversation('choosing', function* () {
      yield* first('nothing asked', { ...text(), ...noting });
      yield* choose('room', 'Which?', rooms, String, { first: noting });
    });
    const messages = (await clientFor(choosing).send()) as string[];
    expect(messages.length).toBeGreaterThan(1);
    expect(prompts).toEqual(['', messages.join('\n')]);
  });

  it('is there for choose too', async () => {
    const choosing = conversation('choosing', function* () {
      return yield* choose('size', 'Which?', ['Small', 'Large'], String, { first: oneOf('Small', 'Large') });
    });
    expect(await clientFor(choosing).send('large')).toEqual(['Large']);
  });
});

it('a reader may be an object of a class, which reads with what it has', async () => {
  class Word implements Reader<string> {
    constructor(private readonly known: string) {}
    read({ body }: { readonly body: string }) {
      return body === this.known ? answered(body) : unreadable(`Say ${this.known}.`);
    }
    accept(answer: unknown) {
      return answer === this.known ? accepted(this.known) : unreadable('?');
    }
  }
  const asking = conversation('class', function* () {
    return yield* ask('word', 'Which?', new Word('tea'));
  });
  expect(await clientFor(asking).sendAll('hi', 'tea')).toEqual(['tea']);
});
