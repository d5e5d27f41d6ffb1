import { describe, expect, it } from '@jest/globals';
import { oneOf } from '../../../src/conversation/readers/one-of';
import { acceptedBy, readBy } from '../../support/readers';

const days = oneOf('Friday', 'Saturday', 'Sunday  Brunch');
const DAYS_HINT = 'hint: Please choose one: 1 Friday, 2 Saturday, 3 Sunday  Brunch.';

describe('oneOf', () => {
  it.each([
    ['Friday', 'Friday'],
    [' FRIDAY! ', 'Friday'],
    ['sunday brunch', 'Sunday  Brunch'],
    ['fri', 'Friday'],
    ['sa', 'Saturday'],
  ])('reads %j as %s', async (body, choice) => {
    expect(await readBy(days, body)).toBe(choice);
  });

  it.each(['', 's', 'Monday', 'Fridays', '0', '4', '-1', '1.5', '99999999999999999999', '__proto__'])(
    'does not read %j, and lists the choices',
    async (body) => {
      expect(await readBy(days, body)).toBe(DAYS_HINT);
    },
  );

  it('prefers a whole word to the beginning of another', async () => {
    expect(await readBy(oneOf('day', 'daybreak'), 'day')).toBe('day');
    expect(await readBy(oneOf('daybreak', 'day'), 'day')).toBe('day');
  });

  it('does not number choices that begin with digits', async () => {
    const hours = oneOf('2 pm', '1 pm', '10 pm');
    expect(await readBy(hours, '2')).toBe('2 pm');
    expect(await readBy(hours, '3')).toBe('hint: Please choose one: 2 pm, 1 pm, 10 pm.');
    expect(await readBy(hours, '10')).toBe('10 pm');
    expect(await readBy(oneOf('9:00', '14:00', '20:00'), '1')).toMatch('hint: ');
  });

  it('accepts a stored choice only as long as it is one', async () => {
    expect(await acceptedBy(days, 'Friday')).toBe('Friday');
    for (const answer of ['friday', 'Monday', 0, null])
      expect(await acceptedBy(days, answer)).toBe(DAYS_HINT);
  });

  it.each([
    ['none', []],
    ['two that differ in case', ['Friday', 'FRIDAY']],
    ['a blank one', ['Friday', ' ']],
  ])('cannot have %s', (_, choices) => {
    expect(() => oneOf(...(choices as [string]))).toThrow(
      expect.objectContaining({ code: 'reader-definition' }),
    );
  });

  it('says what is wrong with choices', () => {
    expect(() => oneOf('Friday', 'Friday.')).toThrow(
      'oneOf("Friday", "Friday.") needs choices that differ in more than case.',
    );
    expect(() => oneOf('Friday', ' ')).toThrow('A choice has no text. Give it a word.');
  });

  it('of one choice does not take an empty answer for it', async () => {
    expect(await readBy(oneOf('Friday'), '')).toBe('hint: Please choose one: 1 Friday.');
    expect(await readBy(oneOf('Friday'), 'please')).toBe('hint: Please choose one: 1 Friday.');
  });

  it('cannot have a choice that would opt its sender out', () => {
    expect(() => oneOf('Keep', 'Cancel')).toThrow(expect.objectContaining({ code: 'reserved-word' }));
    expect(() => oneOf('Yes', 'No')).not.toThrow();
  });
});
