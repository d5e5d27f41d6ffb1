import { describe, expect, it } from '@jest/globals';
import { conversation, type ConversationOptions } from '../../src/conversation/conversation';
import { integer } from '../../src/conversation/readers/integer';
import { oneOf } from '../../src/conversation/readers/one-of';
import { text } from '../../src/conversation/readers/text';
import type { AnswerSource } from '../../src/conversation/answer-source';
import { ask, say } from '../../src/conversation/steps';
import { clientFor } from '../support/conversation-client';

type Question = [name: string, prompt: string, reader: AnswerSource];

const PARTY: Question = ['party', 'How many?', integer()];
const DAY: Question = ['day', 'Which day?', oneOf('Friday', 'Saturday')];
const NAME: Question = ['name', 'What name?', text()];
const PHONE: Question = ['phone', 'What phone?', text()];

/** Asks these questions and ends with all answers by name. */
const asking = (questions: readonly Question[], options?: ConversationOptions) =>
  conversation(
    'asking',
    function* () {
      const answers: Record<string, unknown> = {};
      for (const [name, prompt, reader] of questions) answers[name] = yield* ask(name, prompt, reader);
      return JSON.stringify(answers);
    },
    options,
  );

/** A conversation in which the party of 4 and Friday are answered, and the name is asked. */
async function underWay() {
  const guest = clientFor(asking([PARTY, DAY, NAME]));
  await guest.sendAll('hi', '4', 'Friday');
  return guest;
}

describe('a deploy in the middle', () => {
  it.each<[string, Question[], [body: string, reply: string][]]>([
    [
      'of the same code: it goes on',
      [PARTY, DAY, NAME],
      [['Ada', '{"party":4,"day":"Friday","name":"Ada"}']],
    ],
    [
      'with other prompts: it goes on',
      [
        ['party', 'A', integer()],
        ['day', 'B', DAY[2]],
        ['name', 'C', text()],
      ],
      [['Ada', '{"party":4,"day":"Friday","name":"Ada"}']],
    ],
    [
      'with the questions in another order: each keeps its answer',
      [NAME, DAY, PARTY],
      [['Ada', '{"name":"Ada","day":"Friday","party":4}']],
    ],
    [
      'with a question added before: the message does not answer it',
      [PHONE, PARTY, DAY, NAME],
      [
        ['Ada', 'What phone?'],
        ['555', 'What name?'],
        ['Ada', '{"phone":"555","party":4,"day":"Friday","name":"Ada"}'],
      ],
    ],
    [
      'with a question added after: it comes next',
      [PARTY, DAY, NAME, PHONE],
      [
        ['Ada', 'What phone?'],
        ['555', '{"party":4,"day":"Friday","name":"Ada","phone":"555"}'],
      ],
    ],
    [
      'with an answered question removed: it goes on',
      [DAY, NAME],
      [['Ada', '{"day":"Friday","name":"Ada"}']],
    ],
    [
      'with the open question removed: the message answers nothing',
      [PARTY, DAY, PHONE],
      [
        ['Ada', 'What phone?'],
        ['555', '{"party":4,"day":"Friday","phone":"555"}'],
      ],
    ],
    ['with all open questions removed: it ends', [PARTY, DAY], [['Ada', '{"party":4,"day":"Friday"}']]],
    [
      'with an answered question renamed: it is asked again, and the open one after it',
      [['people', 'How many?', integer()], DAY, NAME],
      [
        ['Ada', 'How many?'],
        ['5', 'What name?'],
        ['Ada', '{"people":5,"day":"Friday","name":"Ada"}'],
      ],
    ],
    [
      'with the open question renamed: the message does not answer it',
      [PARTY, DAY, ['who', 'Who?', text()]],
      [
        ['Ada', 'Who?'],
        ['Ada', '{"party":4,"day":"Friday","who":"Ada"}'],
      ],
    ],
    [
      'with a stricter reader: the question is asked again with its hint, and others keep their answers',
      [PARTY, ['day', 'Which day?', oneOf('Saturday', 'Sunday')], NAME],
      [
        ['Ada', 'Please choose one: 1 Saturday, 2 Sunday.\nWhich day?'],
        ['2', 'What name?'],
        ['Ada', '{"party":4,"day":"Sunday","name":"Ada"}'],
      ],
    ],
    [
      'with choices in another order: an answer by number keeps its meaning',
      [PARTY, ['day', 'Which day?', oneOf('Saturday', 'Friday')], NAME],
      [['Ada', '{"party":4,"day":"Friday","name":"Ada"}']],
    ],
    [
      'with a reader of another type: the question is asked again',
      [['party', 'Who comes?', text()], DAY, NAME],
      [['Ada', 'Please answer with a text.\nWho comes?']],
    ],
    [
      'with a stricter reader of the open question: the answer is read by it',
      [PARTY, DAY, ['name', 'What name?', text({ max: 2 })]],
      [
        ['Ada', 'Please use at most 2 characters.\nWhat name?'],
        ['Al', '{"party":4,"day":"Friday","name":"Al"}'],
      ],
    ],
  ])('%s', async (_, questions, turns) => {
    const { send, deploy } = await underWay();
    deploy(asking(questions));
    for (const [body, reply] of turns) expect(await send(body)).toEqual([reply]);
  });

  it.each<[string, ConversationOptions, string]>([
    ['says so', { version: 2 }, 'This conversation has changed since your last message, so it starts anew.'],
    ['in words of its own', { version: '2026-11', startedAnew: 'New questions!' }, 'New questions!'],
  ])('with another version starts anew and %s', async (_, options, text) => {
    const { send, deploy, state } = await underWay();
    const id = state()?.id;
    deploy(asking([PARTY, DAY, NAME], options));
    expect(await send('4')).toEqual([text, 'How many?']);
    expect(state()).toMatchObject({ v: options.version, asked: 'party', answers: {} });
    expect(state()?.id).not.toBe(id);
    expect(await send('4')).toEqual(['Which day?']);
  });

  it('with another version starts anew whatever the shape of what is stored', async () => {
    const { send, deploy, openState, restore } = await underWay();
    restore({ ...openState(), answers: null, threw: 5 } as never);
    deploy(asking([PARTY], { version: 2 }));
    expect((await send('4')).at(-1)).toBe('How many?');
  });

  it('sends new texts, and not those that were sent before', async () => {
    const saying = (...texts: string[]) =>
      conversation('saying', function* () {
        for (const text of texts) yield* say(text);
        yield* ask('name', 'Name?', text());
        yield* ask('day', 'Day?', text());
      });
    const { send, deploy } = clientFor(saying('One.', 'Two.'));
    expect(await send()).toEqual(['One.', 'Two.', 'Name?']);
    deploy(saying('New.', 'Two.', 'One.'));
    expect(await send('Ada')).toEqual(['New.', 'Day?']);
  });

  it('starts counting the attempts at a question that it adds', async () => {
    const { send, deploy, outcome } = await underWay();
    deploy(asking([PARTY, DAY, ['name', 'What name?', integer()]], { maxAttempts: 2 }));
    await send('x');
    deploy(asking([['age', 'How old?', integer()], NAME], { maxAttempts: 2 }));
    await send('x');
    await send('x');
    expect(outcome()?.kind).toBe('asked');
    await send('x');
    expect(outcome()?.kind).toBe('given-up');
  });
});

describe('a stricter reader', () => {
  const noting = (max: number) =>
    conversation('noting', function* () {
      const count = yield* ask('count', 'How many?', integer({ min: 1, max }));
      yield* say('Noted.');
      const name = yield* ask('name', 'Who?', text());
      return `${count} ${name}`;
    });

  it('makes what was said after the old answer be sent again after the new one', async () => {
    const { sendAll, send, deploy } = clientFor(noting(9));
    await sendAll('hi', '5');
    deploy(noting(3));
    await send('Ann');
    expect(await send('2')).toEqual(['Noted.', 'Who?']);
  });

  it('starts counting the attempts again', async () => {
    const strict = (max: number) =>
      conversation(
        'strict',
        function* () {
          yield* ask('count', 'How many?', integer({ min: 1, max }));
          yield* ask('other', 'How many others?', integer({ min: 1, max: 9 }));
        },
        { maxAttempts: 2 },
      );
    const { sendAll, send, deploy, outcome } = clientFor(strict(9));
    await sendAll('hi', '5', 'x');
    deploy(strict(3));
    await send('4');
    await send('x');
    expect(outcome()?.kind).toBe('asked');
  });
});
