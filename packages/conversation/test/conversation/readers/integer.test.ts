import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { integer } from '../../../src/conversation/readers/integer';
import { acceptedBy, readBy } from '../../support/readers';

type Limits = { min?: number; max?: number };

describe('integer', () => {
  it.each([
    ['4', 4],
    [' 4. ', 4],
    ['+4', 4],
    ['-4', -4],
    ['004', 4],
    ['４', 4],
    ['0', 0],
    ['-0', 0],
    ['9007199254740991', 9007199254740991],
  ])('reads %j as %d', async (body, value) => {
    expect(await readBy(integer(), body)).toBe(value);
  });

  it.each([
    '',
    'fourscore',
    '4.5',
    '4,5',
    '1e3',
    '0x10',
    '4 5',
    '--4',
    'Infinity',
    '9007199254740992',
    '9'.repeat(1600),
  ])('does not read %j', async (body) => {
    expect(await readBy(integer(), body)).toBe('hint: Please answer with a whole number.');
  });

  it.each([
    [{ min: 1, max: 20 }, 'from 1 to 20'],
    [{ min: 1 }, 'of at least 1'],
    [{ max: 20 }, 'of at most 20'],
  ])('within %p names the limits', async (limits, range) => {
    const hint = `hint: Please answer with a whole number ${range}.`;
    const { min = 1, max = 20 } = limits as Limits;
    const outside = 'min' in limits ? min - 1 : max + 1;
    expect(await readBy(integer(limits), String(outside))).toBe(hint);
    expect(await readBy(integer(limits), String(min))).toBe(min);
    expect(await readBy(integer(limits), String(max))).toBe(max);
  });

  it.each(['4', null, 4.5, 21, 0])('no longer accepts %j', async (answer) => {
    expect(await acceptedBy(integer({ min: 1, max: 20 }), answer)).toMatch(/^hint: /);
  });

  it.each([{ min: 0.5 }, { max: Infinity }, { min: 5, max: 4 }])('cannot have the limits %p', (limits) => {
    expect(() => integer(limits)).toThrow(expect.objectContaining({ code: 'reader-definition' }));
    const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = limits;
    expect(() => integer(limits)).toThrow(`integer() cannot go from ${min} to ${max}.`);
  });

  it('may have one number only', async () => {
    expect(await readBy(integer({ min: 4, max: 4 }), '4')).toBe(4);
    expect(await readBy(integer({ min: 4, max: 4 }), '5')).toBe(
      'hint: Please answer with a whole number from 4 to 4.',
    );
  });

  it('never gives minus zero or an inexact number', async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[+-]?[0-9]{1,20}$/), async (body) => {
        const value = await readBy(integer(), body);
        expect(typeof value === 'string' || (Number.isSafeInteger(value) && !Object.is(value, -0))).toBe(
          true,
        );
      }),
    );
  });
});
