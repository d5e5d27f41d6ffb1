import { describe, expect, it } from '@jest/globals';
import { conversation } from '../../src/conversation/conversation';
import type { AnswerSource } from '../../src/conversation/answer-source';
import type { Reader } from '../../src/conversation/reader';
import { either } from '../../src/conversation/readers/either';
import { oneOf } from '../../src/conversation/readers/one-of';
import { text } from '../../src/conversation/readers/text';
import { ask, forget, type AskOptions } from '../../src/conversation/steps';
import { clientFor } from '../support/conversation-client';

/** Asks for a day and ends with it. */
const asking = (prompt: string, reader: AnswerSource, options: AskOptions = {}) =>
  conversation('asking', function* () {
    return String(yield* ask('day', prompt, reader, options));
  });

const DAYS = ['Friday', 'Saturday', 'Sunday'] as const;
const days = oneOf(...DAYS);

describe('a number', () => {
  it.each([
    '1 Friday, 2 Saturday, 3 Sunday?',
    '1. Friday\n2. Saturday\n3. Sunday',
    '1) Friday\n2) Saturday\n3) Sunday',
    '1: FRIDAY 2: SATURDAY 3: SUNDAY',
    '1 - Friday, 2 - Saturday, 3 - Sunday',
    '1. “Friday”, 2. “Saturday”, 3. “Sunday”',
    'Text 3 Sunday or 2 Saturday or 1 Friday.',
    '１ Friday ２ Saturday ３ Sunday',
  ])('means a choice that the question shows behind it: %j', async (prompt) => {
    expect(await clientFor(asking(prompt, days)).sendAll('hi', '2')).toEqual(['Saturday']);
  });

  it.each([
    'Friday, Saturday or Sunday?',
    '1 Friday, 2 Saturday, Sunday?',
    '1 Friday, 3 Saturday, 2 Sunday?',
    'Friday 1, Saturday 2, Sunday 3',
    '11 Friday, 12 Saturday, 13 Sunday',
    'A1 Friday, A2 Saturday, A3 Sunday',
    '1 Fridays, 2 Saturdays, 3 Sundays',
    '1 not Friday, 2 Saturday, 3 Sunday',
  ])('means nothing where the question does not: %j', async (prompt) => {
    for (const body of ['2', '2.', '#2', '2 please']) {
      const [reply] = await clientFor(asking(prompt, days)).sendAll('hi', body);
      expect(reply).toMatch(/^Please choose one: 1 Friday, 2 Saturday, 3 Sunday\./);
    }
  });

  it('means nothing after a hint without numbers', async () => {
    const { sendAll } = clientFor(
      asking('Which day?', days, { hint: 'Friday, Saturday or Sunday, please.' }),
    );
    expect(await sendAll('hi', '?', '1')).toEqual(['Friday, Saturday or Sunday, please.\nWhich day?']);
    expect(await sendAll('sat')).toEqual(['Saturday']);
  });

  it('means nothing after a hint that was left out, because the message would have been too long', async () => {
    const { sendAll, send } = clientFor(asking('x'.repeat(1590), days));
    await sendAll('hi', '?');
    expect(await send('1')).toEqual(['x'.repeat(1590)]);
  });

  it('means nothing when the choices are in another order since a deploy, and then the new hint counts', async () => {
    const { sendAll, deploy, send } = clientFor(asking('Which day?', days));
    await sendAll('hi', '?');
    deploy(asking('Which day?', oneOf('Saturday', 'Friday', 'Sunday')));
    expect((await send('1'))[0]).toMatch(/1 Saturday, 2 Friday/);
    expect(await send('1')).toEqual(['Saturday']);
  });

  it('means nothing when a choice was added before since a deploy', async () => {
    const { sendAll, deploy } = clientFor(asking('1 Friday, 2 Saturday, 3 Sunday?', days));
    await sendAll('hi');
    deploy(asking('Which day?', oneOf('Thursday', 'Friday', 'Saturday', 'Sunday')));
    expect((await sendAll('2'))[0]).toMatch(/^Please choose one/);
  });

  it('still means what was shown when only the prompt is another since a deploy', async () => {
    const { sendAll, deploy } = clientFor(asking('1 Friday, 2 Saturday, 3 Sunday?', days));
    await sendAll('hi');
    deploy(asking('Which day?', days));
    expect(await sendAll('2')).toEqual(['Saturday']);
  });

  it('of a list that another question has shown means nothing', async () => {
    const { sendAll } = clientFor(
      conversation('two', function* () {
        yield* ask('one', '1 Friday, 2 Saturday, 3 Sunday?', days);
        return yield* ask('two', 'And another day?', days);
      }),
    );
    expect((await sendAll('hi', '1', '2'))[0]).toMatch(/^Please choose one/);
  });

  it('of a list that the question showed before it was answered and forgotten means nothing', async () => {
    const { sendAll, send } = clientFor(
      conversation('again', function* () {
        const day = yield* ask('day', 'Which day?', days);
        if ((yield* ask('sure', 'Sure?', text())) === 'no') yield* forget('day', 'sure');
        return day;
      }),
    );
    expect(await sendAll('hi', '?', '1', 'no')).toEqual(['Which day?']);
    expect((await send('1'))[0]).toMatch(/^Please choose one/);
  });

  it('of the second of two lists means a choice of that one', async () => {
    const meals = either(days, oneOf('Lunch', 'Dinner'));
    const { sendAll, send } = clientFor(asking('Which day, or meal?', meals));
    expect(await sendAll('hi', '?')).toEqual(['Please choose one: 1 Lunch, 2 Dinner.\nWhich day, or meal?']);
    expect(await send('2')).toEqual(['Dinner']);
  });

  it('of the second of two lists means a choice of that one, where the question shows both', async () => {
    const meals = either(oneOf('Lunch', 'Dinner'), days);
    const prompt = '1 Lunch, 2 Dinner, or 1 Friday, 2 Saturday, 3 Sunday?';
    expect(await clientFor(asking(prompt, meals)).sendAll('hi', '3')).toEqual(['Sunday']);
    expect(await clientFor(asking(prompt, meals)).sendAll('hi', '2')).toEqual(['Dinner']);
  });

  it('was shown by the open question alone: another reader is told so when its answer is checked', async () => {
    const shown: boolean[] = [];
    const noting: Reader<string> = {
      ...days,
      accept(answer, question) {
        shown.push(question?.wasShown(DAYS) === true);
        return { kind: 'accepted', value: answer as string };
      },
    };
    const { sendAll } = clientFor(
      conversation('two', function* () {
        yield* ask('one', '1 Friday, 2 Saturday, 3 Sunday?', noting);
        return yield* ask('two', 'Or 1 Friday, 2 Saturday, 3 Sunday?', days);
      }),
    );
    expect(await sendAll('hi', '1', '2')).toEqual(['Saturday']);
    expect(shown).toEqual([true, false]);
  });

  it('still counts after a redelivery, or HELP, which show the question alone', async () => {
    const { sendAll } = clientFor(asking('Which day?', days));
    expect(await sendAll('hi', '?', 'HELP', '3')).toEqual(['Sunday']);
  });
});
