/** What people type between digits, and what address books and web pages add: spaces, dashes, invisible characters. */
const PUNCTUATION = /[\s\p{Dash_Punctuation}\p{Format}().]/gu;

/** `+`, the country code, which never begins with 0, and at most 15 digits in all (ITU-T E.164); none has less than 7. */
const E164 = /^\+[1-9]\d{6,14}$/;

/** The 0 of calls within the country, as in +44 (0)20 7946 0958: no part of the number abroad. */
const TRUNK_ZERO = /\(\s*0\s*\)/g;

/** Whether a text has nothing but what a phone number is written with. */
export const isPhoneLike = (text: string): boolean => /^\+?\d*$/.test(text.replace(PUNCTUATION, ''));

/**
 * Reads a phone number as people write it.
 *
 * @returns it in E.164, as Twilio's API has it.
 * @throws Error that says how it is written, when it is none.
 */
export function readPhoneNumber(typed: string): string {
  const number = withoutPunctuation(typed);
  const problem = trunkZero(typed) ?? (E164.test(number) ? moreThanOne(typed, number) : advice(number));
  if (problem === undefined) return number;
  throw new Error(`${JSON.stringify(typed)} is not a phone number in E.164. ${problem}`);
}

const withoutPunctuation = (text: string): string => text.replace(PUNCTUATION, '');
const withoutInvisible = (text: string): string => text.replace(/\p{Format}/gu, '').trim();
const withPlus = (number: string): string => number.replace(/^00/, '+');

function trunkZero(typed: string): string | undefined {
  const shorter = withoutInvisible(typed).replace(TRUNK_ZERO, '');
  const number = withPlus(withoutPunctuation(shorter));
  if (withPlus(withoutPunctuation(typed)) === number || !number.startsWith('+')) return undefined;
  const instead = E164.test(number) ? `: ${number}` : '.';
  return `Leave out (0), which is dialled only within the country${instead}`;
}

/** Finds digits behind a number that is complete without them. */
function moreThanOne(typed: string, number: string): string | undefined {
  // The numbers of country code 1 have 10 digits (https://www.nanpa.com). Elsewhere, nobody puts the first space after 11.
  const [first = ''] = /^\+1\d{10}/.exec(number) ?? /^\+\d{11,}(?=\s)/.exec(withoutInvisible(typed)) ?? [];
  const rest = number.slice(first.length);
  if (first === '' || rest === '') return undefined;
  return `It was read as ${number}, but ${first} is complete without the last digits. A path is written /${rest}.`;
}

function advice(number: string): string {
  const abroad = withPlus(number);
  if (abroad !== number && E164.test(abroad)) return `Did you mean ${abroad}?`;
  if (/^\d{3,6}$/.test(number)) return 'A short code is pointed in the Console, Messaging, Short codes.';
  if (/^[1-9]\d{10,14}$/.test(number)) return `Did you mean +${number}?`;
  if (/^\d+$/.test(number)) return 'Begin with + and the country code, as in +15552220000.';
  if (number.startsWith('+0')) return 'No country code begins with 0.';
  const read = /^\+\d{16,}$/.test(number) ? `; ${number} has ${number.length - 1}` : '';
  return `It is + and 7 to 15 digits, as in +15552220000${read}.`;
}
