import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { time } from '../../../src/conversation/readers/time';
import { answerTo, PIECES, valueOf } from './asked';

const REFUSED = 'hint: Please answer with one time of day, such as 7:30 PM.';
const which = (times: string) => `hint: Please say which you mean: ${times}.`;

describe('time', () => {
  it.each([
    ['7pm', '19:00'],
    ['7 PM', '19:00'],
    ['7 p.m.', '19:00'],
    ['7 p.m', '19:00'],
    ['7p.m. please', '19:00'],
    ['7:30 p. m.', '19:30'],
    ['7p', '19:00'],
    ['7a', '07:00'],
    ['7.30 pm', '19:30'],
    ['730pm', '19:30'],
    ['７：３０ｐｍ', '19:30'],
    ['at 7pm please', '19:00'],
    ['@7pm', '19:00'],
    ["it's 7pm", '19:00'],
    ['19:30', '19:30'],
    ['19:30 pm', '19:30'],
    ['19h30', '19:30'],
    ['19h', '19:00'],
    ['1930 hrs', '19:30'],
    ['0:30', '00:30'],
    ['23:59', '23:59'],
    ['12am', '00:00'],
    ['12:30 am', '00:30'],
    ['12pm', '12:00'],
    ['noon', '12:00'],
    ['12 noon', '12:00'],
    ['midday', '12:00'],
    ['at 12 midday', '12:00'],
    ['12 midnight', '00:00'],
    ['@ 7pm', '19:00'],
    ['19 h', '19:00'],
    ['19 hours', '19:00'],
    ["7 o'clock pm", '19:00'],
    ['7 o clock pm', '19:00'],
    ['half past 10 pm', '22:30'],
    ['quarter past 10 pm', '22:15'],
    ['a quarter to 10 pm', '21:45'],
    ['9:30 morning', '09:30'],
    ['1 afternoon', '13:00'],
    ['7 evening', '19:00'],
    ['11 night', '23:00'],
    ['7 in the evening', '19:00'],
    ['midnight', '00:00'],
    ['half past seven pm', '19:30'],
    ['a quarter past 7 in the evening', '19:15'],
    ['quarter to 8 pm', '19:45'],
    ['quarter to 1 pm', '12:45'],
    ['half past 12 am', '00:30'],
    ['seven pm', '19:00'],
    ['eleven pm', '23:00'],
    ['11:59 am', '11:59'],
    ['12:00 am', '00:00'],
    ['11:59 pm', '23:59'],
    ["seven o'clock in the morning", '07:00'],
    ['9 in the morning', '09:00'],
    ['1 in the afternoon', '13:00'],
    ['11 at night', '23:00'],
  ])('reads %j as %s', async (body, value) => {
    expect(await answerTo(time(), body)).toBe(value);
  });

  it.each([
    '',
    '24:00',
    '25:00',
    '19:60',
    '7:5pm',
    '7p30',
    'x7pm',
    '19:30 am',
    '0 pm',
    '730',
    '1930',
    '2026',
    '0',
    'zero',
    'twenty',
    'half 7',
    'quarter to 12 pm',
    'half past 13',
    '7 30',
    '7,30 pm',
    '7:30:00 pm',
    '-7pm',
    '7ish',
    'after 7',
    'around 7pm',
    'not 7pm',
    'by 7pm',
    '7-9pm',
    '7pm-9pm',
    '7pm or 8pm',
    '7pm 8pm',
    '7am 8pm',
    '7 people',
    'for 7',
    'I am 7',
    'evening',
    '1 at night',
    '7:30 in the morning pm',
    '7pm tomorrow',
    'Morning! 7',
    '12 in the morning',
    '12:30 at night',
    'afternoon',
    'after noon',
    'noonish',
    ...[
      'forenoon',
      'xmidnight',
      'midnights',
      'xhalf past 7 pm',
      'half past 7x pm',
      'half past 123 pm',
      'half past',
    ],
    ...['xquarter past 7 pm', 'quarter past 7x pm', 'xquarter to 8 pm', 'quarter to 8x pm', '7hours30 pm'],
    ...[
      '7amh',
      '7pmh',
      '7ham',
      '7hpm',
      '7ah',
      '7ph',
      '9 morningh',
      '1 afternoonh',
      '7 eveningh',
      '11 nighth',
    ],
    ...['afternoon 1', 'evening 7', 'night 11', '7h at 30 pm', '7h @30 pm', 'pm', 'at', 'at pm'],
    '7p.m.-ish',
    '7people',
    'now',
  ])('does not read %j', async (body) => {
    expect(await answerTo(time(), body)).toBe(REFUSED);
  });

  it.each([
    ['7', '7:00 AM or 7:00 PM'],
    ['at 7:30', '7:30 AM or 7:30 PM'],
    ['07:30', '7:30 AM or 7:30 PM'],
    ["7 o'clock", '7:00 AM or 7:00 PM'],
    ['half past seven', '7:30 AM or 7:30 PM'],
    ['12', '12:00 AM or 12:00 PM'],
    ['12:59', '12:59 AM or 12:59 PM'],
  ])('asks which time %j means', async (body, times) => {
    expect(await answerTo(time(), body)).toBe(which(times));
    expect(await answerTo(time({ locale: 'en-US' }), body)).toBe(which(times));
  });

  it.each([
    ['13', '13:00', REFUSED],
    ['13h', '13:00', '13:00'],
  ])('takes a bare %s for a time unless people use 12 hours', async (body, anywhere, value) => {
    expect(await answerTo(time(), body)).toBe(anywhere);
    expect(await answerTo(time({ locale: 'en-US' }), body)).toBe(value);
  });

  it.each([
    ['7', '07:00'],
    ['7:30', '07:30'],
    ['7h', '07:00'],
    ['19', '19:00'],
    ['23', '23:00'],
    ['12', '12:00'],
    ['7pm', '19:00'],
    ['7 in the evening', '19:00'],
    ['24', 'hint: Please answer with one time of day, such as 19:30.'],
    ['0', 'hint: Please answer with one time of day, such as 19:30.'],
    ['seven', which('7:00 or 19:00')],
    ['at 7', which('7:00 or 19:00')],
    ['at 7:30', '07:30'],
    ['at 19', '19:00'],
  ])('reads %j where people use 24 hours', async (body, value) => {
    expect(await answerTo(time({ locale: 'de-DE' }), body)).toBe(value);
  });

  it.each([
    ['7', '19:00'],
    ['half past seven', '19:30'],
    ['5', '17:00'],
    ['10', '22:00'],
    ['17:00', '17:00'],
    ['22:00', '22:00'],
    ['16:59', 'hint: Please choose from 5:00 PM to 10:00 PM.'],
    ['10:01', 'hint: Please choose from 5:00 PM to 10:00 PM.'],
    ['7am', 'hint: Please choose from 5:00 PM to 10:00 PM.'],
    ['noon', 'hint: Please choose from 5:00 PM to 10:00 PM.'],
    ['?', 'hint: Please answer with one time of day, such as 10:00 PM.'],
    ['quarter to 12', 'hint: Please answer with one time of day, such as 10:00 PM.'],
    ['half past 13', 'hint: Please answer with one time of day, such as 10:00 PM.'],
    ['quarter to ten', '21:45'],
  ])('from 17:00 to 22:00 reads %j as %s', async (body, value) => {
    expect(await answerTo(time({ min: '17:00', max: '22:00' }), body)).toBe(value);
  });

  it.each([
    [{ min: '17:00' }, '16:59', '5:00 PM or later'],
    [{ max: '12:00' }, '12:01 pm', '12:00 PM or earlier'],
  ])('within %j names the limit', async (limits, outside, range) => {
    expect(await answerTo(time(limits), outside)).toBe(`hint: Please choose ${range}.`);
    expect(await answerTo(time(limits), '?')).toMatch(/such as (?:5:00|12:00) PM/);
  });

  it.each([
    ['a las 7 de la tarde', '19:00'],
    ['a la una de la tarde', '13:00'],
    ['las siete y media de la tarde', '19:30'],
    ['las 8 menos cuarto de la noche', '19:45'],
    ['siete y cuarto de la mañana', '07:15'],
    ['1 de la madrugada', '01:00'],
    ['al mediodía', '12:00'],
    ['12 del mediodía', '12:00'],
    ['medianoche', '00:00'],
    ['12 de la medianoche', '00:00'],
    ['a mediodía', '12:00'],
    ['para las 7 de la tarde', '19:00'],
    ['@7 pm', '19:00'],
    ['@ 7 pm', '19:00'],
    ['la 1 por la tarde', '13:00'],
    ['9 en la mañana', '09:00'],
    ['9 por la mañana', '09:00'],
    ['9 en la noche', '21:00'],
    ['9 por la noche', '21:00'],
    ['7 en la tarde', '19:00'],
    ['10 y media de la noche', '22:30'],
    ['10 y cuarto de la noche', '22:15'],
    ['10 menos cuarto de la noche', '21:45'],
    ['20 h', '20:00'],
    ['20hs', '20:00'],
    ['20 hrs', '20:00'],
    ['20 hora', '20:00'],
    ...[
      ...[
        'xmediodía',
        'mediodías',
        'xmedianoche',
        'medianoches',
        '-7 y media de la tarde',
        '7 y mediax de la tarde',
      ],
      ...['-7 y cuarto de la tarde', '7 y cuartox de la tarde', '-8 menos cuarto pm', '8 menos cuartox pm'],
      ...['7horas30 pm', '7h a las 30 pm', 'a las', '123 y media pm'],
    ].map((body) => [body, 'hint: Responda con una hora, por favor, como 7:30 pm.']),
    ['7:30 p. m.', '19:30'],
    ['20 horas', '20:00'],
    ['a las siete', 'hint: Diga cuál, por favor: 7:00 am o 7:00 pm.'],
    ['12 de la mañana', 'hint: Responda con una hora, por favor, como 7:30 pm.'],
    ['sobre las 7 pm', 'hint: Responda con una hora, por favor, como 7:30 pm.'],
    ['7 a 9 pm', 'hint: Responda con una hora, por favor, como 7:30 pm.'],
    ['12 de la noche', 'hint: Responda con una hora, por favor, como 7:30 pm.'],
    ['para 7', 'hint: Responda con una hora, por favor, como 7:30 pm.'],
  ])('reads %j in Spanish as %s', async (body, value) => {
    expect(await answerTo(time({ locale: 'es-MX' }), body, { language: 'es' })).toBe(value);
  });

  it.each([7, null, '7:00', '24:00', '16:59', '22:01', '7pm'])('no longer accepts %j', async (answer) => {
    expect(await valueOf(time({ min: '17:00', max: '22:00' }), answer)).toMatch(/^hint: /);
  });

  it('without a question reads in English', async () => {
    expect(await time().read({ body: 'noon', media: [] })).toEqual({ kind: 'answer', answer: '12:00' });
    expect(await time().accept('12:00')).toEqual({ kind: 'accepted', value: '12:00' });
  });

  it('may have one time only, and says what limits are', async () => {
    expect(await answerTo(time({ min: '17:00', max: '17:00' }), '5')).toBe('17:00');
    expect(() => time({ min: '7:00' })).toThrow(
      'time() cannot go from 7:00 to undefined. Its limits are times such as "17:00".',
    );
  });

  it.each([
    { min: '7:00' },
    { min: '017:00' },
    { max: '17:000' },
    { max: '24:00' },
    { min: '17:00', max: '16:59' },
    { locale: 'en' },
  ])('cannot have the options %j', (options) => {
    expect(() => time(options)).toThrow(expect.objectContaining({ code: 'reader-definition' }));
  });

  it('reads every time as its hints write it', async () => {
    const minutes = fc.integer({ min: 0, max: 1439 });
    const locales = fc.constantFrom('en-US', 'en-GB', 'es-ES', 'es-US', 'es-MX', 'de-DE', 'pt-BR', 'ja-JP');
    await fc.assert(
      fc.asyncProperty(minutes, locales, fc.constantFrom('en', 'es'), async (minute, locale, language) => {
        const value = new Date(minute * 60_000).toISOString().slice(11, 16);
        const hint = await answerTo(time({ locale, max: value }), '?', { language });
        const written = hint.replace(/^.*(?:such as|como) /, '').replace(/\.$/, '');
        expect(await answerTo(time({ locale }), written, { language })).toBe(value);
      }),
    );
  });

  it.each(['en', 'es'] as const)(
    'never throws, and gives times within its limits only (%s)',
    async (language) => {
      const reader = time({ min: '09:00', max: '22:00' });
      const bodies = fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(fc.constantFrom(...PIECES), { maxLength: 5 }).map((pieces) => pieces.join(' ')),
      );
      await fc.assert(
        fc.asyncProperty(bodies, async (body) => {
          const value = await answerTo(reader, body, { language });
          const isTime = /^\d\d:\d\d$/.test(value) && '09:00' <= value && value <= '22:00';
          expect(isTime || value.startsWith('hint: ')).toBe(true);
        }),
        { numRuns: 500 },
      );
    },
  );
});
