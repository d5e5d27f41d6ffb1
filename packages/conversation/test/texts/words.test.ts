import { describe, expect, it } from '@jest/globals';
import type { AnswerSource } from '../../src/conversation/answer-source';
import { conversation } from '../../src/conversation/conversation';
import { integer } from '../../src/conversation/readers/integer';
import { yesNo } from '../../src/conversation/readers/yes-no';
import { ask } from '../../src/conversation/steps';
import { turnsOf } from '../support/turns';

/** What is understood of each of these answers to a question; `undefined` for what is refused. */
async function understood(
  language: string,
  reader: AnswerSource,
  bodies: string[],
  prompt = '?',
): Promise<unknown[]> {
  const values = bodies.map(async (body) => {
    const { turn } = turnsOf(
      conversation(
        'asking',
        function* () {
          yield* ask('question', prompt, reader);
        },
        { language },
      ),
    );
    await turn();
    const outcome = await turn({ body });
    return outcome.kind === 'ended' ? outcome.answers?.question : undefined;
  });
  return Promise.all(values);
}

const each = <Value>(words: readonly string[], value: Value): Value[] => words.map(() => value);

/** The words of each language, as senders text them. */
const LANGUAGES = [
  {
    language: 'en',
    yes: 'yes, y, yeah, yep, yup, sure, ok, okay, right, correct, 👍, ✅, ✔',
    no: 'no, n, nope, nah, wrong, 👎, ❌',
    polite: 'please, pls, plz, thanks, thank you, thx, ty',
    units:
      'people, persons, person, guests, guest, of us, years, year, years old, pieces, piece, times, time',
    numbers:
      'zero, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, ' +
      'fifteen, sixteen, seventeen, eighteen, nineteen, twenty',
    scales: 'hundred, thousand, million, billion, dozen, half, percent',
    thanks:
      'thanks, thank you, thank you so much, thank you very much, many thanks, thanks a lot, thx, ty, great, ok, ' +
      'okay, cool, perfect, bye, see you, 👍, 🙏',
  },
  {
    language: 'es',
    yes: 'sí, si, s, claro, vale, ok, okay, correcto, de acuerdo, 👍, ✅, ✔',
    no: 'no, n, incorrecto, 👎, ❌',
    polite: 'por favor, porfa, gracias, muchas gracias',
    units: 'personas, persona, invitados, invitado, años, anos, año, veces, vez',
    numbers:
      'cero, uno, dos, tres, cuatro, cinco, seis, siete, ocho, nueve, diez, once, doce, trece, catorce, quince, ' +
      'dieciséis, diecisiete, dieciocho, diecinueve, veinte',
    scales: 'cien, cientos, mil, millón, millones, docena, media, medio',
    thanks:
      'gracias, muchas gracias, mil gracias, genial, ok, okay, vale, perfecto, adiós, hasta luego, 👍, 🙏',
  },
];

describe.each(LANGUAGES)('in the language $language', ({ language, ...words }) => {
  const { yes, no, polite, units, numbers, scales, thanks } = Object.fromEntries(
    Object.entries(words).map(([name, list]) => [name, list.split(', ')]),
  ) as Record<keyof typeof words, string[]>;

  it('each word for yes and no is understood', async () => {
    expect(await understood(language, yesNo(), yes)).toEqual(each(yes, true));
    expect(await understood(language, yesNo(), no)).toEqual(each(no, false));
  });

  it('each polite word may stand beside an answer', async () => {
    for (const beside of [(word: string) => `no, ${word}`, (word: string) => `${word} no`])
      expect(await understood(language, yesNo(), polite.map(beside))).toEqual(each(polite, false));
    expect(
      await understood(
        language,
        integer(),
        polite.map((word) => `4 ${word}`),
      ),
    ).toEqual(each(polite, 4));
  });

  it('each number is understood in words', async () => {
    expect(await understood(language, integer(), numbers)).toEqual([...numbers.keys()]);
  });

  it('each common unit may follow a number, and no word that changes it, even when the question names it', async () => {
    const of = (list: string[]) => list.map((word) => `4 ${word}`);
    expect(await understood(language, integer(), of(units))).toEqual(each(units, 4));
    const prompt = `${scales.join(' ')} ${numbers.join(' ')}?`;
    for (const list of [scales, numbers])
      expect(await understood(language, integer(), of(list), prompt)).toEqual(each(list, undefined));
  });

  it('each word of thanks is answered after the end', async () => {
    const code = conversation(
      'ended',
      function* () {
        yield* ask('question', '?', yesNo());
      },
      { language, afterwards: { text: 'De nada.' } },
    );
    const now = Date.UTC(2026, 10, 23);
    for (const word of thanks) {
      const { send } = turnsOf(code);
      for (const body of ['hi', 'no']) await send(body, { tools: { now } });
      expect([word, await send(word, { tools: { now } })]).toEqual([word, ['De nada.']]);
    }
  });
});
