/**
 * The form in which words are compared: the same for any case, for spaces around and repeated spaces within, for
 * full-width letters and digits, and with a full stop or an exclamation mark at the end, as phones like to put one.
 */
export const comparable = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trimStart()
    .replace(/(?<![\s.!])[\s.!]+$/, '');
