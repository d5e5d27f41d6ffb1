import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import examples from 'libphonenumber-js/examples.mobile.json';
import { getCountries, getExampleNumber, type CountryCode } from 'libphonenumber-js/min';
import { phoneNumber } from '../../../src/conversation/readers/phone-number';
import { answerTo, valueOf } from './asked';

const REFUSED = 'hint: Please answer with one phone number, with its area code.';
const REFUSED_ANYWHERE = 'hint: Please answer with one phone number that begins with + and the country code.';

describe('phoneNumber', () => {
  it.each<[CountryCode, string, string]>([
    ['US', '(415) 555-2671', '+14155552671'],
    ['US', '415.555.2671.', '+14155552671'],
    ['US', '14155552671', '+14155552671'],
    ['US', '+1 415 555 2671!', '+14155552671'],
    ['US', 'tel:+14155552671', '+14155552671'],
    ['US', '\u202a+1 (415) 555‑2671\u202c', '+14155552671'],
    ['US', '＋１４１５５５５２６７１', '+14155552671'],
    ['US', '+44 (0)20 7946 0958', '+442079460958'],
    ['US', '011 44 20 7946 0958', '+442079460958'],
    ['GB', '020 7946 0958', '+442079460958'],
    ['GB', '0044 20 7946 0958', '+442079460958'],
    ['DE', '030/123456', '+4930123456'],
    ['DE', '4930123456', '+4930123456'],
    ['MX', '55 1234 5678', '+525512345678'],
    ['IN', '98765 43210', '+919876543210'],
    ['IN', '098765 43210', '+919876543210'],
    ['IT', '06 1234 5678', '+390612345678'],
    ['SH', '22158', '+29022158'],
  ])('in %s reads %j as %s', async (country, body, value) => {
    expect(await answerTo(phoneNumber({ country }), body)).toBe(value);
  });

  it.each<[CountryCode, string]>([
    ['US', ''],
    ['US', '+'],
    ['US', '911'],
    ['US', '5552671'],
    ['US', '1234567890'],
    ['US', '+1 123 456 7890'],
    ['US', '+1 415 555 267'],
    ['US', '+1 415 555 26711'],
    ['US', '++14155552671'],
    ['US', '+999123456789'],
    ['US', '0044 20 7946 0958'],
    ['US', '415-555-2671 x12'],
    ['US', '415-555-2671;ext=12'],
    ['US', '415-555-2671#12'],
    ['US', '*67 415 555 2671'],
    ['US', '1-800-FLOWERS'],
    ['US', 'call 415-555-2671'],
    ['US', '415-555-2671 or 415-555-2672'],
    ['US', '415-555-2671, 415-555-2672'],
    ['DE', '030 123456/457'],
    ['DE', '030 123456 / 030 123457'],
    ['DE', '1 415 555 2671'],
    ['DE', '2026-12-24'],
    ['DE', '24.12.2026'],
    ['GB', '1234567890'],
  ])('in %s does not read %j', async (country, body) => {
    expect(await answerTo(phoneNumber({ country }), body)).toBe(REFUSED);
  });

  it('without a country reads numbers with their country code only', async () => {
    expect(await answerTo(phoneNumber(), '+1 (415) 555-2671')).toBe('+14155552671');
    expect(await answerTo(phoneNumber(), '(415) 555-2671')).toBe(REFUSED_ANYWHERE);
    expect(await answerTo(phoneNumber(), '14155552671', { language: 'es' })).toMatch(/^hint: Responda/);
  });

  it.each(getCountries())('reads a number of %s as it is written there, and abroad', async (country) => {
    const number = getExampleNumber(country, examples);
    expect(await answerTo(phoneNumber({ country }), number?.formatNational() ?? '')).toBe(number?.number);
    expect(await answerTo(phoneNumber(), number?.formatInternational() ?? '')).toBe(number?.number);
  });

  it.each([4155552671, null, '', '4155552671', '+1 415 555 2671', '+1415555267', '+14155552671;ext=1'])(
    'no longer accepts %j',
    async (answer) => {
      expect(await valueOf(phoneNumber({ country: 'US' }), answer)).toBe(REFUSED);
    },
  );

  it('without a question hints in English', async () => {
    expect(await phoneNumber().read({ body: '+14155552671', media: [] })).toEqual({
      kind: 'answer',
      answer: '+14155552671',
    });
    expect(await phoneNumber().accept('+14155552671')).toEqual({ kind: 'accepted', value: '+14155552671' });
  });

  it.each(['USA', 'us', '', 'ZZ'])('cannot have the country %j', (country) => {
    expect(() => phoneNumber({ country: country as CountryCode })).toThrow(
      expect.objectContaining({
        code: 'reader-definition',
        message: expect.stringContaining(`"${country}"`),
      }),
    );
  });

  it('never throws, and gives E.164 only', async () => {
    const bodies = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^\+?[-0-9 ()./x;#*]{1,20}$/),
      fc.stringMatching(/^\+?[0-9]{5,15}$/),
    );
    await fc.assert(
      fc.asyncProperty(bodies, fc.constantFrom(...getCountries()), async (body, country) => {
        const value = await answerTo(phoneNumber({ country }), body);
        expect(value === REFUSED || /^\+[1-9]\d{3,14}$/.test(value)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
