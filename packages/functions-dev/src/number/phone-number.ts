/** What people type between digits, and what address books and web pages add: spaces, dashes, invisible characters. */
const PUNCTUATION = /[\s\p{Dash_Punctuation}\p{Format}().]/gu;

/** `+`, the country code, which never begins with 0, and at most 15 digits in all (ITU-T E.164); none has less than 7. */
const E164 = /^\+[1-9]\d{6,14}$/;

/** Whether a text has nothing but what a phone number is written with. */
export const isPhoneLike = (text: string): boolean => /^\+?\d*$/.test(text.replace(PUNCTUATION, ''));

/**
 * Reads a phone number as people write it.
 *
 * @returns it in E.164, as Twilio's API has it.
 * @throws Error that says how it is written, when it is none.
 */
export function readPhoneNumber(typed: string): string {
  const number = typed.replace(PUNCTUATION, '');
  if (E164.test(number)) return number;
  throw new Error(`${JSON.stringify(typed)} is not a phone number in E.164. ${advice(number)}`);
}

function advice(number: string): string {
  const abroad = number.replace(/^00/, '+');
  if (abroad !== number && E164.test(abroad)) return `Did you mean ${abroad}?`;
  if (/^\d{3,6}$/.test(number)) return 'A short code is pointed in the Console, Messaging, Short codes.';
  if (/^[1-9]\d{10,14}$/.test(number)) return `Did you mean +${number}?`;
  if (/^\d+$/.test(number)) return 'Begin with + and the country code, as in +15552220000.';
  if (number.startsWith('+0')) return 'No country code begins with 0.';
  return 'It is + and 7 to 15 digits, as in +15552220000.';
}
