import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { date } from '../../../src/conversation/readers/date';
import { english } from '../../../src/texts/english';
import { spanish } from '../../../src/texts/spanish';
import { answerTo, NOW, PIECES, valueOf } from './asked';

const timeZone = 'America/New_York';
const DAY = 86_400_000;
const REFUSED = 'hint: Please answer with one date, such as November 26, 2026.';

describe('date', () => {
  it.each([
    ['today', '2026-11-25'],
    ['Tonight!', '2026-11-25'],
    ['tomorrow', '2026-11-26'],
    ...['tmrw', 'tmr', 'tommorrow', 'tommorow', 'tomorow'].map((body) => [body, '2026-11-26']),
    ['the day after tomorrow', '2026-11-27'],
    ['day after tomorrow', '2026-11-27'],
    ['Friday', '2026-11-27'],
    ['on Friday, please', '2026-11-27'],
    ['Friday?', '2026-11-27'],
    ['please Friday', '2026-11-27'],
    ['the Friday', '2026-11-27'],
    ['Friday 27', '2026-11-27'],
    ['27 Friday', '2026-11-27'],
    ['Friday 27/11', '2026-11-27'],
    ['Fri 4th', '2026-12-04'],
    ['on the 24', '2026-12-24'],
    ["it's Friday", '2026-11-27'],
    ['fri.', '2026-11-27'],
    ['weds the 2nd', '2026-12-02'],
    ['Tues', '2026-12-01'],
    ['Tuesday', '2026-12-01'],
    ['this Fri', '2026-11-27'],
    ['this Wednesday', '2026-11-25'],
    ['next Wednesday', '2026-12-02'],
    ['next Monday', '2026-11-30'],
    ['tomorrow (Thursday)', '2026-11-26'],
    ['Fri 27th', '2026-11-27'],
    ['the 24th', '2026-12-24'],
    ['the 31st', '2026-12-31'],
    ['24.12.', '2026-12-24'],
    ['24/12', '2026-12-24'],
    ['12/24', '2026-12-24'],
    ['12/24/26', '2026-12-24'],
    ['24-12-2026', '2026-12-24'],
    ['3/3', '2027-03-03'],
    ['2027-3-4', '2027-03-04'],
    ['the 28th', '2026-11-28'],
    ['Dec 24', '2026-12-24'],
    ['24dec', '2026-12-24'],
    ['24 December 2026', '2026-12-24'],
    ['the 24th of December', '2026-12-24'],
    ['Thursday, December 24, 2026', '2026-12-24'],
    ['Nov 25', '2026-11-25'],
    ['2026-12-24', '2026-12-24'],
    ['2026/12/24', '2026-12-24'],
    ['in 3 days', '2026-11-28'],
    ['in three days', '2026-11-28'],
    ['in a week', '2026-12-02'],
    ['in 2 weeks', '2026-12-09'],
    ['in ten weeks', '2027-02-03'],
    ['in 10 days', '2026-12-05'],
    ['in 100 days', '2027-03-05'],
    [`Friday${' '.repeat(94)}`, '2026-11-27'],
    ['in 1 day', '2026-11-26'],
    ['in a day', '2026-11-26'],
    ['in 1 week', '2026-12-02'],
    ['for Friday', '2026-11-27'],
    ['for the 24', '2026-12-24'],
    ['the 24', '2026-12-24'],
    ['the 5', '2026-12-05'],
    ['5th', '2026-12-05'],
    ['1st', '2026-12-01'],
    ['3rd', '2026-12-03'],
    ['4 dec', '2026-12-04'],
    ['the 4 dec', '2026-12-04'],
    ['24. December', '2026-12-24'],
    ['1st of december 2027', '2027-12-01'],
    ['2nd december', '2026-12-02'],
    ['3rd december', '2026-12-03'],
    ['dec24', '2026-12-24'],
    ['Dec 4', '2026-12-04'],
    ['December the 24th 2026', '2026-12-24'],
    ['Dec 1st', '2026-12-01'],
    ['Dec 2nd', '2026-12-02'],
    ['Dec 3rd', '2026-12-03'],
    ['24/7/27', '2027-07-24'],
    ['Saturday 24/7', '2027-07-24'],
    ['１２/２４', '2026-12-24'],
    ['\u202a12/24\u202c', '2026-12-24'],
  ])('reads %j as %s', async (body, value) => {
    expect(await answerTo(date({ timeZone }), body)).toBe(value);
  });

  it.each([
    '',
    'Friday or Saturday',
    'Friday, Saturday',
    'not Friday',
    'every Friday',
    'Fridays',
    'last Friday',
    'this coming Friday',
    'Good Friday',
    'Friday 28',
    'Mon-Fri',
    'Mon-Fri 27',
    '27 Fri-Sat',
    '12027-12-24',
    '2027-12-245',
    '2027-12/24',
    '24/7',
    'before Friday',
    'Friday next week',
    'a week from Friday',
    'Friday 7pm',
    'tomorrow morning',
    'maybe Friday',
    'Friday the 28th',
    'Friday 24 December',
    'tomorrow Friday',
    '31.2.',
    'Feb 30',
    'Feb 29',
    '31/02/2027',
    '2026-02-30',
    '2026-13-01',
    '0999-12-24',
    '24',
    '7',
    'the 0',
    '3-4',
    '24-12',
    '12/24-12/26',
    '12/24 or 12/25',
    '24, 25 Dec',
    'Dec 26, 27',
    '24 Dec 26',
    'December',
    'may',
    '2027',
    'the one',
    'in many days',
    'in 1000 days',
    'fr',
    'Firday',
    'asap',
    ...[
      'yestoday',
      'todayish',
      'xtomorrow',
      'tomorrows',
      'xyesterday',
      'yesterdays',
      'not the day after tomorrow',
    ],
    ...['the day after tomorrow?s', 'within 3 days', 'in 3 days-ish', 'within 2 weeks', 'in 2 weeks-ish'],
    ...[
      'in banana days',
      'in any days',
      'not-this Friday',
      'this Friday-ish',
      'not-next Friday',
      'next Friday-ish',
    ],
    ...['bathe 24', 'the 24-ish', 'the 245', '-24th', '24th-ish', '-24 dec', '24 dec-ish', '24 dec 20267'],
    ...['x-dec 24', 'dec 24-ish', 'dec 24 20267', 'the dec', '124 dec', 'dec 124'],
    'constructor',
    `Friday${' '.repeat(100)}`,
  ])('does not read %j', async (body) => {
    expect(await answerTo(date({ timeZone }), body)).toBe(REFUSED);
  });

  it.each([
    ['Wednesday', 'November 25, 2026 or December 2, 2026'],
    ['next Friday', 'November 27, 2026 or December 4, 2026'],
    ['next Sunday', 'November 29, 2026 or December 6, 2026'],
    ['Friday 4', 'November 27, 2026 or December 4, 2026'],
    ['the Wednesday', 'November 25, 2026 or December 2, 2026'],
    ['the 25th', 'November 25, 2026 or December 25, 2026'],
    ['3/4', 'March 4, 2027 or April 3, 2027'],
    ['1.2.2027', 'January 2, 2027 or February 1, 2027'],
  ])('asks which day %j means', async (body, days) => {
    expect(await answerTo(date({ timeZone }), body)).toBe(`hint: Please say which you mean: ${days}.`);
  });

  it('asks for the year of a day that has just passed', async () => {
    const asked = 'hint: Please answer with one date, such as';
    expect(await answerTo(date({ timeZone }), 'Nov 24')).toBe(`${asked} November 24, 2027.`);
    expect(await answerTo(date({ timeZone }), 'Aug 26')).toBe(`${asked} August 26, 2027.`);
    expect(await answerTo(date({ timeZone }), 'Aug 25')).toBe('2027-08-25');
    expect(await answerTo(date({ timeZone, min: '2026-01-01' }), 'Nov 24')).toBe(
      'hint: Please say which you mean: November 24, 2026 or November 24, 2027.',
    );
  });

  it.each([
    ['en-US', '3/4', '2027-03-04'],
    ['en-US', '03-04-2027', '2027-03-04'],
    ['en-US', '24/12', '2026-12-24'],
    ['en-GB', '3/4', '2027-04-03'],
    ['en-GB', '3.4.', '2027-04-03'],
    ['en-GB', '12/24', '2026-12-24'],
    ['de-DE', '3.4.', '2027-04-03'],
    ['af-ZA', '3/4', '2027-04-03'],
    ['sv-SE', '3/4', '2027-04-03'],
    ['es-MX', '3/4', '2027-04-03'],
    ['es-US', '3/4', 'hint: Please say which you mean: March 4, 2027 or April 3, 2027.'],
    ['en-CA', '3/4', 'hint: Please say which you mean: March 4, 2027 or April 3, 2027.'],
    ['en-US', '3.4.', 'hint: Please say which you mean: March 4, 2027 or April 3, 2027.'],
  ])('reads dates as in %s: %s', async (locale, body, value) => {
    expect(await answerTo(date({ timeZone, locale }), body)).toBe(value);
  });

  it.each([
    ['hoy', '2026-11-25'],
    ['esta noche', '2026-11-25'],
    ['mañana', '2026-11-26'],
    ['manana', '2026-11-26'],
    ['pasado mañana', '2026-11-27'],
    ['el viernes', '2026-11-27'],
    ['este vie.', '2026-11-27'],
    ['Sábado, por favor', '2026-11-28'],
    ['el próximo lunes', '2026-11-30'],
    ['el lunes que viene', '2026-11-30'],
    ['mar', '2026-12-01'],
    ['el 24', '2026-12-24'],
    ['para el día 24', '2026-12-24'],
    ['24 de diciembre', '2026-12-24'],
    ['24 de diciembre del 2026', '2026-12-24'],
    ['dic 24', '2026-12-24'],
    ['1º de mayo', '2027-05-01'],
    ['24 setiembre 2027', '2027-09-24'],
    ['24 mar', '2027-03-24'],
    ['dentro de tres días', '2026-11-28'],
    ['en una semana', '2026-12-02'],
    ['dentro de una semana', '2026-12-02'],
    ['en 2 semanas', '2026-12-09'],
    ['en un día', '2026-11-26'],
    ['en 3 días', '2026-11-28'],
    ['dentro de 1 día', '2026-11-26'],
    ['para el viernes', '2026-11-27'],
    ['para mañana', '2026-11-26'],
    ['lunes próximo', '2026-11-30'],
    ['próximo lunes', '2026-11-30'],
    ['para el 24', '2026-12-24'],
    ['día 24', '2026-12-24'],
    ['el día 24', '2026-12-24'],
    ['el 5', '2026-12-05'],
    ['el día 24 de diciembre', '2026-12-24'],
    ['día 24 de diciembre', '2026-12-24'],
    ['1ro de mayo', '2027-05-01'],
    ['24. dic de 2026', '2026-12-24'],
    ['24dic', '2026-12-24'],
    ['5 dic', '2026-12-05'],
    ['dic 24 de 2026', '2026-12-24'],
    ['dic 24 del 2026', '2026-12-24'],
    ['dic 5', '2026-12-05'],
    ['24 set 2027', '2027-09-24'],
    ['24/7/27', '2027-07-24'],
    ['sábado 24/7', '2027-07-24'],
  ])('reads %j in Spanish as %s', async (body, value) => {
    expect(await answerTo(date({ timeZone }), body, { language: 'es' })).toBe(value);
  });

  it.each([
    'viernes o sábado',
    'mañana por la tarde',
    'no el viernes',
    'mar 24',
    'el mar 24',
    'Friday',
    'el',
    '24/7',
    ...[
      'xhoy',
      'hoyx',
      'xmañana',
      'mañanas',
      'no pasado mañana',
      'pasado mañanas',
      'xayer',
      'ayeres',
      'a esta noche',
    ],
    ...[
      'ven 3 días',
      'en 3 días-x',
      'ven 2 semanas',
      'en 2 semanas-x',
      'en alguna semana',
      'en unas semanas',
    ],
    ...[
      'no-este viernes',
      'este viernes-x',
      'no-próximo lunes',
      'próximo lunes-x',
      'x-lunes próximo',
      'lunes próximos',
    ],
    ...['papel 24', 'el 24-x', '-24 dic', '24 dic-x', '24 dic 20261', 'x-dic 24', 'dic 24-x', 'dic 24 20261'],
  ])('does not read %j in Spanish', async (body) => {
    expect(await answerTo(date({ timeZone }), body, { language: 'es' })).toBe(
      'hint: Responda con una fecha, por favor, como 26 de noviembre de 2026.',
    );
  });

  it.each([
    ['en', 'January February March April May June July August September October November December'],
    ['es', 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'],
  ] as const)('knows each month, whole and by its first letters: %s', async (language, months) => {
    for (const [index, name] of months.split(' ').entries()) {
      for (const month of [name, name.slice(0, 3), name.slice(0, 4)]) {
        const value = `2027-${String(index + 1).padStart(2, '0')}-25`;
        for (const body of [`25 ${month} 2027`, `${name} 25 2027`, `25 ${month.toUpperCase()}. 2027`])
          expect([body, await answerTo(date({ timeZone }), body, { language })]).toEqual([body, value]);
      }
    }
  });

  it.each([
    ['en', 'this', 'Wednesday Thursday Friday Saturday Sunday Monday Tuesday'],
    ['es', 'este', 'miércoles jueves viernes sábado domingo lunes martes'],
  ] as const)(
    'knows each day of the week, whole and by its first letters: %s',
    async (language, which, weekdays) => {
      for (const [index, name] of weekdays.split(' ').entries()) {
        const value = new Date(NOW + index * DAY).toISOString().slice(0, 10);
        for (const day of [name, name.slice(0, 3), name.slice(0, 4)]) {
          const body = `${which} ${day}`;
          expect([body, await answerTo(date({ timeZone }), body, { language })]).toEqual([body, value]);
        }
      }
    },
  );

  it('asks which day is meant in Spanish', async () => {
    expect(await answerTo(date({ timeZone }), 'el viernes que viene', { language: 'es' })).toBe(
      'hint: Diga cuál, por favor: 27 de noviembre de 2026 o 4 de diciembre de 2026.',
    );
  });

  it.each([
    ['America/New_York', '2026-11-25'],
    ['Europe/Madrid', '2026-11-26'],
    ['Pacific/Kiritimati', '2026-11-26'],
  ])('knows today in %s', async (zone, today) => {
    expect(await answerTo(date({ timeZone: zone }), 'today', { now: Date.UTC(2026, 10, 26, 3) })).toBe(today);
  });

  it.each([
    [
      { min: '2026-12-01', max: '2026-12-03' },
      '2026-12-01',
      '2026-12-03',
      'from December 1, 2026 to December 3, 2026',
    ],
    [{}, '2026-11-25', '2999-12-31', 'November 25, 2026 or later'],
    [
      { min: '2026-12-01', max: '2026-12-01' },
      '2026-12-01',
      '2026-12-01',
      'from December 1, 2026 to December 1, 2026',
    ],
    [{ max: 'today' }, '1000-01-01', '2026-11-25', 'November 25, 2026 or earlier'],
    [
      { min: 'today', max: 'today' },
      '2026-11-25',
      '2026-11-25',
      'from November 25, 2026 to November 25, 2026',
    ],
  ])('within %j reads days from %s to %s', async (limits, first, last, range) => {
    const reader = date({ timeZone, ...limits });
    const before = new Date(Date.parse(first) - DAY).toISOString().slice(0, 10);
    const after = new Date(Date.parse(last) + DAY).toISOString().slice(0, 10);
    expect(await answerTo(reader, first)).toBe(first);
    expect(await answerTo(reader, last)).toBe(last);
    for (const outside of [before, after].filter((day) => /^[12]\d{3}-/.test(day) && day > '1000')) {
      expect(await answerTo(reader, outside)).toBe(`hint: Please choose ${range}.`);
    }
  });

  it('has hints for every range in both languages', () => {
    const outside = (min?: string, max?: string) => [english.outside(min, max), spanish.outside(min, max)];
    expect([outside(), outside('2'), outside(undefined, '3'), outside('2', '3')]).toEqual([
      ['Please choose another time.', 'Elija otro momento, por favor.'],
      ['Please choose 2 or later.', 'Elija 2 o más tarde, por favor.'],
      ['Please choose 3 or earlier.', 'Elija 3 o antes, por favor.'],
      ['Please choose from 2 to 3.', 'Elija de 2 a 3, por favor.'],
    ]);
  });

  it('reads two digits as a year up to twenty years from now', async () => {
    const reader = date({ timeZone, min: '1900-01-01' });
    expect(await answerTo(reader, '24/12/46')).toBe('2046-12-24');
    expect(await answerTo(reader, '24/12/47')).toBe('1947-12-24');
    expect(await answerTo(reader, '24/12/99')).toBe('1999-12-24');
    expect(await answerTo(reader, '24/12/00')).toBe('2000-12-24');
  });

  it('reads a day of the next month at the end of a year', async () => {
    const now = Date.UTC(2026, 11, 25, 15);
    expect(await answerTo(date({ timeZone }), 'the 5th', { now })).toBe('2027-01-05');
    expect(await answerTo(date({ timeZone }), 'the 31st', { now })).toBe('2026-12-31');
  });

  it('reads yesterday, in Spanish too', async () => {
    const reader = date({ timeZone, max: 'today' });
    expect(await answerTo(reader, 'ayer', { language: 'es' })).toBe('2026-11-24');
    expect(await answerTo(reader, 'yesterday')).toBe('2026-11-24');
  });

  it('refuses what is no date as such, whatever its limits', async () => {
    for (const body of ['24/7', 'Feb 30', '31/02/2027', 'x'])
      expect(await answerTo(date({ timeZone, max: '2027-12-31' }), body)).toBe(REFUSED);
  });

  it.each([-1, NaN, 1e14, Infinity])('counts from the present when its time is %d', async (now) => {
    expect(await answerTo(date({ timeZone }), 'today', { now })).toMatch(/^2[01]\d\d-/);
  });

  it('counts from the time of the message', async () => {
    expect(await answerTo(date({ timeZone: 'UTC' }), 'today', { now: 0 })).toBe('1970-01-01');
  });

  it.each([
    [{}, 'November 26, 2026'],
    [{ max: 'today' }, 'November 25, 2026'],
    [{ max: '2026-11-26' }, 'November 26, 2026'],
    [{ min: '2026-11-26' }, 'November 26, 2026'],
    [{ min: '2027-01-01' }, 'January 1, 2027'],
  ])('within %j gives an example that it reads', async (limits, example) => {
    const reader = date({ timeZone, ...limits });
    expect(await answerTo(reader, '?')).toBe(`hint: Please answer with one date, such as ${example}.`);
    expect(await answerTo(reader, example)).toMatch(/^\d/);
  });

  it('still accepts a day that was today when it was read', async () => {
    expect(await valueOf(date({ timeZone }), '2026-11-25', { now: NOW + 2 * DAY })).toBe('2026-11-25');
    expect(await valueOf(date({ timeZone, max: 'today' }), '2026-11-25', { now: NOW - 2 * DAY })).toBe(
      '2026-11-25',
    );
  });

  it.each([7, null, '', '2026-11-31', '2026-1-5', '2026-11-30', '2026-12-04', '0999-01-01', 'today'])(
    'no longer accepts %j',
    async (answer) => {
      const reader = date({ timeZone, min: '2026-12-01', max: '2026-12-03' });
      expect(await valueOf(reader, answer)).toMatch(/^hint: /);
    },
  );

  it('without a question reads in English, in the present', async () => {
    const reader = date({ timeZone: 'UTC', max: 'today' });
    expect(await reader.read({ body: '2026-01-01', media: [] })).toEqual({
      kind: 'answer',
      answer: '2026-01-01',
    });
    expect(await reader.accept('2026-01-01')).toEqual({ kind: 'accepted', value: '2026-01-01' });
  });

  it.each([
    [{ timeZone: 'Mars/Olympus' }, 'Take a name of the IANA database'],
    [{} as { timeZone: string }, 'There is no time zone "undefined"'],
    [{ timeZone, locale: 'en' }, '"en" is no locale with a region'],
    [{ timeZone, locale: 'english please' }, 'Take one such as "en-US"'],
    [{ timeZone, min: '2026-12-02', max: '2026-12-01' }, 'date() cannot go from 2026-12-02 to 2026-12-01'],
    [{ timeZone, min: 'tomorrow' }, 'or "today"'],
    [{ timeZone, max: '2026-02-30' }, 'date() cannot go from today to 2026-02-30'],
  ])('cannot have the options %j', (options, message) => {
    expect(() => date(options)).toThrow(
      expect.objectContaining({ code: 'reader-definition', message: expect.stringContaining(message) }),
    );
  });

  it('reads every day as its hints write it', async () => {
    const days = fc.integer({ min: 0, max: 4000 }).map((day) => new Date(Date.UTC(2026, 10, 25) + day * DAY));
    const locales = fc.constantFrom('en-US', 'en-GB', 'en-CA', 'es-ES', 'es-US', 'es-MX', 'de-DE');
    await fc.assert(
      fc.asyncProperty(days, locales, fc.constantFrom('en', 'es'), async (day, locale, language) => {
        const iso = day.toISOString().slice(0, 10);
        const hint = await answerTo(date({ timeZone, locale, min: iso }), '?', { language });
        const written = hint.replace(/^.*(?:such as|como) /, '').replace(/\.$/, '');
        const expected = iso === '2026-11-25' ? '2026-11-26' : iso;
        expect(await answerTo(date({ timeZone, locale }), written, { language })).toBe(expected);
      }),
    );
  });

  it.each(['en', 'es'] as const)(
    'never throws, and gives days within its limits only (%s)',
    async (language) => {
      const reader = date({ timeZone, max: '2027-12-31' });
      const bodies = fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(fc.constantFrom(...PIECES), { maxLength: 5 }).map((pieces) => pieces.join(' ')),
      );
      await fc.assert(
        fc.asyncProperty(bodies, async (body) => {
          const value = await answerTo(reader, body, { language });
          const isDay = /^\d{4}-\d\d-\d\d$/.test(value) && '2026-11-25' <= value && value <= '2027-12-31';
          expect(isDay || value.startsWith('hint: ')).toBe(true);
        }),
        { numRuns: 500 },
      );
    },
  );
});
