import {
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from 'libphonenumber-js/min';
import { ConversationError } from '../../errors';
import { accepted, answered, NO_QUESTION, unreadable, type Question, type Reader } from '../reader';

type Options = {
  /** Where numbers without a country code are from: two letters of ISO 3166-1, such as `US`. Default: they are refused. */
  readonly country?: CountryCode;
};

/** The length from which numbers are written in groups everywhere. */
const MIN_GROUPED = 9;

/** Letters, as in 1-800-FLOWERS and ext. 12; and a slash after a complete number, before another one's last digits. */
const UNCLEAR = /[a-z]|\d[^\d/]+\d.*\//i;

/**
 * Reads one phone number of any country, such as `(415) 555-2671` or `+44 20 7946 0958`. Gives it in E.164:
 * `+14155552671`. Numbers that the country cannot have, and extensions, are refused. Whether anybody has the number is
 * not checked.
 *
 * @throws {ConversationError} `reader-definition` for an unknown country.
 */
export function phoneNumber({ country }: Options = {}): Reader<string> {
  if (country !== undefined && !isSupportedCountry(country)) {
    throw new ConversationError(
      'reader-definition',
      `phoneNumber() knows no country "${String(country)}". Take two letters in upper case, such as "US".`,
    );
  }
  const refused = ({ texts }: Question) =>
    unreadable(country === undefined ? texts.internationalNumber : texts.phoneNumber);
  const isValid = (number: PhoneNumber | undefined): number is PhoneNumber =>
    number !== undefined && number.isValid() && number.ext === undefined;

  return {
    read({ body }, question = NO_QUESTION) {
      const text = body
        .normalize('NFKC')
        .replace(/\p{Cf}/gu, '')
        .trim()
        .replace(/^tel:|(?<![\s.!])[\s.!]+$/gi, '');
      if (UNCLEAR.test(text)) return refused(question);
      const number = parsePhoneNumberFromString(text, {
        ...(country === undefined ? {} : { defaultCountry: country }),
        extract: false,
      });
      return isValid(number) && isWhole(number, text) ? answered(number.number) : refused(question);
    },
    accept(answer, question = NO_QUESTION) {
      const number =
        typeof answer === 'string' ? parsePhoneNumberFromString(answer, { extract: false }) : undefined;
      return isValid(number) && number.number === answer ? accepted(number.number) : refused(question);
    },
  };
}

/**
 * Whether digits are written as people write the number: with the country's code, or as in the country. For the library a
 * German number may lack its first 0, so nearly all digits would be one: `1 415 555 2671`, or a date.
 */
function isWhole(number: PhoneNumber, text: string): boolean {
  const digits = text.replace(/\D/g, '');
  const asInCountry = [true, false].some((nationalPrefix) => {
    const written = number.format('NATIONAL', { nationalPrefix });
    // A long number that the country does not write in groups is none that it has.
    return written.replace(/\D/g, '') === digits && (written !== digits || digits.length < MIN_GROUPED);
  });
  return text.startsWith('+') || asInCountry || digits.endsWith(number.number.slice(1));
}
