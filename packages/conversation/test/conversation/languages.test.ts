import { describe, expect, it } from '@jest/globals';
import type { AnswerSource } from '../../src/conversation/answer-source';
import { conversation, type ConversationOptions } from '../../src/conversation/conversation';
import type { Reader } from '../../src/conversation/reader';
import { integer } from '../../src/conversation/readers/integer';
import { media } from '../../src/conversation/readers/media';
import { oneOf } from '../../src/conversation/readers/one-of';
import { text } from '../../src/conversation/readers/text';
import { yesNo } from '../../src/conversation/readers/yes-no';
import { ask, choose, effect, forget, scope, speak, type Steps } from '../../src/conversation/steps';
import { english } from '../../src/texts/english';
import { spanish } from '../../src/texts/spanish';
import type { Texts } from '../../src/texts/texts';
import { clientFor } from '../support/conversation-client';

const RESTART = { restart: { words: ['inicio'] } } as const;

/** A conversation of the party and a yes, in the language of its options. */
const asking = (options: ConversationOptions = {}) =>
  conversation(
    'asking',
    function* () {
      const party = yield* ask('party', '¿Cuántas personas?', integer({ min: 1, max: 20 }));
      const sure = yield* ask('sure', '¿Seguro?', yesNo());
      return `${party} ${sure}`;
    },
    options,
  );

/** A conversation that asks for the language first. */
const choosing = (options: ConversationOptions = {}) =>
  conversation(
    'choosing',
    function* () {
      const language = yield* ask('language', 'English o español?', oneOf('english', 'español'));
      if (language === 'español') yield* speak('es');
      const party = yield* ask('party', 'Party?', integer({ min: 1 }));
      if (party === 13) {
        yield* effect('luck', () => {
          throw new Error('no luck');
        });
      }
      if (party === 99) yield* forget('language', 'party');
      return yield* ask('name', 'Name?', text());
    },
    options,
  );

const GERMAN: Texts = {
  ...english,
  restarted: 'Noch einmal von vorn.',
  wholeNumber: (min, max) => `Bitte eine Zahl von ${min} bis ${max}.`,
  yes: ['ja'],
  no: ['nein'],
};

describe('the language', () => {
  it('of the option is that of hints, and of the words that readers know', async () => {
    const { sendAll, send } = clientFor(asking({ language: 'es' }));
    expect(await sendAll('hola', 'x')).toEqual([
      'Responda con un número entero de 1 a 20, por favor.\n¿Cuántas personas?',
    ]);
    await send('cuatro personas');
    expect(await send('yes')).toEqual(['Responda sí o no, por favor.\n¿Seguro?']);
    expect(await send('Sí, gracias')).toEqual(['4 true']);
  });

  it('of the option is that of the texts for a restart, another version, and too many attempts', async () => {
    const { sendAll, send, deploy } = clientFor(asking({ language: 'es', ...RESTART }));
    expect((await sendAll('hola', 'inicio'))[0]).toBe(spanish.restarted);
    deploy(asking({ language: 'es', version: 2, maxAttempts: 1 }));
    expect((await send('4'))[0]).toBe(spanish.startedAnew);
    expect(await send('x')).toEqual([spanish.closing]);
  });

  it.each(['fr', 'constructor'])('is its own one where a state has another, such as %s', async (lang) => {
    const { send, sendAll, openState, restore } = clientFor(asking({ language: 'es', ...RESTART }));
    await sendAll('hola');
    restore({ ...openState(), lang });
    expect((await send('inicio'))[0]).toBe(spanish.restarted);
  });

  it('has texts that no reader can change for other senders', async () => {
    const changing: Reader<string> = {
      read(_, question) {
        return { kind: 'answer', answer: Reflect.set(question?.texts ?? {}, 'text', 'Changed.') };
      },
      accept: (answer) => ({ kind: 'accepted', value: JSON.stringify(answer) }),
    };
    const { sendAll } = clientFor(
      conversation('changing', function* () {
        return yield* ask('name', 'Name?', changing);
      }),
    );
    expect(await sendAll('hi', 'Ann')).toEqual(['false']);
  });

  it('is English by default', async () => {
    const { sendAll } = clientFor(asking(RESTART));
    expect(await sendAll('hi', 'x')).toEqual([
      'Please answer with a whole number from 1 to 20.\n¿Cuántas personas?',
    ]);
    expect((await sendAll('inicio'))[0]).toBe(english.restarted);
  });

  it('leaves texts of one’s own as they are', async () => {
    const { sendAll } = clientFor(
      asking({ language: 'es', closing: 'Bye.', maxAttempts: 1, restart: { words: ['x'], text: 'Again.' } }),
    );
    expect((await sendAll('hola', 'x'))[0]).toBe('Again.');
    expect(await sendAll('y')).toEqual(['Bye.']);
  });

  it.each<[string, AnswerSource]>([
    ['Use al menos 2 caracteres, por favor.', text({ min: 2 })],
    ['Use como máximo 0 caracteres, por favor.', text({ min: 0, max: 0 })],
    ['Responda con un número entero, por favor.', integer()],
    ['Responda con un número entero de 9 como máximo, por favor.', integer({ max: 9 })],
    ['Responda con un número entero de 2 como mínimo, por favor.', integer({ min: 2 })],
    ['Elija una opción, por favor: 1 rojo, 2 azul.', oneOf('rojo', 'azul')],
    ['Envíe una foto, por favor.', media()],
    ['Envíe una foto, por favor, o "seguir" para seguir sin ella.', media({ skip: 'seguir' })],
  ])('is that of the hint %j', async (hint, reader) => {
    const { sendAll } = clientFor(
      conversation(
        'hint',
        function* () {
          yield* ask('answer', '¿?', reader);
        },
        { language: 'es' },
      ),
    );
    expect(await sendAll('hola', 'x')).toEqual([`${hint}\n¿?`]);
  });

  it('is that of choose(), too', async () => {
    const { sendAll } = clientFor(
      conversation(
        'elegir',
        function* () {
          yield* choose('item', '¿Cuál?', ['a', 'b']);
        },
        { language: 'es' },
      ),
    );
    expect(await sendAll('hola', 'x')).toEqual([
      'Responda con un número de 1 a 2, por favor.\n¿Cuál?\n1. a\n2. b',
    ]);
  });
});

describe('speak', () => {
  it('changes the language from there on, in this turn and later ones', async () => {
    const { sendAll, send } = clientFor(choosing());
    expect((await sendAll('hi', 'x'))[0]).toContain('Please choose one');
    await send('español');
    expect(await send('x')).toEqual(['Responda con un número entero de 1 como mínimo, por favor.\nParty?']);
    await send('4');
    expect(await send('')).toEqual(['Responda con un texto, por favor.\nName?']);
  });

  it('does not change what was read before it: a forgotten question is asked in its own language', async () => {
    const { sendAll, send, state } = clientFor(choosing());
    await sendAll('hi', 'español', '99');
    expect(state()).not.toHaveProperty('lang');
    expect((await send('x'))[0]).toContain('Please choose one');
    await send('english');
    expect((await send('x'))[0]).toContain('Please answer with a whole number');
  });

  it('is that of the texts of a restart and of another version in later turns', async () => {
    const { sendAll, send, deploy } = clientFor(choosing(RESTART));
    expect(await sendAll('hi', 'español', 'inicio')).toEqual([spanish.restarted, 'English o español?']);
    expect((await send('x'))[0]).toContain('Please choose one');
    await send('español');
    deploy(choosing({ version: 2 }));
    expect((await send('4'))[0]).toBe(spanish.startedAnew);
  });

  it('is that of the closing text', async () => {
    const { sendAll } = clientFor(choosing({ maxAttempts: 1 }));
    expect(await sendAll('hi', 'español', 'x')).toEqual([spanish.closing]);
  });

  it('is stored only when it is another than the conversation’s', async () => {
    const { sendAll, openState } = clientFor(choosing({ language: 'es' }));
    await sendAll('hola', 'español');
    expect(openState()).not.toHaveProperty('lang');
    const other = clientFor(choosing());
    await other.sendAll('hi', 'español');
    expect(other.openState().lang).toBe('es');
  });

  it('inside a scope holds after it, too', async () => {
    function* language(): Steps<void> {
      if (yield* ask('spanish', 'Spanish?', yesNo())) yield* speak('es');
    }
    const { sendAll } = clientFor(
      conversation('scoped', function* () {
        yield* scope('language', language());
        yield* ask('name', 'Name?', text());
      }),
    );
    expect(await sendAll('hi', 'yes', '')).toEqual([`${spanish.text}\nName?`]);
  });

  it('goes on in the conversation’s own language when a deploy takes the language away', async () => {
    const speaking = (languages: Readonly<Record<string, Texts>>) =>
      conversation(
        'speaking',
        function* () {
          if ('de' in languages) yield* speak('de');
          yield* ask('party', 'Party?', integer({ min: 1, max: 9 }));
        },
        { languages, ...RESTART },
      );
    const { send, deploy } = clientFor(speaking({ de: GERMAN }));
    await send();
    expect(await send('x')).toEqual(['Bitte eine Zahl von 1 bis 9.\nParty?']);
    deploy(speaking({}));
    expect((await send('inicio'))[0]).toBe(english.restarted);
  });
});

describe('a language that is added', () => {
  it('is spoken like a built-in one', async () => {
    const { sendAll, send } = clientFor(asking({ language: 'de', languages: { de: GERMAN }, ...RESTART }));
    expect(await sendAll('hallo', 'x')).toEqual(['Bitte eine Zahl von 1 bis 20.\n¿Cuántas personas?']);
    expect((await send('inicio'))[0]).toBe('Noch einmal von vorn.');
    expect(await sendAll('4', 'ja')).toEqual(['4 true']);
  });

  it.each(['zurück', 'ZURUCK!'])('has words that begin anew after a failure: %j', async (word) => {
    const languages = { de: { ...GERMAN, restart: ['zurück'] } };
    const { sendAll, send, openState, restore } = clientFor(asking({ language: 'de', languages }));
    await sendAll('hallo', '4');
    restore({ ...openState(), failed: true });
    expect((await send(word))[0]).toBe('Noch einmal von vorn.');
  });

  it('may take the place of a built-in one', async () => {
    const en: Texts = { ...english, yesOrNo: 'Y or N?' };
    const { sendAll } = clientFor(asking({ languages: { en } }));
    expect(await sendAll('hi', '4', 'x')).toEqual(['Y or N?\n¿Seguro?']);
  });
});

describe('an unknown language', () => {
  it.each(['fr', 'EN', '', 'toString', '__proto__'])('%j is refused by the option', (language) => {
    expect(() => asking({ language })).toThrow(
      expect.objectContaining({ name: 'ConversationError', code: 'conversation-definition' }),
    );
  });

  it('is refused by speak(), with the known ones', async () => {
    const { send } = clientFor(
      conversation(
        'unknown',
        function* () {
          yield* ask('name', 'Name?', text());
          yield* speak('fr');
        },
        { languages: { de: GERMAN } },
      ),
    );
    await send();
    await expect(send('Ada')).rejects.toThrow(
      'There are no texts for the language "fr", but for: en, es, de.',
    );
  });
});

it('asks for the only item of a list in Spanish', async () => {
  const one = conversation(
    'one',
    function* () {
      yield* choose('item', '¿Cuál?', ['café']);
    },
    { language: 'es' },
  );
  expect(await clientFor(one).sendAll('hola', 'té')).toEqual(['Responda con 1, por favor.\n¿Cuál?\n1. café']);
});
