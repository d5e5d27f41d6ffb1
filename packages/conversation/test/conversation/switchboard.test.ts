import { describe, expect, it } from '@jest/globals';
import { conversation } from '../../src/conversation/conversation';
import { integer } from '../../src/conversation/readers/integer';
import { text } from '../../src/conversation/readers/text';
import { ask, first, speak } from '../../src/conversation/steps';
import { yesNo } from '../../src/conversation/readers/yes-no';
import { english } from '../../src/texts/english';
import { spanish } from '../../src/texts/spanish';
import { switchboard } from '../../src/conversation/switchboard/switchboard';
import { clientFor } from '../support/conversation-client';

const PROMPT = 'Pizza or table?';
const TOPPING = 'Which topping?';
const PARTY = 'How many people?';

const pizza = (version: number | string = 1) =>
  conversation(
    'pizza',
    function* () {
      const topping = yield* ask('what', TOPPING, text());
      return `Pizza ${topping} for ${yield* ask('name', 'Name?', text())}.`;
    },
    { version },
  );

const table = (version: number | string = 1) =>
  conversation(
    'table',
    function* () {
      const party = yield* ask('what', PARTY, integer());
      return `A table for ${party}, ${yield* ask('name', 'Name?', text())}.`;
    },
    { version },
  );

const front = (otherwise?: 'pizza' | 'table', versions: [number | string, number | string] = [1, 1]) =>
  switchboard(
    'front',
    { pizza: pizza(versions[0]), table: table(versions[1]) },
    { prompt: PROMPT, ...(otherwise !== undefined && { otherwise }) },
  );

describe('switchboard', () => {
  it.each([
    ['pizza', TOPPING],
    ['PIZZA', TOPPING],
    [' Pizza! ', TOPPING],
    ['Pizza, please', TOPPING],
    ['pizza?', TOPPING],
    ['¡Pizza!', TOPPING],
    ['pizza\nfor two', TOPPING],
    ['pízza', TOPPING],
    ['“Table” for 4', PARTY],
    ['Table: 4', PARTY],
    ['tables', PROMPT],
    ['a table', PROMPT],
    ['pizzeria', PROMPT],
    ['hi', PROMPT],
    ['', PROMPT],
    ['constructor', PROMPT],
  ])('takes the first word of the first message: %j', async (body, reply) => {
    expect(await clientFor(front()).send(body)).toEqual([reply]);
  });

  it('asks otherwise, and takes the answer', async () => {
    const { sendAll, send } = clientFor(front());
    expect((await sendAll('hi', 'sushi'))[0]).toBe(`Please choose one: 1 pizza, 2 table.\n${PROMPT}`);
    expect(await send('2')).toEqual([PARTY]);
    expect(await sendAll('4', 'Ada')).toEqual(['A table for 4, Ada.']);
  });

  it('takes the default when the first message names none', async () => {
    expect(await clientFor(front('table')).send('hi')).toEqual([PARTY]);
    expect(await clientFor(front('table')).send('pizza')).toEqual([TOPPING]);
  });

  it('stays with the chosen one, whatever its answers begin with', async () => {
    const { sendAll, outcome } = clientFor(front());
    expect(await sendAll('pizza', 'table salt', 'table')).toEqual(['Pizza table salt for table.']);
    expect(outcome()).toHaveProperty('answers', {
      word: 'pizza',
      'pizza/what': 'table salt',
      'pizza/name': 'table',
    });
  });

  it('chooses again with the first message after the end', async () => {
    const { sendAll, send } = clientFor(front());
    await sendAll('pizza', 'ham', 'Ada');
    expect(await send('table')).toEqual([PARTY]);
  });

  it.each([undefined, 'pizza' as const])('is asked again by menu, with the default %s', async (otherwise) => {
    const { sendAll, send } = clientFor(front(otherwise));
    expect(await sendAll('pizza', 'ham', 'Menu')).toEqual(['We start again.', PROMPT]);
    expect(await send('table')).toEqual([PARTY]);
    expect(await sendAll('4', 'Ada')).toEqual(['A table for 4, Ada.']);
  });

  it('asks when the first message is menu, also with a default', async () => {
    expect(await clientFor(front('pizza')).send('menu')).toEqual([PROMPT]);
  });

  it('has other words to be asked again', async () => {
    const { sendAll } = clientFor(
      switchboard(
        'front',
        { pizza: pizza() },
        { prompt: 'Pizza?', restart: { words: ['home'], text: 'Home.' } },
      ),
    );
    expect(await sendAll('pizza', 'home')).toEqual(['Home.', 'Pizza?']);
  });

  it('keeps the names of its conversations apart', async () => {
    const { sendAll, state } = clientFor(front());
    await sendAll('table', '4');
    expect(state()?.answers).toMatchObject({ 'table/what': 4 });
    expect(state()?.asked).toBe('table/name');
  });

  it('leaves the first message to its conversations too', async () => {
    const joining = conversation('joining', function* () {
      const party = yield* first('party', {
        read: ({ body }) => {
          const [found] = /\d+/.exec(body) ?? [];
          return found === undefined ? { kind: 'unreadable', hint: '' } : { kind: 'answer', answer: found };
        },
        accept: (answer) => ({ kind: 'accepted', value: answer }),
      });
      return `For ${JSON.stringify(party)}.`;
    });
    const { send } = clientFor(switchboard('front', { table: joining, pizza: pizza() }, { prompt: PROMPT }));
    expect(await send('Table for 4')).toEqual(['For "4".']);
  });

  it('prefers the longest of its words', async () => {
    const party = conversation('party', function* () {
      return yield* ask('when', 'When is the party?', text());
    });
    const { send } = clientFor(
      switchboard('front', { pizza: pizza(), 'pizza party': party }, { prompt: PROMPT }),
    );
    expect(await send('Pizza party on Friday')).toEqual(['When is the party?']);
  });

  it('starts anew when the version of one changes', async () => {
    const { send, deploy } = clientFor(front());
    await send('pizza');
    deploy(front(undefined, [1, 2]));
    expect(await send('ham')).toEqual([expect.stringContaining('has changed'), PROMPT]);
    deploy(front(undefined, [1, 2]));
    expect(await send('table')).toEqual([PARTY]);
  });

  it('takes options of its own, such as attempts and commands', async () => {
    const { sendAll, outcome } = clientFor(
      switchboard(
        'front',
        { pizza: pizza(), table: table() },
        { prompt: PROMPT, maxAttempts: 1, commands: { hours: { words: ['hours'], text: '9 to 5.' } } },
      ),
    );
    expect(await sendAll('table', 'hours')).toEqual(['9 to 5.', PARTY]);
    await sendAll('x');
    expect(outcome()?.kind).toBe('given-up');
  });

  it.each<[string, string, () => unknown]>([
    ['no conversation', 'reader-definition', () => switchboard('front', {}, { prompt: PROMPT })],
    ['a reserved word', 'reserved-word', () => switchboard('front', { help: pizza() }, { prompt: PROMPT })],
    ['a blank prompt', 'message-text', () => switchboard('front', { pizza: pizza() }, { prompt: ' ' })],
    [
      'a conversation that the word to be asked again hides',
      'conversation-definition',
      () => switchboard('front', { menu: pizza(), table: table() }, { prompt: PROMPT }),
    ],
    [
      'a conversation that a command hides',
      'conversation-definition',
      () =>
        switchboard(
          'front',
          { pizza: pizza() },
          { prompt: PROMPT, commands: { price: { words: ['Pízza'], text: '$9.' } } },
        ),
    ],
  ])('refuses %s', (_, code, define) => {
    expect(define).toThrow(expect.objectContaining({ name: 'ConversationError', code }));
  });

  it('says which conversation nobody could choose', () => {
    expect(() => switchboard('front', { menu: pizza() }, { prompt: PROMPT })).toThrow(
      '"menu" is a conversation and a command, so that nobody could choose it. Take another word.',
    );
  });
});

it('knows the languages of its conversations', async () => {
  const german = { ...english, yesOrNo: 'Bitte antworten Sie ja oder nein.' };
  const deutsch = conversation(
    'deutsch',
    function* () {
      yield* speak('de');
      yield* ask('sure', 'Sicher?', yesNo());
    },
    { languages: { de: german } },
  );
  const front = switchboard('front', { deutsch }, { prompt: 'Which?' });
  expect(await clientFor(front).sendAll('deutsch', 'vielleicht')).toEqual([
    'Bitte antworten Sie ja oder nein.\nSicher?',
  ]);
});

it('keeps what a conversation has in place of a built-in language, whatever the order', async () => {
  const own = conversation(
    'own',
    function* () {
      yield* ask('sure', 'Sure?', yesNo());
    },
    { languages: { en: { ...english, yesOrNo: 'Yes or no?' } } },
  );
  for (const conversations of [
    { own, pizza: pizza() },
    { pizza: pizza(), own },
  ]) {
    const front = switchboard('front', conversations, { prompt: 'Which?' });
    expect(await clientFor(front).sendAll('own', 'perhaps')).toEqual(['Yes or no?\nSure?']);
  }
  const propio = conversation(
    'propio',
    function* () {
      yield* speak('es');
      yield* ask('sure', '¿Seguro?', yesNo());
    },
    { languages: { es: { ...spanish, yesOrNo: '¿Sí o no?' } } },
  );
  const front = switchboard('front', { propio, pizza: pizza() }, { prompt: 'Which?' });
  expect(await clientFor(front).sendAll('propio', 'quizás')).toEqual(['¿Sí o no?\n¿Seguro?']);
});
