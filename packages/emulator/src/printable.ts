/** A text without what would act on a terminal: controls, and marks of writing directions, which become one space. Lines stay lines. */
export const printableLines = (text: string): string[] =>
  text.split(/\r\n|[\n\r\p{Zl}\p{Zp}]/u).map((line) => line.replace(/[\p{Control}\p{Bidi_Control}]+/gu, ' '));

/**
 * The same on one line, and not too long.
 *
 * @param max - in characters; a longer text ends with an ellipsis, and with no half of an emoji.
 */
export function printableLine(text: string, max: number): string {
  const line = text.replace(/[\p{Control}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, ' ');
  const [start = ''] = new RegExp(`^.{0,${max}}`, 'u').exec(line) ?? [];
  return start === line ? line : `${start}…`;
}
