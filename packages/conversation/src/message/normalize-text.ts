/**
 * Normalizes a text for comparison: Unicode NFKC (full-width letters and digits become ordinary ones), digits of all scripts
 * as 0 to 9, lower case, straight apostrophes, emoji without skin tone, single spaces, and nothing around it that phones and
 * people add: spaces, quotes, full stops, commas, exclamation marks.
 */
export const normalizeText = (text: string): string =>
  text
    .replace(/[‘’ʼ´`]/g, "'") // before NFKC makes a space of ´
    .replace(/(?<=\p{Nd})(?=\p{No})/gu, ' ') // or 4² would become 42
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(/[\ufe0e\ufe0f\u20e3\u{1f3fb}-\u{1f3ff}]/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/^[\s"'“”„«»¡]+/, '')
    .replace(/(?<![\s"'“”«».!,;:])[\s"'“”«».!,;:]+$/, '');

/** A normalized text without accents: `sí` is `si`. */
export const withoutAccents = (text: string): string => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '');

/** The digits of a script follow each other, from its zero. */
function asciiDigit(digit: string): string {
  const code = Number(digit.codePointAt(0));
  let value = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
  return String(value % 10);
}
