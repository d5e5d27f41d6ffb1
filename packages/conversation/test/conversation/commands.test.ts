import { describe, expect, it } from '@jest/globals';
import type { Commands } from '../../src/conversation/commands';
import { conversation, type ConversationOptions } from '../../src/conversation/conversation';
import { integer } from '../../src/conversation/readers/integer';
import { oneOf } from '../../src/conversation/readers/one-of';
import { text } from '../../src/conversation/readers/text';
import { yesNo } from '../../src/conversation/readers/yes-no';
import {
  ask,
  effect,
  first,
  forget,
  listen,
  say,
  scope,
  speak,
  type Steps,
} from '../../src/conversation/steps';
import { clientFor } from '../support/conversation-client';
import { turnsOf } from '../support/turns';

const PARTY = 'How many people?';
const DAY = 'Friday or Saturday?';
const NAME = 'What name?';

const BACK: Commands = { back: { words: ['back', 'oops'] } };

/** Asks three questions, with a welcome, sayings between them and an effect after the day, whose inputs are noted. */
function reserving(options: ConversationOptions = { commands: BACK }) {
  const looked: string[] = [];
  const code = conversation(
    'reserving',
    function* () {
      yield* say('Welcome.');
      const party = yield* ask('party', PARTY, integer({ min: 1, max: 20 }));
      const day = yield* ask('day', DAY, oneOf('Friday', 'Saturday'));
      yield* say(`${day} it is.`);
      const time = yield* effect('time', ({ idempotencyKey }) => {
        looked.push(`${party} ${day} ${idempotencyKey}`);
        return day === 'Friday' ? '19:00' : '20:00';
      });
      yield* say(`We have a table at ${time}.`);
      const name = yield* ask('name', NAME, text());
      return `${party}, ${day}, ${time}, ${name}.`;
    },
    options,
  );
  return { code, looked };
}

describe('back', () => {
  it.each(['back', 'BACK!', ' Oops. '])('%j asks the question before again', async (word) => {
    const { sendAll, send, state } = clientFor(reserving().code);
    await sendAll('hi', '4');
    expect(await send(word)).toEqual([PARTY]);
    expect(state()).toMatchObject({ asked: 'party', answers: {} });
    expect(await send('5')).toEqual([DAY]);
  });

  it('says again what was said after the answer, and runs no effect again for the same answer', async () => {
    const { code, looked } = reserving();
    const { sendAll, send } = clientFor(code);
    await sendAll('hi', '4', 'Friday');
    expect(await send('back')).toEqual([DAY]);
    expect(await send('Friday')).toEqual(['Friday it is.', 'We have a table at 19:00.', NAME]);
    expect(looked).toHaveLength(1);
  });

  it('runs an effect again, with another key, when the answer has changed', async () => {
    const { code, looked } = reserving();
    const { sendAll, send } = clientFor(code);
    await sendAll('hi', '4', 'Friday', 'back');
    expect(await send('Saturday')).toEqual(['Saturday it is.', 'We have a table at 20:00.', NAME]);
    expect(await send('Ada')).toEqual(['4, Saturday, 20:00, Ada.']);
    expect(looked).toHaveLength(2);
    expect(new Set(looked.map((entry) => entry.split(' ')[2])).size).toBe(2);
  });

  it('says its text before', async () => {
    const { code } = reserving({ commands: { back: { words: ['back'], text: 'One step back.' } } });
    expect(await clientFor(code).sendAll('hi', '4', 'back')).toEqual(['One step back.', PARTY]);
  });

  it('begins the conversation as the first message, like any other', async () => {
    const { code } = reserving({ commands: { back: { words: ['back'], text: 'One step back.' } } });
    expect(await clientFor(code).send('back')).toEqual(['Welcome.', PARTY]);
  });

  it('stays at the first question', async () => {
    const { sendAll, send } = clientFor(reserving().code);
    expect(await sendAll('hi', 'back')).toEqual([PARTY]);
    expect(await send('back')).toEqual([PARTY]);
    expect(await send('4')).toEqual([DAY]);
  });

  it('goes back several times, to the first question, and forgets what comes after it', async () => {
    const { sendAll, send, state } = clientFor(reserving().code);
    await sendAll('hi', '4', 'Friday');
    expect(await send('back')).toEqual([DAY]);
    expect(await send('back')).toEqual([PARTY]);
    expect(await send('back')).toEqual([PARTY]);
    expect(state()?.answers).toEqual({});
    expect(await send('2')).toEqual([DAY]);
    expect(await sendAll('Saturday', 'Ada')).toEqual(['2, Saturday, 20:00, Ada.']);
  });

  it('can be repeated without growing the state', async () => {
    const { sendAll, state } = clientFor(reserving().code);
    await sendAll('hi', '4', ...Array.from({ length: 8 }, () => ['back', '4']).flat());
    const size = JSON.stringify(state()).length;
    await sendAll(...Array.from({ length: 20 }, () => ['back', '4']).flat());
    expect(JSON.stringify(state())).toHaveLength(size);
  });

  it('uses no attempt, and starts counting again at the question before', async () => {
    const { code } = reserving({ commands: BACK, maxAttempts: 2 });
    const { sendAll, outcome, state } = clientFor(code);
    await sendAll('hi', '4', 'x', 'back');
    expect(state()).not.toHaveProperty('tries');
    await sendAll('x', 'back', 'back');
    expect(outcome()).toMatchObject({ kind: 'asked', state: { asked: 'party', tries: 1 } });
  });

  it('does not begin again with a message that is delivered twice', async () => {
    const guest = turnsOf(reserving().code);
    for (const body of ['hi', '4', 'Friday']) await guest.send(body);
    await guest.send('back', { id: 'M1' });
    expect(await guest.send('back', { id: 'M1' })).toEqual([DAY]);
  });

  it('goes back over a branch, into another one', async () => {
    const { sendAll, send } = clientFor(
      conversation(
        'branching',
        function* () {
          const isNew = yield* ask('new', 'Are you new?', yesNo());
          if (isNew) yield* ask('mail', 'Your e-mail?', text());
          else yield* ask('number', 'Your number?', integer());
          return `New: ${isNew}, ${yield* ask('why', 'Why do you call?', text())}`;
        },
        { commands: BACK },
      ),
    );
    expect(await sendAll('hi', 'yes', 'a@b.c', 'back')).toEqual(['Your e-mail?']);
    expect(await send('back')).toEqual(['Are you new?']);
    expect(await send('no')).toEqual(['Your number?']);
    expect(await sendAll('7', 'Pain')).toEqual(['New: false, Pain']);
  });

  it('goes back after forget, along the answers that are left', async () => {
    const { sendAll, send } = clientFor(
      conversation(
        'forgetting',
        function* () {
          const party = yield* ask('party', PARTY, integer());
          const day = yield* ask('day', DAY, oneOf('Friday', 'Saturday'));
          const sure = yield* ask('sure', `${party} on ${day}?`, yesNo());
          if (!sure) yield* forget('day', 'sure');
          return `${party}, ${day}.`;
        },
        { commands: BACK },
      ),
    );
    expect(await sendAll('hi', '4', 'Friday', 'no')).toEqual([DAY]);
    expect(await send('back')).toEqual([PARTY]);
    expect(await sendAll('2', 'Saturday')).toEqual(['2 on Saturday?']);
    expect(await sendAll('back')).toEqual([DAY]);
  });

  it('goes back within a scope, and out of it', async () => {
    function* pizza(): Steps<string> {
      yield* ask('size', 'Size?', text());
      return yield* ask('topping', 'Topping?', text());
    }
    const { sendAll, send, state } = clientFor(
      conversation(
        'order',
        function* () {
          yield* ask('name', NAME, text());
          yield* scope('first', pizza());
          yield* scope('second', pizza());
        },
        { commands: BACK },
      ),
    );
    await sendAll('hi', 'Ada', 'big', 'ham');
    expect(state()?.asked).toBe('second/size');
    await send('back');
    expect(state()?.asked).toBe('first/topping');
    await sendAll('back', 'back');
    expect(state()).toMatchObject({ asked: 'name', answers: {} });
  });

  it('keeps what first() has read', async () => {
    const { sendAll, send } = clientFor(
      conversation(
        'joining',
        function* () {
          const code = yield* first('code', integer());
          yield* ask('one', 'One?', text());
          yield* ask('two', 'Two?', text());
          return `${code}`;
        },
        { commands: BACK },
      ),
    );
    expect(await sendAll('1234', 'a', 'back')).toEqual(['One?']);
    expect(await send('back')).toEqual(['One?']);
    expect(await sendAll('a', 'b')).toEqual(['1234']);
  });

  it('has no name of its own: another command may go by it', async () => {
    const commands: Commands = {
      back: { words: ['undo'] },
      back2: { words: ['back'], text: 'Call us back.' },
    };
    const { sendAll, send } = clientFor(reserving({ commands }).code);
    expect(await sendAll('hi', '4', 'back')).toEqual(['Call us back.', DAY]);
    expect(await send('undo')).toEqual([PARTY]);
  });
});

describe('a text command', () => {
  const HOURS: Commands = { hours: { words: ['hours', 'cuándo'], text: '9 to 5.' } };

  it.each(['hours', 'HOURS', ' hours!! ', 'Cuando', 'CUÁNDO.'])(
    '%j is answered, and the question asked again',
    async (word) => {
      const { code } = reserving({ commands: HOURS, maxAttempts: 2 });
      const { sendAll, send, state } = clientFor(code);
      await sendAll('hi', 'x');
      expect(await send(word)).toEqual(['9 to 5.', PARTY]);
      expect(state()).toMatchObject({ tries: 1 });
      expect(await send('4')).toEqual([DAY]);
    },
  );

  it.each(['our hours', 'hours?!x', 'hour', ''])('is not %j', async (body) => {
    const { sendAll } = clientFor(reserving({ commands: HOURS }).code);
    expect((await sendAll('hi', body))[0]).not.toBe('9 to 5.');
  });

  it('as the first message begins the conversation too', async () => {
    const { send } = clientFor(reserving({ commands: HOURS }).code);
    expect(await send('hours')).toEqual(['9 to 5.', 'Welcome.', PARTY]);
    expect(await send('4')).toEqual([DAY]);
  });

  it('after the end begins another conversation', async () => {
    const { sendAll, send } = clientFor(reserving({ commands: HOURS }).code);
    await sendAll('hi', '4', 'Friday', 'Ada');
    expect(await send('hours')).toEqual(['9 to 5.', 'Welcome.', PARTY]);
  });

  it('keeps the numbers of the choices that were sent', async () => {
    const { code } = reserving({ commands: HOURS });
    const { sendAll, send } = clientFor(code);
    await sendAll('hi', '4', 'x', 'hours');
    expect(await send('2')).toContain('Saturday it is.');
  });

  it('that is delivered twice is answered once', async () => {
    const guest = turnsOf(reserving({ commands: HOURS }).code);
    await guest.send('hi');
    await guest.send('hours', { id: 'M1' });
    expect(await guest.send('hours', { id: 'M1' })).toEqual([PARTY]);
  });
});

describe('a code command', () => {
  const AGENT_SAYS = 'A person will answer. Text "robot" to come back to me.';

  function agent(): () => Steps<string> {
    return function* () {
      yield* say(AGENT_SAYS);
      yield* listen('return', oneOf('robot'));
      return 'Here I am again.';
    };
  }
  const AGENT: Commands = {
    agent: { words: ['agent', 'person'], code: agent() },
    restart: { words: ['restart'] },
    back: { words: ['back'] },
    hours: { words: ['hours'], text: '9 to 5.' },
  };

  it('runs in place of the conversation, and returns to the open question', async () => {
    const { sendAll, send, state } = clientFor(reserving({ commands: AGENT }).code);
    await sendAll('hi', '4');
    const { answers } = state() ?? {};
    expect(await send('agent')).toEqual([AGENT_SAYS]);
    for (const body of ['Do you take dogs?', 'Friday', '']) expect(await send(body)).toEqual([]);
    expect(await send('agent')).toEqual([]);
    expect(await send('robot')).toEqual(['Here I am again.', DAY]);
    expect(state()).toMatchObject({ asked: 'day', answers });
    expect(state()).not.toHaveProperty('command');
    expect(await send('Friday')).toContain('Friday it is.');
  });

  it('leaves nothing behind, so that it runs again in full', async () => {
    const { sendAll, send, state } = clientFor(reserving({ commands: AGENT }).code);
    await sendAll('hi', '4');
    const before = state();
    expect(await sendAll('agent', 'robot', 'agent')).toEqual([AGENT_SAYS]);
    expect(await send('robot')).toEqual(['Here I am again.', DAY]);
    expect({ ...state(), last: '' }).toEqual({ ...before, last: '' });
  });

  it('does not make the conversation say again what it has said', async () => {
    const { sendAll } = clientFor(reserving({ commands: AGENT }).code);
    expect(await sendAll('hi', 'agent', 'robot')).toEqual(['Here I am again.', PARTY]);
    expect(await sendAll('4', 'Friday', 'agent', 'robot')).toEqual(['Here I am again.', NAME]);
  });

  it('may return at once', async () => {
    const { code, looked } = reserving({
      commands: {
        prices: {
          words: ['prices'],
          *code() {
            yield* say('Menu: $30.');
            return `Wine: ${yield* effect('wine', () => '$10')}`;
          },
        },
      },
    });
    const { sendAll } = clientFor(code);
    expect(await sendAll('hi', '4', 'Friday', 'prices')).toEqual(['Menu: $30.', 'Wine: $10', NAME]);
    expect(await sendAll('prices')).toEqual(['Menu: $30.', 'Wine: $10', NAME]);
    expect(looked).toHaveLength(1);
  });

  it('may have questions and a language of its own', async () => {
    const { code } = reserving({
      commands: {
        rate: {
          words: ['rate'],
          *code() {
            yield* speak('es');
            const stars = yield* ask('stars', '¿Estrellas?', integer({ min: 1, max: 5 }));
            return `${stars} y ${yield* ask('why', '¿Por qué?', text())}`;
          },
        },
      },
    });
    const { sendAll, send, state } = clientFor(code);
    expect(await sendAll('hi', '4', 'rate', '9')).toEqual([
      'Responda con un número entero de 1 a 5, por favor.\n¿Estrellas?',
    ]);
    expect(await sendAll('5', 'Rico')).toEqual(['5 y Rico', DAY]);
    expect(await send('x')).toEqual([expect.stringContaining('Please choose one')]);
    expect(state()).not.toHaveProperty('lang');
  });

  it('gets another idempotency key each time', async () => {
    const keys: string[] = [];
    const { code } = reserving({
      commands: {
        call: {
          words: ['call me'],
          *code() {
            yield* effect('ticket', ({ idempotencyKey }) => void keys.push(idempotencyKey));
          },
        },
      },
    });
    await clientFor(code).sendAll('hi', 'call me', 'call me');
    expect(new Set(keys).size).toBe(2);
  });

  it('as the first message begins the conversation afterwards', async () => {
    const { send } = clientFor(reserving({ commands: AGENT }).code);
    expect(await send('agent')).toEqual([AGENT_SAYS]);
    expect(await send('robot')).toEqual(['Here I am again.', 'Welcome.', PARTY]);
    expect(await send('4')).toEqual([DAY]);
  });

  it('can be left by a restart', async () => {
    const { sendAll, send, state } = clientFor(reserving({ commands: AGENT }).code);
    expect(await sendAll('hi', '4', 'agent', 'restart')).toEqual(['We start again.', 'Welcome.', PARTY]);
    expect(state()).not.toHaveProperty('command');
    expect(await send('4')).toEqual([DAY]);
  });

  it('leaves other commands to work; back stays where it listens', async () => {
    const { sendAll, send } = clientFor(reserving({ commands: AGENT }).code);
    await sendAll('hi', '4', 'agent');
    expect(await send('hours')).toEqual(['9 to 5.']);
    expect(await send('back')).toEqual([]);
    expect(await send('robot')).toEqual(['Here I am again.', DAY]);
    expect(await send('back')).toEqual([PARTY]);
  });

  it('goes back within it, and from its first question out of it', async () => {
    const { code } = reserving({
      commands: {
        ...BACK,
        rate: {
          words: ['rate'],
          *code() {
            yield* ask('stars', 'Stars?', integer());
            yield* ask('why', 'Why?', text());
          },
        },
      },
    });
    const { sendAll, send } = clientFor(code);
    await sendAll('hi', '4', 'rate', '5');
    expect(await send('back')).toEqual(['Stars?']);
    expect(await send('back')).toEqual([DAY]);
    expect(await sendAll('rate', '3', 'Cold')).toEqual([DAY]);
  });

  it('ends alone when too many answers cannot be read: the open question is asked again', async () => {
    const { code } = reserving({
      maxAttempts: 2,
      commands: {
        rate: {
          words: ['rate'],
          *code() {
            yield* ask('stars', 'Stars?', integer());
          },
        },
      },
    });
    const { sendAll, send } = clientFor(code);
    await sendAll('hi', '4', 'rate', 'many');
    expect(await send('a lot')).toEqual([DAY]);
    expect(await sendAll('rate', '5')).toEqual([DAY]);
  });

  it('gives way to another, and begins anew the next time', async () => {
    const { code } = reserving({
      commands: {
        ...AGENT,
        rate: {
          words: ['rate'],
          *code() {
            yield* say('Rate us.');
            yield* ask('stars', 'Stars?', integer());
            yield* ask('why', 'Why?', text());
          },
        },
      },
    });
    const { sendAll, send } = clientFor(code);
    expect(await sendAll('hi', '4', 'rate', '5')).toEqual(['Why?']);
    expect(await send('agent')).toEqual([AGENT_SAYS]);
    expect(await send('robot')).toEqual(['Here I am again.', DAY]);
    expect(await send('rate')).toEqual(['Rate us.', 'Stars?']);
  });

  it('shares no names with the conversation, nor with a scope of its name', async () => {
    const order = function* (): Steps<string> {
      return yield* ask('what', 'What?', text());
    };
    const { sendAll, send } = clientFor(
      conversation(
        'shop',
        function* () {
          const what = yield* scope('order', order());
          const day = yield* ask('day', 'Which day?', text());
          return `${what}, ${day}.`;
        },
        { commands: { order: { words: ['my order'], code: order } } },
      ),
    );
    expect(await sendAll('hi', 'Tea', 'my order')).toEqual(['What?']);
    expect(await send('Rum')).toEqual(['Rum', 'Which day?']);
    expect(await send('Friday')).toEqual(['Tea, Friday.']);
  });

  it('gets the answers of first as they are, and none that it could not read', async () => {
    let given: unknown;
    const { sendAll } = clientFor(
      conversation(
        'tickets',
        function* () {
          yield* first('count', integer());
          yield* first('name', oneOf('Ada', 'Bo'));
          yield* ask('day', DAY, text());
        },
        {
          commands: {
            show: {
              words: ['show'],
              *code(answers) {
                given = answers;
                yield* say('Shown.');
              },
            },
          },
        },
      ),
    );
    expect(await sendAll('4', 'show')).toEqual(['Shown.', DAY]);
    expect(given).toEqual({ count: 4 });
  });

  it('that a deploy removes gives way to the conversation; the message answers nothing', async () => {
    const { sendAll, send, deploy, state } = clientFor(reserving({ commands: AGENT }).code);
    await sendAll('hi', '4', 'agent');
    deploy(reserving({ commands: BACK }).code);
    expect(await send('robot')).toEqual([DAY]);
    expect(state()).not.toHaveProperty('command');
    expect(await send('Friday')).toContain('Friday it is.');
  });

  it('that a deploy turns into a text gives way too, and the conversation ends once', async () => {
    const asking = (commands: Commands) =>
      conversation(
        'asking',
        function* () {
          return `Bye, ${yield* ask('name', NAME, text())}.`;
        },
        { commands },
      );
    const { sendAll, send, deploy, outcome } = clientFor(asking(AGENT));
    await sendAll('hi', 'agent');
    deploy(asking({ agent: { words: ['agent'], text: 'Call us.' } }));
    expect(await send('robot')).toEqual([NAME]);
    expect(await send('Ada')).toEqual(['Bye, Ada.']);
    expect(outcome()?.kind).toBe('ended');
  });

  it('that is delivered twice says nothing twice', async () => {
    const guest = turnsOf(reserving({ commands: AGENT }).code);
    await guest.send('hi');
    await guest.send('agent', { id: 'M1' });
    expect(await guest.send('agent', { id: 'M1' })).toEqual([]);
    await guest.send('robot', { id: 'M2' });
    expect(await guest.send('robot', { id: 'M2' })).toEqual([PARTY]);
    expect(await guest.send('agent', { id: 'M1' })).toEqual([PARTY]);
  });

  it('whose code throws fails with its step', async () => {
    const { code } = reserving({
      commands: {
        broken: {
          words: ['broken'],
          *code() {
            yield* effect('call', () => {
              throw new Error('no line');
            });
          },
        },
      },
    });
    const { send } = clientFor(code);
    await send();
    await expect(send('broken')).rejects.toThrow(
      'In the conversation "reserving", at "/broken/call": no line',
    );
  });

  it('asks again in the language of the conversation', async () => {
    const { sendAll } = clientFor(
      conversation(
        'hotel',
        function* () {
          yield* speak('es');
          yield* ask('name', '¿Quién?', text());
        },
        {
          commands: {
            rate: {
              words: ['opinar'],
              *code() {
                yield* ask('stars', '¿Estrellas?', yesNo());
              },
            },
          },
        },
      ),
    );
    expect(await sendAll('hola', 'opinar', 'x')).toEqual(['Responda sí o no, por favor.\n¿Estrellas?']);
  });
});

describe('restart', () => {
  it.each<[string, ConversationOptions]>([
    ['option', { restart: { words: ['menu'], text: 'From the top.' } }],
    ['command', { commands: { restart: { words: ['menu'], text: 'From the top.' } } }],
    [
      'command, before the option',
      { restart: { words: ['x'] }, commands: { restart: { words: ['menu'], text: 'From the top.' } } },
    ],
  ])('as the %s starts anew', async (_, options) => {
    const { sendAll, state } = clientFor(reserving(options).code);
    expect(await sendAll('hi', '4', 'Menu')).toEqual(['From the top.', 'Welcome.', PARTY]);
    expect(state()?.answers).toEqual({});
  });

  it('that is delivered twice starts anew once', async () => {
    const guest = turnsOf(reserving({ restart: { words: ['menu'] } }).code);
    for (const body of ['hi', '4']) await guest.send(body);
    await guest.send('menu', { id: 'M1' });
    await guest.send('2');
    expect(await guest.send('menu', { id: 'M1' })).toEqual([DAY]);
  });
});

describe('the definition of commands', () => {
  const nothing = function* (): Steps<void> {
    yield* say('Nothing.');
  };

  it.each<[string, string, Commands]>([
    ['an opt-out word', 'reserved-word', { quit: { words: ['Stop!'], text: 'Bye.' } }],
    [
      'a word that Twilio answers',
      'reserved-word',
      { help: { words: ['assist', 'HELP'], text: 'Call us.' } },
    ],
    ['a likely answer', 'reserved-word', { ok: { words: ['yes'], text: 'Fine.' } }],
    ['a blank word', 'conversation-definition', { hours: { words: [' . '], text: '9 to 5.' } }],
    [
      'the same word twice',
      'conversation-definition',
      { hours: { words: ['open'], text: '9 to 5.' }, call: { words: [' Ópen! '], text: 'Call us.' } },
    ],
    ['neither text nor code', 'conversation-definition', { hours: { words: ['hours'] } }],
    [
      'both text and code',
      'conversation-definition',
      { hours: { words: ['hours'], text: '9 to 5.', code: nothing } },
    ],
    ['an empty text', 'message-text', { hours: { words: ['hours'], text: ' ' } }],
    ['a text that is too long', 'message-text', { hours: { words: ['hours'], text: 'x'.repeat(1601) } }],
    ['code for back', 'conversation-definition', { back: { words: ['back'], code: nothing } as never }],
  ])('refuses %s', (_, code, commands) => {
    expect(() => conversation('refused', nothing, { commands })).toThrow(
      expect.objectContaining({ name: 'ConversationError', code }),
    );
  });

  it('says what a command needs', () => {
    const define = (commands: Commands) => () => conversation('refused', nothing, { commands });
    expect(define({ hours: { words: ['hours'] } })).toThrow(
      'The command "hours" needs either a text or code.',
    );
    expect(define({ back: { words: ['back'], code: nothing } as never })).toThrow(
      'The command "back" needs no code.',
    );
    expect(define({ restart: { words: ['menu'], code: nothing } as never })).toThrow(
      'The command "restart" needs no code.',
    );
  });

  it('refuses a word of the restart option in another command', () => {
    expect(() =>
      conversation('refused', nothing, {
        restart: { words: ['menu'] },
        commands: { menu: { words: ['menu'], text: 'Pizza.' } },
      }),
    ).toThrow('The word "menu" is of two commands.');
  });
});

describe('a command', () => {
  it.each(['hours?', '¿Hours?', 'HOURS!'])('is %j too', async (word) => {
    const hours = conversation('hours', () => ask('name', NAME, text())[Symbol.iterator](), {
      commands: { hours: { words: ['hours'], text: 'From nine to five.' } },
    });
    expect(await clientFor(hours).sendAll('hi', word)).toEqual(['From nine to five.', NAME]);
  });

  it('has the answers of the conversation, and none of its own', async () => {
    const agent = conversation('agent', reserving().code.code, {
      commands: {
        agent: {
          words: ['agent'],
          *code(given) {
            yield* ask('why', 'Why?', text());
            yield* ask('since', 'Since when?', text());
            yield* say(JSON.stringify(given));
          },
        },
      },
    });
    const { sendAll, send } = clientFor(agent);
    await sendAll('hi', '4', 'agent', 'Allergies');
    expect(await send('Friday')).toEqual(['{"party":4}', DAY]);
  });

  it('back goes over what was only listened to', async () => {
    const heard = conversation(
      'heard',
      function* () {
        yield* ask('party', PARTY, text());
        yield* listen('heard', text());
        yield* ask('day', DAY, text());
      },
      { commands: BACK },
    );
    expect(await clientFor(heard).sendAll('hi', '4', 'hm', 'back')).toEqual([PARTY]);
  });
});
