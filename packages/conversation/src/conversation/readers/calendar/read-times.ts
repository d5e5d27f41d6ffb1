import type { Question } from '../../reader';
import { numberOf, wordsOf, type Words } from './words';

/** The times that a text can mean. */
export type Times = {
  /** As `HH:MM`, sorted: none when any of the text is not understood, several when it is ambiguous. */
  readonly times: string[];
  /** Whether the text is a time even beside a date: `7` is not, `7pm`, `7:30` and `at 7` are. */
  readonly clear: boolean;
};

/** A text, without the words for parts of the day in it, and the spans that these mean. */
export type Parted = {
  readonly text: string;
  readonly spans: readonly (readonly [from: string, to: string])[];
};

/** Takes the words for parts of the day out of a text: `7pm`, `Friday at 7 in the evening`. */
export function takeParts(text: string, question: Question): Parted {
  const { parts } = wordsOf(question);
  const found = parts.filter(([words]) => words.test(text));
  const rest = found.reduce((left, [words]) => left.replace(words, ' '), text);
  return { text: rest.replace(/ +/g, ' ').trim(), spans: found.map(([, from, to]) => [from, to]) };
}

/**
 * All times that a whole text can mean, as the question's language writes times. The text is one of `plainText`, without
 * parts of the day.
 *
 * @param hour12 - whether people use 12 hours; `undefined`: perhaps.
 */
export function readTimes({ text, spans }: Parted, hour12: boolean | undefined, question: Question): Times {
  const words = wordsOf(question);
  const bare = text.replace(words.beforeTime, '');
  const minutes = [
    ...fixedTime(bare, words),
    ...spoken(bare, words, question),
    ...digits(bare, words, { hour12, spans, isSpoken: bare !== text }),
  ];
  const times = minutes
    .map((minute) => timeOf((minute + 1440) % 1440))
    .filter((time) => spans.every(([from, to]) => from <= time && time <= to));
  return {
    times: [...new Set(times)],
    clear: bare !== text || spans.length > 0 || !/^[\d.]+$/.test(bare),
  };
}

const fixedTime = (text: string, { noon, midnight }: Words): number[] => [
  ...(noon.test(text) ? [720] : []),
  ...(midnight.test(text) ? [0] : []),
];

/** `seven`, `half past 7`. In words, people use 12 hours everywhere. */
function spoken(text: string, { minutes, afterTime }: Words, question: Question): number[] {
  const inDigits = text
    .replace(/[a-z]+/g, (word) => String(numberOf(word, question) ?? word))
    .replace(/\buna\b/, '1');
  if (inDigits !== text && /^\d+$/.test(inDigits.replace(afterTime, '').trim()))
    return spokenHour(parseInt(inDigits));
  return minutes.flatMap(([words, offset]) => {
    const hour = Number(words.exec(inDigits)?.[1] ?? 0);
    if (hour === 12 && offset < 0) return []; // a quarter to 12 pm: before noon, or before midnight?
    return spokenHour(hour).map((minute) => minute + offset);
  });
}

/** `7`, `7:30`, `7.30`, `19h30`; `730` only with a word that makes it a time: it may be a year, or an amount. */
function digits(
  text: string,
  { afterTime }: Words,
  how: { hour12: boolean | undefined; spans: Parted['spans']; isSpoken: boolean },
): number[] {
  const { hour12, spans, isSpoken } = how;
  const bare = text.replace(afterTime, '').trim();
  const compact = bare !== text || spans.length > 0 ? '?' : '';
  const match = new RegExp(`^(\\d\\d?)(?:(?:[:.]| ?h ?)${compact}([0-5]\\d))?$`).exec(bare);
  if (!match) return [];
  const [hour, minute] = [Number(match[1]), Number(match[2] ?? 0)];
  if (compact === '' && match[2] === undefined && (hour === 0 || (hour > 12 && hour12 === true))) return []; // an amount
  // "at 7" is spoken, and people speak of 7 in the evening where they write 19:00.
  const is24 = hour12 === false && spans.length === 0 && !(isSpoken && match[2] === undefined);
  const hours = is24 && hour < 24 ? [hour * 60] : bothHalves(hour);
  return hours.map((start) => start + minute);
}

const spokenHour = (hour: number): number[] => (hour === 0 || hour > 12 ? [] : bothHalves(hour));

/** The minutes of the day at which an hour from 1 to 12 can begin; of another hour the only one. */
function bothHalves(hour: number): number[] {
  if (hour > 23) return [];
  return hour === 0 || hour > 12 ? [hour * 60] : [(hour % 12) * 60, ((hour % 12) + 12) * 60];
}

const timeOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
