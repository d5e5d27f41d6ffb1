import { describe, expect, it } from '@jest/globals';
import { conversation, type ConversationOptions } from '../../src/conversation/conversation';
import type { Reader } from '../../src/conversation/reader';
import { oneOf } from '../../src/conversation/readers/one-of';
import { text } from '../../src/conversation/readers/text';
import { ask, listen, say } from '../../src/conversation/steps';
import { clientFor } from '../support/conversation-client';
import { turnsOf } from '../support/turns';

const handOff = (options: ConversationOptions = {}, words: readonly string[] = ['robot']) =>
  conversation(
    'hand-off',
    function* () {
      const name = yield* ask('name', 'Name?', text());
      yield* say('A person will answer you. Text "robot" to come back to me.');
      yield* listen('person', oneOf(...words));
      const day = yield* ask('day', 'Which day?', text());
      return `${name}, ${day}.`;
    },
    options,
  );

describe('listen', () => {
  it('says nothing until the reader accepts a message, and gives its value', async () => {
    const { send, sendAll } = clientFor(handOff());
    expect(await sendAll('hi', 'Ada')).toEqual([
      'A person will answer you. Text "robot" to come back to me.',
    ]);
    for (const body of ['My oven burns', '1', '', 'x'.repeat(1600)]) expect(await send(body)).toEqual([]);
    expect(await send('Robot!')).toEqual(['Which day?']);
    expect(await send('Friday')).toEqual(['Ada, Friday.']);
  });

  it('tells its reader of an empty question', async () => {
    const prompts: unknown[] = [];
    const noting: Reader<string> = {
      ...text(),
      read(message, question) {
        prompts.push(question?.prompt);
        return text().read(message, question);
      },
    };
    const { sendAll } = clientFor(
      conversation('silent', function* () {
        return yield* listen('code', noting);
      }),
    );
    expect(await sendAll('hi', 'sesame')).toEqual(['sesame']);
    expect(prompts).toEqual(['']);
  });

  it('counts no attempts', async () => {
    const { sendAll, send, outcome, state } = clientFor(handOff({ maxAttempts: 1 }));
    await sendAll('hi', 'Ada', ...Array.from({ length: 20 }, () => 'hm'));
    expect(outcome()?.kind).toBe('asked');
    expect(state()).not.toHaveProperty('tries');
    await send('robot');
    expect(outcome()).toMatchObject({ kind: 'asked', state: { asked: 'day' } });
  });

  it('may come first', async () => {
    const { send } = clientFor(
      conversation('silent', function* () {
        return `Welcome, ${yield* listen('code', oneOf('sesame'))}.`;
      }),
    );
    expect(await send('sesame')).toEqual([]);
    expect(await send('hello?')).toEqual([]);
    expect(await send('sesame')).toEqual(['Welcome, sesame.']);
  });

  it('says nothing when a message is delivered again, nor to HELP', async () => {
    const guest = turnsOf(handOff());
    for (const body of ['hi', 'Ada']) await guest.send(body);
    expect(await guest.send('well', { id: 'M1' })).toEqual([]);
    expect(await guest.send('well', { id: 'M1' })).toEqual([]);
    expect(await guest.send('HELP')).toEqual([]);
  });

  it('says nothing when a deploy makes its reader stricter', async () => {
    const { sendAll, send, deploy } = clientFor(handOff());
    await sendAll('hi', 'Ada', 'robot');
    deploy(handOff({}, ['machine']));
    expect(await send('Friday')).toEqual([]);
    expect(await send('machine')).toEqual(['Which day?']);
  });

  it('leaves commands to work', async () => {
    const commands = {
      restart: { words: ['restart'] },
      back: { words: ['back'], text: 'One step back.' },
      hours: { words: ['hours'], text: '9 to 5.' },
    } as const;
    const { sendAll, send } = clientFor(handOff({ commands }));
    await sendAll('hi', 'Ada');
    expect(await send('hours')).toEqual(['9 to 5.']);
    expect(await send('back')).toEqual(['One step back.', 'Name?']);
    expect(await send('Ann')).toEqual(['A person will answer you. Text "robot" to come back to me.']);
    expect(await send('restart')).toEqual(['We start again.', 'Name?']);
  });
});
