import { describe, expect, it } from '@jest/globals';
import { text } from '../../../src/conversation/readers/text';
import { acceptedBy, readBy } from '../../support/readers';

describe('text', () => {
  it.each([
    ['Ada', 'Ada'],
    ['  Ada Lovelace \n', 'Ada Lovelace'],
    ['x'.repeat(160), 'x'.repeat(160)],
    ['x'.repeat(161), 'hint: Please use at most 160 characters.'],
    [' ', 'hint: Please answer with a text.'],
  ])('reads %j', async (body, value) => {
    expect(await readBy(text(), body)).toBe(value);
  });

  it.each([
    ['ab', 'hint: Please use at least 3 characters.'],
    ['abc', 'abc'],
    ['😀😀😀😀', '😀😀😀😀'],
    ['abcde', 'hint: Please use at most 4 characters.'],
    ['a\ud83d', 'hint: Please use at least 3 characters.'],
  ])('counts the characters of %j', async (body, value) => {
    expect(await readBy(text({ min: 3, max: 4 }), body)).toBe(value);
  });

  it('may have one length only', async () => {
    expect(await readBy(text({ min: 3, max: 3 }), 'abc')).toBe('abc');
    expect(await readBy(text({ min: 0, max: 0 }), '')).toBe('');
  });

  it('may take an empty text', async () => {
    expect(await readBy(text({ min: 0 }), ' ')).toBe('');
  });

  it.each([7, null, ['Ada'], 'Ada Lovelace'])('no longer accepts %j', async (answer) => {
    expect(await acceptedBy(text({ max: 4 }), answer)).toMatch(/^hint: /);
  });

  it.each([{ min: -1 }, { min: 0.5 }, { max: 1.5 }, { min: 5, max: 4 }, { max: NaN }])(
    'cannot have the limits %p',
    (limits) => {
      expect(() => text(limits)).toThrow(expect.objectContaining({ code: 'reader-definition' }));
      const { min = 1, max = 160 } = limits;
      expect(() => text(limits)).toThrow(`text() cannot have ${min} to ${max} characters.`);
    },
  );
});
