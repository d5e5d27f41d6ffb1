import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dateTime } from '../../../src/conversation/readers/date-time';
import { answerTo, NOW, PIECES, valueOf } from './asked';

const timeZone = 'America/New_York';
const REFUSED = 'hint: Please answer with one date and time, such as November 26, 2026, 7:30 PM.';
const which = (times: string) => `hint: Please say which you mean: ${times}.`;

describe('dateTime', () => {
  it.each([
    ['tomorrow at 7pm', '2026-11-26T19:00:00-05:00'],
    ['Friday 19:30', '2026-11-27T19:30:00-05:00'],
    ['7pm on Friday', '2026-11-27T19:00:00-05:00'],
    ['24.12. 7pm', '2026-12-24T19:00:00-05:00'],
    ['12/24 @ 7pm', '2026-12-24T19:00:00-05:00'],
    ['Friday 27 November, 7:30 pm', '2026-11-27T19:30:00-05:00'],
    ['Friday 7 in the evening', '2026-11-27T19:00:00-05:00'],
    ['Friday evening at 7', '2026-11-27T19:00:00-05:00'],
    ['tomorrow morning 9:30', '2026-11-26T09:30:00-05:00'],
    ['tomorrow half past seven pm', '2026-11-26T19:30:00-05:00'],
    ['tonight at 8', '2026-11-25T20:00:00-05:00'],
    ['this evening at 8', '2026-11-25T20:00:00-05:00'],
    ['this afternoon at 3', '2026-11-25T15:00:00-05:00'],
    ['this morning at 11', '2026-11-25T11:00:00-05:00'],
    ['Friday noon', '2026-11-27T12:00:00-05:00'],
    ['Friday 12:00 am', '2026-11-27T00:00:00-05:00'],
    ['in 3 days at noon', '2026-11-28T12:00:00-05:00'],
    ['2026-12-24 19:30', '2026-12-24T19:30:00-05:00'],
    ['July 4 2027 7pm', '2027-07-04T19:00:00-04:00'],
  ])('reads %j as %s', async (body, value) => {
    expect(await answerTo(dateTime({ timeZone }), body)).toBe(value);
  });

  it.each([
    '',
    'Friday',
    '7pm',
    'tonight',
    'Friday morning',
    'Friday 7',
    'Friday 12',
    'Friday 7.30',
    '24 Dec 2026',
    'Dec 24 20',
    'tonight at 1',
    'tonight 9am',
    'Friday 7pm or 8pm',
    'Friday or Saturday 7pm',
    'Friday 7-9pm',
    'Friday after 7pm',
    '4 people Friday 7pm',
    'not Friday 7pm',
  ])('does not read %j', async (body) => {
    expect(await answerTo(dateTime({ timeZone }), body)).toBe(REFUSED);
  });

  it.each([
    ['Friday at 7', 'November 27, 2026, 7:00 AM or November 27, 2026, 7:00 PM'],
    ['next Friday 7pm', 'November 27, 2026, 7:00 PM or December 4, 2026, 7:00 PM'],
    ['Wednesday 7pm', 'November 25, 2026, 7:00 PM or December 2, 2026, 7:00 PM'],
    ['Friday midnight', 'November 27, 2026, 12:00 AM or November 28, 2026, 12:00 AM'],
    ['Friday 12am', 'November 27, 2026, 12:00 AM or November 28, 2026, 12:00 AM'],
    ['3/4 7pm', 'March 4, 2027, 7:00 PM or April 3, 2027, 7:00 PM'],
  ])('asks which time %j means', async (body, times) => {
    expect(await answerTo(dateTime({ timeZone }), body)).toBe(which(times));
  });

  it.each([
    ['mañana a las 7 de la tarde', '2026-11-26T19:00:00+01:00'],
    ['mañana por la mañana a las 9', '2026-11-26T09:00:00+01:00'],
    ['mañana tarde a las 5', '2026-11-26T17:00:00+01:00'],
    ['esta noche a las 9', '2026-11-25T21:00:00+01:00'],
    ['esta tarde a las 5', '2026-11-25T17:00:00+01:00'],
    ['mañana noche a las 9', '2026-11-26T21:00:00+01:00'],
    ['el viernes a las 20:30', '2026-11-27T20:30:00+01:00'],
    ['el 24 a las 20h', '2026-12-24T20:00:00+01:00'],
    ['el 24 de diciembre a las 7:30 p. m.', '2026-12-24T19:30:00+01:00'],
    ['pasado mañana al mediodía', '2026-11-27T12:00:00+01:00'],
    [
      'el viernes',
      'hint: Responda con una fecha y una hora, por favor, como 26 de noviembre de 2026, 19:30.',
    ],
  ])('reads %j in Spanish as %s', async (body, value) => {
    const reader = dateTime({ timeZone: 'Europe/Madrid', locale: 'es-ES' });
    expect(await answerTo(reader, body, { language: 'es' })).toBe(value);
  });

  it('refuses what has passed', async () => {
    const reader = dateTime({ timeZone });
    expect(await answerTo(reader, 'today 10am')).toBe('2026-11-25T10:00:00-05:00');
    const later = 'hint: Please choose November 25, 2026, 10:00 AM or later.';
    expect(await answerTo(reader, 'today 9:59am')).toBe(later);
    expect(await answerTo(reader, 'today at 9')).toBe('2026-11-25T21:00:00-05:00');
    expect(await answerTo(reader, 'yesterday 7pm')).toBe('hint: Please choose November 25, 2026 or later.');
    const ever = dateTime({ timeZone, min: '2026-11-01' });
    expect(await answerTo(ever, 'today 9:59am')).toBe('2026-11-25T09:59:00-05:00');
    const past = dateTime({ timeZone, max: 'today' });
    expect(await answerTo(past, 'yesterday 7pm')).toBe('2026-11-24T19:00:00-05:00');
  });

  it('does not take the one day within the limits for the day that is meant', async () => {
    const example = 'November 24, 2027, 7:00 PM';
    expect(await answerTo(dateTime({ timeZone }), 'Nov 24 7pm')).toBe(
      `hint: Please answer with one date and time, such as ${example}.`,
    );
    expect(await answerTo(dateTime({ timeZone }), example)).toBe('2027-11-24T19:00:00-05:00');
  });

  it.each([
    ['Friday at 7', '2026-11-27T19:00:00-05:00'],
    ['Friday at 12', '2026-11-27T12:00:00-05:00'],
    ['Friday 11am', '2026-11-27T11:00:00-05:00'],
    ['Friday 10pm', '2026-11-27T22:00:00-05:00'],
    ['Dec 24 at 7', '2026-12-24T19:00:00-05:00'],
    ['Friday 10:59am', 'hint: Please choose from 11:00 AM to 10:00 PM.'],
    ['Friday 10:01pm', 'hint: Please choose from 11:00 AM to 10:00 PM.'],
    ['Dec 25 at 7', 'hint: Please choose from November 25, 2026 to December 24, 2026.'],
    ['?', 'hint: Please answer with one date and time, such as November 26, 2026, 10:00 PM.'],
  ])('within limits reads %j as %s', async (body, value) => {
    const limits = { earliest: '11:00', latest: '22:00', max: '2026-12-24' };
    expect(await answerTo(dateTime({ timeZone, locale: 'en-US', ...limits }), body)).toBe(value);
  });

  it('gives the earliest time as an example when there is no latest', async () => {
    expect(await answerTo(dateTime({ timeZone, earliest: '08:00' }), '?')).toMatch(/ 8:00 AM\.$/);
  });

  it.each([
    [timeZone, 'March 14 2027 1:59 am', '2027-03-14T01:59:00-05:00'],
    [timeZone, 'March 14 2027 2:00 am', REFUSED],
    [timeZone, 'March 14 2027 2:59 am', REFUSED],
    [timeZone, 'March 14 2027 3:00 am', '2027-03-14T03:00:00-04:00'],
    [timeZone, 'Nov 7 2027 1:00 am', '2027-11-07T01:00:00-04:00'],
    [timeZone, 'Nov 7 2027 1:59 am', '2027-11-07T01:59:00-04:00'],
    [timeZone, 'Nov 7 2027 2:00 am', '2027-11-07T02:00:00-05:00'],
    ['Australia/Lord_Howe', 'April 4 2027 1:45 am', '2027-04-04T01:45:00+11:00'],
    ['Asia/Kolkata', 'Dec 24 2026 7pm', '2026-12-24T19:00:00+05:30'],
    ['Pacific/Apia', 'Dec 30 2011 7pm', REFUSED.replace('26', '27')],
    ['UTC', 'Dec 24 2026 7pm', '2026-12-24T19:00:00+00:00'],
  ])('knows the offsets in %s: %s', async (zone, body, value) => {
    const reader = dateTime({ timeZone: zone, min: '2000-01-01' });
    expect(await answerTo(reader, body)).toBe(value);
  });

  it('knows years from 1000 on', async () => {
    const reader = dateTime({ timeZone: 'UTC', min: '1000-01-01' });
    expect(await answerTo(reader, '1000-01-01 noon')).toBe('1000-01-01T12:00:00+00:00');
  });

  it('still accepts a time that has passed since it was read', async () => {
    const answer = '2026-11-25T10:00:00-05:00';
    expect(await valueOf(dateTime({ timeZone }), answer, { now: NOW + 1e9 })).toBe(answer);
  });

  it.each([
    7,
    null,
    '',
    '2026-12-24',
    '2026-12-24T19:00:00Z',
    '2026-12-24T19:00:00-04:00',
    '2026-12-32T19:00:00-05:00',
    '2026-12-24T24:00:00-05:00',
    '2026-12-25T19:00:00-05:00',
    '2026-12-24T22:01:00-05:00',
    '2026-12-24T10:59:00-05:00',
    '2027-03-14T02:30:00-05:00',
  ])('no longer accepts %j', async (answer) => {
    const reader = dateTime({ timeZone, earliest: '11:00', latest: '22:00', max: '2026-12-24' });
    expect(await valueOf(reader, answer)).toMatch(/^hint: /);
    expect(await valueOf(reader, '2026-12-24T22:00:00-05:00')).toBe('2026-12-24T22:00:00-05:00');
  });

  it('without a question reads in English, in the present', async () => {
    const reader = dateTime({ timeZone: 'UTC', min: '2026-01-01' });
    const answer = '2026-01-01T12:00:00+00:00';
    expect(await reader.read({ body: '2026-01-01 noon', media: [] })).toEqual({ kind: 'answer', answer });
    expect(await reader.accept(answer)).toEqual({ kind: 'accepted', value: answer });
  });

  it.each([
    { timeZone: 'Mars' },
    { timeZone, locale: 'en' },
    { timeZone, min: '19:00' },
    { timeZone, earliest: '7pm' },
    { timeZone, earliest: '12:01', latest: '12:00' },
  ])('cannot have the options %j', (options) => {
    expect(() => dateTime(options)).toThrow(expect.objectContaining({ code: 'reader-definition' }));
  });

  it.each(['en', 'es'] as const)(
    'never throws, and gives real times of the zone only (%s)',
    async (language) => {
      const reader = dateTime({ timeZone, max: '2027-12-31' });
      const bodies = fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map((pieces) => pieces.join(' ')),
      );
      await fc.assert(
        fc.asyncProperty(bodies, async (body) => {
          const value = await answerTo(reader, body, { language });
          const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:00-0[45]:00$/.test(value) && Date.parse(value) >= NOW;
          expect(isTime || value.startsWith('hint: ')).toBe(true);
        }),
        { numRuns: 500 },
      );
    },
  );
});
