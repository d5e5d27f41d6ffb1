import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/**
 * The country of a number in E.164, as in `FromCountry`: two letters of ISO 3166-1. Countries that share a calling code, such as
 * those of +1, are told from each other by the area code. A number of none of them, such as +1 555, counts as one of the code's main country.
 * Empty for what is no number of any country, such as a sender's name.
 */
export function countryOf(number: string): string {
  const known = countries.get(number);
  if (known !== undefined) return known;
  const country = findCountry(number);
  if (countries.size >= MAX_KNOWN) countries.clear();
  countries.set(number, country);
  return country;
}

/** Those of the last numbers: finding one takes as long as signing the request. */
const countries = new Map<string, string>();
const MAX_KNOWN = 10_000;

function findCountry(number: string): string {
  const parsed = parsePhoneNumberFromString(number, { extract: false });
  return parsed?.country ?? parsed?.getPossibleCountries()[0] ?? '';
}
