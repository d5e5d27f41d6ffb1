/**
 * Normalizes a text for comparison: Unicode NFKC (full-width letters and digits become ordinary ones), lower case, single
 * spaces, no spaces around it, and no full stops or exclamation marks at its end, as phones add them.
 */
export const normalizeText = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trimStart()
    .replace(/(?<![\s.!])[\s.!]+$/, '');
