import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { conversation } from '../../src/conversation/conversation';
import type { AnswerSource } from '../../src/conversation/answer-source';
import { either } from '../../src/conversation/readers/either';
import { integer } from '../../src/conversation/readers/integer';
import { media } from '../../src/conversation/readers/media';
import { oneOf } from '../../src/conversation/readers/one-of';
import { yesNo } from '../../src/conversation/readers/yes-no';
import { ask } from '../../src/conversation/steps';
import { clientFor } from '../support/conversation-client';

/** Asks one question with this prompt, texts an answer, and gives its value, or `refused`. */
async function understood(
  reader: AnswerSource,
  prompt: string,
  body: string,
  { language = 'en', hinted = false } = {},
): Promise<unknown> {
  let value: unknown = 'refused';
  const { send } = clientFor(
    conversation(
      'question',
      function* () {
        value = yield* ask('question', prompt, reader);
      },
      { language },
    ),
  );
  await send();
  if (hinted) await send('???');
  await send(body);
  return value;
}

const REFUSED = 'refused';

/** Rows of what a sender texts and what is understood. */
type Rows = readonly (readonly [body: string, value: unknown])[];

const refused = (...bodies: string[]): Rows => bodies.map((body) => [body, REFUSED]);
const all = (value: unknown, ...bodies: string[]): Rows => bodies.map((body) => [body, value]);

describe('yes or no', () => {
  it.each<readonly [string, unknown]>([
    ...all(true, 'Yes', 'YES!!', ' yes ', 'yes,', 'yes.', 'yes…', 'Yes please', 'yes, please!', 'please yes'),
    ...all(
      true,
      'ok',
      'OK 👍',
      'Okay.',
      '👍',
      '👍🏽',
      '👍👍🏿',
      '👍️',
      '✅',
      '✔️',
      'yes 😀',
      'yes😀😀',
      'Yes! 🎉',
    ),
    ...all(
      true,
      '“yes”',
      '"Yes"',
      '‘yes’',
      "'yes'",
      '«yes»',
      'yes yes',
      'yes, ok',
      'sure thanks',
      'ｙｅｓ',
      'yes\n',
    ),
    ...all(true, 'y', 'Y.', 'yep', 'yup', 'right', 'Correct!', 'yes ❤️', 'yes thank you', 'yes, ty'),
    ...all(
      false,
      'No',
      'no thanks',
      'No, thank you.',
      'no 🙏',
      'No 😀',
      '👎',
      '👎🏻',
      '❌',
      'nope!',
      'N',
      'wrong',
    ),
    ...refused(
      '',
      ' ',
      '?',
      'yes no',
      'no yes',
      'yes/no',
      'yes or no',
      'yes, no',
      'no 👍',
      'yes 👎',
      '👍👎',
      'yes ❌',
    ),
    ...refused(
      'not yes',
      'not ok',
      'not right',
      'no problem',
      'yes?',
      'ok?',
      'sure?',
      'maybe',
      'yes but no',
      'I think so',
    ),
    ...refused(
      'please',
      'thanks',
      '🙏',
      '😀',
      'yesterday',
      'nothing',
      'know',
      'yess',
      'noo',
      'n/a',
      'not sure',
      'si',
      'sí',
    ),
    ...refused(
      '1',
      '0',
      'true',
      'yes-no',
      'no doubt',
      'never mind',
      "can't say no",
      'yes if we are 4',

      '🤷',
      'y n',
    ),
  ])('%j is %j', async (body, value) => {
    expect(await understood(yesNo(), 'Right?', body)).toBe(value);
  });

  it.each<readonly [string, unknown]>([
    ...all(
      true,
      'Sí',
      'si',
      'SI',
      'SÍ.',
      '¡Sí!',
      'sí, por favor',
      'si gracias',
      'claro',
      'Vale 👍',
      'de acuerdo',
      's',
    ),
    ...all(false, 'No', 'no gracias', 'No, muchas gracias.', 'n', '👎'),
    ...refused(
      'si no',
      'no sé',
      'sino',
      'siempre',
      'claro que no',
      '¿sí?',
      'sí o no',
      'yes',
      'gracias',
      'por favor',
    ),
  ])('in Spanish, %j is %j', async (body, value) => {
    expect(await understood(yesNo(), '¿Correcto?', body, { language: 'es' })).toBe(value);
  });

  it('never takes what says both', async () => {
    const [yes, no] = [
      ['yes', 'ok', '👍', 'sure'],
      ['no', 'nope', '👎', 'wrong'],
    ].map((words) => fc.constantFrom(...words)) as [fc.Arbitrary<string>, fc.Arbitrary<string>];
    await fc.assert(
      fc.asyncProperty(
        yes,
        no,
        fc.constantFrom(' ', ', ', '. ', ' or ', ' please '),
        fc.boolean(),
        async (a, b, by, swap) => {
          expect(await understood(yesNo(), 'Right?', swap ? b + by + a : a + by + b)).toBe(REFUSED);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a whole number', () => {
  it.each<readonly [string, unknown]>([
    ...all(
      4,
      '4',
      ' 4 ',
      '4.',
      '4!',
      '4,',
      '4...',
      '“4”',
      '"4"',
      "'4'",
      '+4',
      '04',
      '٤',
      '４',
      '४',
      '4️⃣',
      '4 👍',
      '4 😀',
      '4 🎉',
    ),
    ...all(
      4,
      '4 people',
      '4 People.',
      '4 persons',
      '4 guests',
      '4 of us',
      '4 please',
      'please 4',
      '4, thanks',
      '4 people please',
    ),
    ...all(
      4,
      'four',
      'Four',
      'FOUR!',
      'four people',
      'four, please',
      'four guests 🎉',
      '4 adults',
      '4  adults',
    ),
    ...all(1, '1 person', '1 guest', 'one', 'One person'),
    ...all(1000, '1000', '1,000', '1.000', "1'000", '1,000 people', '1,000.', '1’000'),
    ...all(1000000, '1,000,000', '1.000.000'),
    ...all(20, 'twenty'),
    ...all(0, '0', 'zero', '-0'),
    ...all(-4, '-4'),
    ...refused(
      '',
      ' ',
      'four or five',
      '4 or 5',
      '4-5',
      '4 - 5',
      '4/5',
      '4 5',
      '4,5',
      '4.5',
      '4,50',
      '1,00',
      '1,0000',
      '1,000.5',
    ),
    ...refused(
      '1,000.000',
      '1.000,000',
      '12,34',
      '0.500',
      '0,500',
      '00,500',
      '.5',
      '4 million',
      '4 hundred',
      '4 dozen',
      '4k',
      '4 k',
    ),
    ...refused(
      '4²',
      '4½',
      '½',
      '4 1/2',
      '4 and a half',
      '4 half',
      'four million',
      'four hundred',
      'twenty one',
      'twenty-one',
    ),
    ...refused(
      'one hundred',
      'four five',
      'fourscore',
      'for',
      'to',
      'none',
      'no one',
      'a few',
      'not 4',
      'no 4',
      '~4',
      '>4',
      '4+',
    ),
    ...refused(
      '4?',
      '$4',
      '#4',
      '4%',
      '4 percent',
      '1e3',
      '0x10',
      '--4',
      '+-4',
      '4-',
      '4pm',
      '4 pm',
      'at 4',
      '4 children',
      '4th',
    ),
    ...refused(
      '4 not 5',
      '4 maybe',
      '4 people or 5',
      '4 people 5',
      '4 👎',
      '4 ❌',
      '4 💯',
      '4:30',
      '(4)',
      '4 4',
      '4 minus 1',
      '4 seven',
    ),
  ])('%j is %j', async (body, value) => {
    expect(await understood(integer(), 'How many adults?', body)).toBe(value);
  });

  it.each<readonly [string, unknown]>([
    ...all(180, '180', '180 cm', '180cm', '180 CM.', '180 cm please'),
    ...refused('180 m', '180 in', '180 of', '6 ft', '180mm', '1 80 cm', '1,8 cm', '180 cmx'),
  ])('in cm: %j is %j', async (body, value) => {
    expect(await understood(integer(), 'How tall, in cm? Or so.', body)).toBe(value);
  });

  it.each<readonly [string, unknown]>([
    ...all(4, '4people', '4 people', '4adults'),
    ...refused('4pm', '4th', '4x', '4k', '4people5'),
  ])('with its unit attached: %j is %j', async (body, value) => {
    expect(await understood(integer(), 'How many adults?', body)).toBe(value);
  });

  it.each<readonly [string, unknown]>([
    ...all(
      4,
      '4',
      '4 personas',
      'cuatro',
      'Cuatro personas',
      '4, por favor',
      'cuatro, gracias',
      '4 años',
      '4 anos',
      '٤',
    ),
    ...all(16, 'dieciséis', 'dieciseis', 'DIECISÉIS'),
    ...all(11, 'once'),
    ...all(1000, '1.000', '1.000 personas'),
    ...refused(
      'cuatro mil',
      '4 mil',
      '4 millones',
      '4 millon',
      '4 millón',
      'cuatro o cinco',
      '4 o 5',
      '4,5',
      'veinte y uno',
    ),
    ...refused('cuatrocientos', 'cien', 'un', 'media docena', '4 medio', 'four', 'cuatro y medio', 'ni 4'),
  ])('in Spanish, %j is %j', async (body, value) => {
    expect(await understood(integer(), '¿Cuántos millones, o millon?', body, { language: 'es' })).toBe(value);
  });

  it('takes no unit from the question that changes the number', async () => {
    const prompt = 'How many? Four million, a dozen, one hundred or half is fine too.';
    for (const body of ['4 million', '4 dozen', '4 hundred', '4 half', '4 four', '4 one']) {
      expect(await understood(integer(), prompt, body)).toBe(REFUSED);
    }
  });

  it('is the number that the digits say, or none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[0-9.,' ]{1,9}$/), async (body) => {
        const value = await understood(integer(), 'How many?', body);
        if (value === REFUSED) return;
        const plain = body.replace(/^[ ']+|[ ,.']+$/g, '');
        expect(plain).toMatch(/^(?:\d+|[1-9]\d{0,2}(?:([,.'])\d{3})(?:\1\d{3})*)$/);
        expect(value).toBe(Number(plain.replace(/\D/g, '')));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a choice', () => {
  const sizes = oneOf('Small', 'Large', "Don't know", 'Café');

  it.each<readonly [string, unknown]>([
    ...all(
      'Small',
      'Small',
      'small',
      'SMALL!',
      ' small. ',
      '“Small”',
      '‘small’',
      "'small'",
      'small, please',
      'please small',
      'sm',
      's',
    ),
    ...all('Small', 'small 😀', 'Small🎉', 'small 👍🏽', 'small, thanks 🙏', 'ｓｍａｌｌ', 'small\n'),
    ...all(
      "Don't know",
      'Don’t know',
      "don't know",
      'don´t know',
      'don`t know',
      'DON‘T KNOW',
      'Donʼt know',
      'don',
    ),
    ...all('Café', 'café', 'cafe', 'CAFÉ', 'cafe\u0301', 'caf'),
    ...refused(
      '',
      'not small',
      'no small',
      'small or large',
      'small large',
      'small, large',
      'smalls',
      'mall',
      'extra large',
      '1',
      '2',
      '#1',
    ),
    ...refused(
      '1 Small',
      '2 Large',
      'small 👎',
      'small ❌',
      '❌ small',
      'small?',
      '?',
      'no',
      'yes',
      'please',
      'small 2',
      'do not know',
      '😀',
    ),
  ])('that shows no numbers: %j is %j', async (body, value) => {
    expect(await understood(sizes, 'Which size?', body)).toBe(value);
  });

  it.each<readonly [string, unknown]>([
    ...all(
      'Small',
      '1',
      '1.',
      '1)',
      '#1',
      '# 1',
      '1 Small',
      '1. small',
      '1) SMALL',
      '1: small',
      '1 please',
      '1, thanks',
      '١',
      '1️⃣',
      '1 👍',
    ),
    ...all('Small', '01', '1 sm', 'small', '1 small please', '“1”', "'1'", '1!', '１'),
    ...all('Large', '2', '2 Large', '2 l'),
    ...all('Café', '4', '4 cafe'),
    ...refused(
      '0',
      '5',
      '-1',
      '+1',
      '1 Large',
      '2 small',
      '1 or 2',
      '1 2',
      '1,2',
      '1/2',
      '1-2',
      '1.5',
      '1½',
      '1²',
      '11',
      '12',
      '1 1',
      '1 and 2',
    ),
    ...refused(
      'not 1',
      'no 1',
      '1 small 2 large',
      '1 people',
      '1st',
      '1?',
      '1 or large',
      '1 not large',
      '1000',
      '99999999999999999999',
      '1 👎',
    ),
  ])('whose hint shows numbers: %j is %j', async (body, value) => {
    expect(await understood(sizes, 'Which size?', body, { hinted: true })).toBe(value);
  });

  it('is read by a number of two digits too', async () => {
    const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
    for (const [body, month] of [
      ['1', 'Jan'],
      ['10', 'Oct'],
      ['#12.', 'Dec'],
      ['10 Oct', 'Oct'],
      ['13', REFUSED],
    ] as const)
      expect(await understood(oneOf(...months), 'Which month?', body, { hinted: true })).toBe(month);
  });

  it.each<readonly [string, unknown]>([
    ...all('Sí', 'si', 'Sí', '¡SÍ!', 'sí, por favor', 'sí 👍'),
    ...all('Mañana', 'manana', 'MAÑANA', 'mañana gracias'),
    ...refused('no', 'si o mañana', 'no mañana', 'gracias', 'nose'),
  ])('in Spanish: %j is %j', async (body, value) => {
    expect(await understood(oneOf('Sí', 'Mañana', 'No sé'), '¿Cuándo?', body, { language: 'es' })).toBe(
      value === REFUSED && body === 'no' ? 'No sé' : value,
    );
  });

  it.each([
    ['no', ['North', 'South'], REFUSED],
    ['no', ['Noon', 'Evening'], REFUSED],
    ['No!', ['Not sure', 'Sure'], REFUSED],
    ['no', ['No thanks', 'Not now'], 'No thanks'],
    ['no', ['No', 'Not now'], 'No'],
    ['yes', ['Yesterday', 'Today'], REFUSED],
    ['yes', ['Yes, both', 'No'], 'Yes, both'],
    ['ok', ['Oklahoma', 'Texas'], REFUSED],
    ['thanks', ['Thanksgiving', 'Christmas'], REFUSED],
    ['thank you', ['Thank you card', 'Other card'], 'Thank you card'],
    ['n', ['North', 'South'], 'North'],
  ])('%j of %j is %j: an answer by itself is not the beginning of a word', async (body, choices, value) => {
    expect(await understood(oneOf(...choices), 'Which one?', body)).toBe(value);
  });

  it.each([
    ['1', ['9:00', '14:00', '20:00'], REFUSED],
    ['2', ['9:00', '14:00', '20:00'], REFUSED],
    ['14', ['9:00', '14:00', '20:00'], '14:00'],
    ['14:0', ['9:00', '14:00'], REFUSED],
    ['1', ['1.5 kg', '2 kg'], REFUSED],
    ['1', ['1,5 kg', '2 kg'], REFUSED],
    ['1', ['1 1/2 lb', '2 lb'], REFUSED],
    ['1', ['1½ lb', '2 lb'], REFUSED],
    ['1', ['1/2 lb', '2 lb'], REFUSED],
    ['1', ['1 000', '2 000'], REFUSED],
    ['3', ['3-4 people', '5-6 people'], REFUSED],
    ['1', ["1'000", "2'000"], REFUSED],
    ['room 1', ['Room 1', 'Room 12'], 'Room 1'],
    ['room 1', ['Room 12', 'Room 20'], REFUSED],
    ['1', ['1st floor', '2nd floor'], '1st floor'],
    ['1st', ['1st 2 rows', 'Balcony'], '1st 2 rows'],
    ['2', ['2 pm', '1 pm'], '2 pm'],
  ])('%j of %j is %j: a beginning does not end inside a number', async (body, choices, value) => {
    expect(await understood(oneOf(...choices), 'Which one?', body)).toBe(value);
    expect(await understood(oneOf(...choices), 'Which one?', body, { hinted: true })).toBe(value);
  });

  it('is the only one whose words begin so, whatever is texted', async () => {
    const word = fc.string({
      unit: fc.constantFrom('a', 'b', '1', '2', ' ', '.', ':', 'é'),
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 4 }), word, async (choices, body) => {
        let reader: ReturnType<typeof oneOf>;
        try {
          reader = oneOf(...choices);
        } catch {
          return; // blank, or two that are the same
        }
        const value = await understood(reader, 'Which one?', body);
        if (value === REFUSED) return;
        const plain = (text: string) =>
          text
            .normalize('NFD')
            .replace(/\u0301/g, '')
            .replace(/\s+/g, ' ')
            .replace(/^ | ?[ .:]+$/g, '');
        expect(plain(String(value)).startsWith(plain(body))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('either a choice or a number', () => {
  const either2 = either(oneOf('skip', 'back'), integer());
  it.each<readonly [string, unknown]>([
    ...all(2, '2', '2 people', 'two', '#2 '.replace('#', '')),
    ...all('skip', 'skip', 'Skip, please', 'sk'),
    ...refused('2 skip', 'skip 2', '2 back', 'skip back', '#2'),
  ])('%j is %j', async (body, value) => {
    expect(await understood(either2, 'How many?', body)).toBe(value);
    expect(await understood(either2, 'How many?', body, { hinted: true })).toBe(value);
  });

  it('takes the number of a choice where the question shows it', async () => {
    expect(await understood(either2, 'How many? Or 1 skip, 2 back', '2')).toBe('back');
    expect(await understood(either2, 'How many? Or 1 skip, 2 back', '3')).toBe(3);
  });
});

describe('the word that skips a picture', () => {
  it.each<readonly [string, unknown]>([
    ...all(
      null,
      'skip it',
      'SKIP IT!',
      '“skip it”',
      'skip it, please',
      'skip  it',
      'Skip it 👍',
      'skip it 😀',
      'skip it\n',
    ),
    ...refused(
      '',
      'skip',
      'skip it not',
      "don't skip it",
      'no',
      'skip it?',
      'skip it 👎',
      'skipit',
      'please',
      '👍',
    ),
  ])('%j is %j', async (body, value) => {
    expect(await understood(media({ skip: 'Skip it' }), 'A photo?', body)).toBe(value);
  });

  it.each<readonly [string, unknown]>([
    ...all(null, 'después', 'despues', 'DESPUÉS.', 'después, gracias'),
    ...refused('no después', 'gracias', 'antes'),
  ])('in Spanish, %j is %j', async (body, value) => {
    expect(await understood(media({ skip: 'Después' }), '¿Foto?', body, { language: 'es' })).toBe(value);
  });
});

describe('a command', () => {
  const commands = {
    restart: { words: ['empezar de nuevo'], text: 'RESTARTED' },
    hours: { words: ['hours', 'horário'], text: 'HOURS' },
  } as const;
  const reply = async (body: string) => {
    const { sendAll } = clientFor(
      conversation(
        'commands',
        function* () {
          yield* ask('name', 'Sure?', yesNo());
        },
        { commands },
      ),
    );
    return (await sendAll('hi', body))[0];
  };

  it.each(['hours', 'HOURS!', ' Hours. ', '“hours”', '¿Hours?', 'horario', 'Horário'])(
    '%j is one',
    async (body) => {
      expect(await reply(body)).toBe('HOURS');
    },
  );

  it.each(['Empezar de nuevo', 'EMPEZAR  DE NUEVO.'])('%j makes it start anew', async (body) => {
    expect(await reply(body)).toBe('RESTARTED');
  });

  it.each(['hour', 'hours or not', 'not hours', 'what hours?', 'empezar', 'my hours', ''])(
    '%j is none',
    async (body) => {
      expect(await reply(body)).toBe('Please answer yes or no.\nSure?');
    },
  );
});
