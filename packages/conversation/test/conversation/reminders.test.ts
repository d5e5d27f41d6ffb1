import { describe, expect, it } from '@jest/globals';
import { conversation } from '../../src/conversation/conversation';
import { integer } from '../../src/conversation/readers/integer';
import { text } from '../../src/conversation/readers/text';
import { type Reminder, readReminders } from '../../src/conversation/reminders';
import { ask, choose } from '../../src/conversation/steps';
import { turnsOf } from '../support/turns';

/** A reminder of code without types. */
const at = (after: string, closes?: boolean): Reminder =>
  ({ after, text: 'Hello?', ...(closes !== undefined && { closes }) }) as Reminder;

describe('a reminder', () => {
  it.each([
    ['5m', 300],
    ['90m', 5400],
    ['1h', 3600],
    ['840h', 3_024_000],
    ['35d', 3_024_000],
    ['50400m', 3_024_000],
    ['0005m', 300],
  ])('may come after %s', (after, seconds) => {
    expect(readReminders(at(after))).toEqual([{ after: seconds, text: 'Hello?', closes: false }]);
  });

  it.each([
    '4m',
    '0m',
    '0h',
    '50401m',
    '841h',
    '36d',
    '999999d',
    '',
    '1',
    'h',
    '1.5h',
    '-1h',
    '1 h',
    '1s',
    '1H',
    '1e1h',
    '1h\n',
    '1000000m',
    '__proto__',
    'tomorrow',
  ])('may not come after %j', (after) => {
    expect(() => readReminders(at(after))).toThrow(
      expect.objectContaining({
        code: 'reminder-definition',
        message: `A reminder cannot be sent: after is ${after}; give 5m to 35d, such as 1h.`,
      }),
    );
  });

  it('may be one of several, in the order of their times; the last one may close', () => {
    expect(readReminders([at('1h'), at('61m', false), at('1d', true)])).toEqual([
      { after: 3600, text: 'Hello?', closes: false },
      { after: 3660, text: 'Hello?', closes: false },
      { after: 86_400, text: 'Hello?', closes: true },
    ]);
    expect(readReminders([])).toEqual([]);
    expect(readReminders()).toEqual([]);
  });

  it.each<[string, readonly Reminder[], string]>([
    ['at the time of the one before', [at('1h'), at('60m')], 'after is 60m, which is not later'],
    ['before the one before', [at('2h'), at('1h')], 'after is 1h, which is not later'],
    ['behind one that closes', [at('1h', true), at('2h')], 'only the last one can close'],
  ])('may not come %s', (_, reminders, message) => {
    expect(() => readReminders(reminders)).toThrow(
      expect.objectContaining({
        code: 'reminder-definition',
        message: expect.stringContaining(message) as unknown,
      }),
    );
  });

  it.each([' ', '', 'x'.repeat(1601), 7])('may not have the text %j', (body) => {
    const reminder = { after: '1h', text: body as string } as const;
    expect(() => readReminders(reminder)).toThrow(expect.objectContaining({ code: 'message-text' }));
  });

  it('that is wrong is found when the step is made, and says where', async () => {
    for (const step of [
      () => ask('name', 'Name?', text(), { remind: at('1m') }),
      () => choose('name', 'Name?', ['Ann', 'Bob'], undefined, { remind: at('1m') }),
    ]) {
      const code = conversation('wrong', function* () {
        yield* ask('first', 'First?', text());
        yield* step();
      });
      const { send } = turnsOf(code);
      await send('hi');
      await expect(send('x')).rejects.toMatchObject({
        code: 'reminder-definition',
        at: { conversation: 'wrong', step: 'first' },
      });
    }
  });
});

describe('the outcome of a turn', () => {
  const later = { after: '1h', text: 'Hello?' } as const;
  const planned = [{ after: 3600, text: 'Hello?', closes: false }];
  const code = conversation('survey', function* () {
    yield* ask('name', 'Name?', text(), { remind: later });
    yield* ask('age', 'Age?', integer());
    yield* choose('day', 'Day?', ['Friday', 'Saturday'], (day) => day, { remind: [later] });
  });

  it('has the reminders of the question that is open, and says nothing of none', async () => {
    const { turn } = turnsOf(code);
    expect(await turn()).toMatchObject({ kind: 'asked', reminders: planned });
    expect(await turn({ body: '' })).toMatchObject({ kind: 'asked', reminders: planned }); // asked again
    expect(await turn({ body: 'Ann' })).not.toHaveProperty('reminders');
    expect(await turn({ body: '33' })).toMatchObject({ kind: 'asked', reminders: planned });
    expect(await turn({ body: '1' })).not.toHaveProperty('reminders');
  });

  it('has them when a message is delivered again', async () => {
    const { turn } = turnsOf(code);
    await turn({ id: 'M1' });
    expect(await turn({ id: 'M1' })).toMatchObject({ messages: ['Name?'], reminders: planned });
  });
});
