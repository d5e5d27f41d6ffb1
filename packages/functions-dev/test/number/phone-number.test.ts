import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readPhoneNumber } from '../../src/number/phone-number';

/** What a function returns, or the message of what it throws. */
function attempt(read: () => string): string {
  try {
    return read();
  } catch (error) {
    return (error as Error).message;
  }
}

describe('a phone number', () => {
  it.each([
    ['+15552220000'],
    ['+1 555 222 0000'],
    ['+1 (555) 222-0000'],
    ['+1.555.222.0000'],
    ['+1\u00a0555\u2011222\u20130000'],
    ['\u202a+15552220000\u202c'],
    [' +1 5552220000\t'],
    ['+1-555-222-0000'],
    ['+1 (555)222 00 00'],
  ])('is read from %j', (typed) => {
    expect(readPhoneNumber(typed)).toBe('+15552220000');
  });

  it.each([
    ['15552220000', 'Did you mean +15552220000?'],
    ['001 555 222 0000', 'Did you mean +15552220000?'],
    ['(555) 222-0000', 'Begin with + and the country code, as in +15552220000.'],
    ['0555 2220000', 'Begin with + and the country code'],
    ['+0 555 222 0000', 'No country code begins with 0.'],
    ['12345', 'A short code is pointed in the Console'],
    ['+155522', 'It is + and 7 to 15 digits'],
    ['+1234567890123456', 'It is + and 7 to 15 digits'],
    ['whatsapp:+15552220000', 'It is + and 7 to 15 digits'],
    ['++15552220000', 'It is + and 7 to 15 digits'],
    ['', 'It is + and 7 to 15 digits'],
    ['\u001b[31m', '"\\u001b[31m" is not'],
  ])('is not read from %j, with advice', (typed, advice) => {
    expect(() => readPhoneNumber(typed)).toThrow(advice);
  });

  it.each([
    ['+442079460958'],
    ['+49 151 1234 56 78'],
    ['+49 1512 345 67 89'],
    ['+33 1 23 45 67 89'],
    ['+4930123 456789'],
    ['+390612345678'],
  ])('of another country is read from %j', (typed) => {
    expect(readPhoneNumber(typed)).toBe(typed.replaceAll(' ', ''));
  });

  it.each([
    ['+44 (0)20 7946 0958', 'Leave out (0), which is dialled only within the country: +442079460958'],
    ['+44(0)2079460958', 'Leave out (0), which is dialled only within the country: +442079460958'],
    ['\u202a+44 ( 0\u202c ) 20 7946 0958', 'Leave out (0)'],
    ['0044 (0)20 7946 0958', 'Leave out (0), which is dialled only within the country: +442079460958'],
    ['+44 (0)1234', 'Leave out (0), which is dialled only within the country.'],
    ['(0)20 7946 0958', 'Begin with + and the country code'],
  ])('is not read with the zero of %j', (typed, advice) => {
    expect(() => readPhoneNumber(typed)).toThrow(advice);
  });

  it.each([
    ['+15552220000 123', '+15552220000123', '+15552220000'],
    ['+1 555-222-0000 123', '+15552220000123', '+15552220000'],
    ['+15552220000123', '+15552220000123', '+15552220000'],
    ['+442079460958 123', '+442079460958123', '+442079460958'],
    ['\u202a+442079460958\u202c 123', '+442079460958123', '+442079460958'],
  ])('is not read from %j, because the last digits are none of its', (typed, read, own) => {
    expect(() => readPhoneNumber(typed)).toThrow(
      `It was read as ${read}, but ${own} is complete without the last digits. A path is written /123.`,
    );
  });

  it('has 15 digits at most, and it is said what was read', () => {
    expect(() => readPhoneNumber('+15552220000 123456')).toThrow(
      'It is + and 7 to 15 digits, as in +15552220000; +15552220000123456 has 17.',
    );
  });

  it('is E.164 or refused, whatever is typed', () => {
    const typed = fc.stringMatching(/^[+0-9 ().a-z-]{0,20}$/);
    fc.assert(
      fc.property(typed, (text) => {
        const outcome = attempt(() => readPhoneNumber(text));
        expect(outcome).toMatch(/^\+[1-9]\d{6,14}$|is not a phone number in E\.164\./);
      }),
    );
  });
});
