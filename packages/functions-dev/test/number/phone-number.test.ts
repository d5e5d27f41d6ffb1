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
