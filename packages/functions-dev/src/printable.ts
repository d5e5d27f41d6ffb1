/** The longest text of the API that is printed, in characters. */
const MAX_LENGTH = 300;

/** A text of the API on one line, without what would act on a terminal. */
export const printable = (text: string): string => withoutControls(text).slice(0, MAX_LENGTH);

/** A text without what would act on a terminal: escape sequences, line breaks, the marks of writing directions. */
export const withoutControls = (text: string): string => text.replace(/[\p{Control}\p{Format}]+/gu, ' ');

/** A text with three dots in place of these secrets. A proxy may answer with the request that it got. */
export const withoutSecrets = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((rest, secret) => rest.replaceAll(secret, '...'), text);
