import { normalizeText } from '../../../message/normalize-text';
import type { Question } from '../../reader';

/** A span of the day that `7` can be in, from its first to its last minute: `in the evening`, `pm`. */
type Part = readonly [words: RegExp, from: string, to: string];

/** What dates and times are written with in one language: in lower case, without accents. */
export type Words = {
  /** Words before and after a date or a time, which may be left out. */
  readonly beforeDate: RegExp;
  readonly beforeTime: RegExp;
  readonly afterTime: RegExp;
  /** Days, counted from today. */
  readonly days: readonly (readonly [words: RegExp, days: number])[];
  /** A number of days and weeks from today; the number is the first group. */
  readonly inDays: RegExp;
  readonly inWeeks: RegExp;
  readonly aOrOne: RegExp;
  /** A day of the week, its name being the first group, with a word that says which. */
  readonly thisDay: RegExp;
  readonly nextDay: RegExp;
  /** What looks like a date, but can be something else, such as `24/7`. */
  readonly unclear: RegExp;
  /** A day of the month without a month. */
  readonly dayOfMonth: RegExp;
  readonly dayMonth: RegExp;
  readonly monthDay: RegExp;
  /** Names of Sunday to Saturday and of the months; any three letters or more from the start mean the name. */
  readonly weekdays: readonly string[];
  readonly months: readonly string[];
  /** Names that are not written with the letters from the start. */
  readonly otherNames: ReadonlyMap<string, string>;
  readonly noon: RegExp;
  readonly midnight: RegExp;
  /** Minutes beside an hour, which is the first group. */
  readonly minutes: readonly (readonly [words: RegExp, minutes: number])[];
  /** Not at the start in English, where "morning" is a greeting. 12 in the morning may be noon. */
  readonly parts: readonly Part[];
  /** Words that mean both a day and a part of it, such as "tonight", with what they stand for. */
  readonly dayAndPart: readonly (readonly [words: RegExp, meaning: string])[];
};

const AM_PM: readonly Part[] = [
  [/(?:(?<=\d)a|(?<![a-z])am)(?![a-z])/, '00:00', '11:59'],
  [/(?:(?<=\d)p|(?<![a-z])pm)(?![a-z])/, '12:00', '23:59'],
];

const english: Words = {
  beforeDate: /(?:(?:on|for|its) )?(?:the )?(?=.)/,
  beforeTime: /^(?:(?:at|its) |@ ?)(?=.)/,
  afterTime: /(?<=\d ?)(?:oclock|o clock|h|hrs|hours)$/,
  days: [
    [/^(?:today|tonight)$/, 0],
    [/^(?:tomorrow|tommorrow|tommorow|tomorow|tmrw|tmr)$/, 1],
    [/^(?:the )?day after tomorrow$/, 2],
    [/^yesterday$/, -1],
  ],
  inDays: /^in (\w+) days?$/,
  inWeeks: /^in (\w+) weeks?$/,
  aOrOne: /^an?$/,
  thisDay: /^this ([a-z]+)$/,
  nextDay: /^(?:the )?next ([a-z]+)$/,
  unclear: /^24\/7$/,
  dayOfMonth: /^(?:(?:on |for )?the (\d\d?)|(?:the )?(\d\d?)(?:st|nd|rd|th))$/,
  dayMonth: /^(?:the )?(\d\d?)(?:st|nd|rd|th)?\.? ?(?:of )?([a-z]{3,})(?: (\d{4}))?$/,
  monthDay: /^([a-z]{3,}) ?(?:the )?(\d\d?)(?:st|nd|rd|th)?(?: (\d{4}))?$/,
  weekdays: ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'],
  months: [
    'january',
    'february',
    'march',
    'april',
    'may',
    'june',
    'july',
    'august',
    'september',
    'october',
    'november',
    'december',
  ],
  otherNames: new Map([['weds', 'wednesday']]),
  noon: /^(?:12 )?(?:noon|midday)$/,
  midnight: /^(?:12 )?midnight$/,
  minutes: [
    [/^half past (\d\d?)$/, 30],
    [/^(?:a )?quarter past (\d\d?)$/, 15],
    [/^(?:a )?quarter to (\d\d?)$/, -15],
  ],
  parts: [
    ...AM_PM,
    [/(?<=\S )(?:in the )?morning(?![a-z])/, '01:00', '11:59'],
    [/(?<=\S )(?:in the )?afternoon(?![a-z])/, '12:00', '19:59'],
    [/(?<=\S )(?:in the )?evening(?![a-z])/, '16:00', '23:59'],
    [/(?<=\S )(?:at )?night(?![a-z])/, '18:00', '23:59'],
  ],
  dayAndPart: [
    [/\btonight\b/, 'today night'],
    [/\bthis (?=morning\b|afternoon\b|evening\b)/, 'today '],
  ],
};

const spanish: Words = {
  beforeDate: /(?:para )?(?:el )?(?=.)/,
  beforeTime: /^(?:(?:para |a )?las? |al? |@ ?)(?=.)/,
  afterTime: /(?<=\d ?)(?:h|hs|hrs|horas?)$/,
  days: [
    [/^(?:hoy|esta noche)$/, 0],
    [/^manana$/, 1],
    [/^pasado manana$/, 2],
    [/^ayer$/, -1],
  ],
  inDays: /^(?:en|dentro de) (\w+) dias?$/,
  inWeeks: /^(?:en|dentro de) (\w+) semanas?$/,
  aOrOne: /^una?$/,
  thisDay: /^este ([a-z]+)$/,
  nextDay: /^(?:proximo ([a-z]+)|([a-z]+) (?:que viene|proximo))$/,
  unclear: /^(?:24\/7$|(?:el )?mar \d)/,
  dayOfMonth: /^(?:(?:para )?el|(?:(?:para )?el )?dia) (\d\d?)$/,
  dayMonth: /^(?:(?:el )?dia )?(\d\d?)(?:o|ro)?\.? ?(?:de )?([a-z]{3,})(?: (?:del? )?(\d{4}))?$/,
  monthDay: /^([a-z]{3,}) (\d\d?)(?: (?:del? )?(\d{4}))?$/,
  weekdays: ['domingo', 'lunes', 'martes', 'miercoles', 'jueves', 'viernes', 'sabado'],
  months: [
    'enero',
    'febrero',
    'marzo',
    'abril',
    'mayo',
    'junio',
    'julio',
    'agosto',
    'septiembre',
    'octubre',
    'noviembre',
    'diciembre',
  ],
  otherNames: new Map([
    ['setiembre', 'septiembre'],
    ['set', 'septiembre'],
  ]),
  noon: /^(?:12 del )?mediodia$/,
  midnight: /^(?:12 de la )?medianoche$/,
  minutes: [
    [/^(\d\d?) y media$/, 30],
    [/^(\d\d?) y cuarto$/, 15],
    [/^(\d\d?) menos cuarto$/, -15],
  ],
  parts: [
    ...AM_PM,
    [/\b(?:de|por|en) la manana\b/, '01:00', '11:59'],
    [/\b(?:de|por|en) la tarde\b/, '12:00', '21:59'],
    [/\b(?:de|por|en) la noche\b/, '18:00', '23:59'],
    [/\bde la madrugada\b/, '00:00', '06:59'],
  ],
  dayAndPart: [
    [/\besta (?=manana\b|tarde\b|noche\b)/, 'hoy por la '],
    [/\bmanana (?=(?:tarde|noche)\b)/, 'manana por la '],
  ],
};

/** The words of the language of a question. */
export const wordsOf = ({ texts }: Question): Words => ({ en: english, es: spanish })[texts.language];

/** The index of a name, or of the first letters of one: three or more. `undefined` for another word. */
export function indexOfName(
  word: string,
  names: readonly string[],
  others: Words['otherNames'],
): number | undefined {
  const whole = others.get(word) ?? word;
  const index = word.length < 3 ? -1 : names.findIndex((name) => name.startsWith(whole));
  return index < 0 ? undefined : index;
}

/** Maximum length of a date and a time, in characters. */
const MAX_LENGTH = 100;

/**
 * A text in lower case, without accents, polite words, and marks that mean nothing in a date or a time; `''` when it is too
 * long for these.
 */
export function plainText(body: string, { texts }: Question): string {
  if (body.length > MAX_LENGTH) return '';
  const text = fold(body)
    .replace(/\p{Cf}/gu, '') // such as marks of the direction of a copied text
    .replace(/(?<![a-z])([ap])\. ?m(?:\.|(?![a-z]))/g, '$1m')
    .replace(/['’]/g, '')
    .replace(/(?<=[a-z])\.(?!\S)|[,()!?]/g, ' ')
    .replace(/ +/g, ' ')
    .trim();
  return texts.polite
    .map(fold)
    .sort((a, b) => b.length - a.length)
    .reduce((rest, word) => without(word, rest), text);
}

/** A text without a word at its start and its end. */
function without(word: string, text: string): string {
  const rest = text.startsWith(`${word} `) ? text.slice(word.length + 1) : text;
  return rest.endsWith(` ${word}`) ? rest.slice(0, -word.length - 1) : rest;
}

const fold = (text: string): string => normalizeText(text).normalize('NFD').replace(/\p{M}/gu, '');

/** The number that digits or a word mean. */
export function numberOf(word: string, { texts }: Question): number | undefined {
  if (/^\d{1,3}$/.test(word)) return Number(word);
  const number = texts.numbers.findIndex((name) => fold(name) === word);
  return number < 0 ? undefined : number;
}
