/** A text without what would act on a terminal: escape sequences, line breaks, the marks of writing directions. */
export const withoutControls = (text: string): string => text.replace(/[\p{Control}\p{Format}]+/gu, ' ');

/**
 * Cleans the JSON of an answer, so that each text in it can be printed.
 *
 * @param secrets - are replaced by three dots, wherever the answer repeats them.
 */
export function cleanAnswer(json: unknown, secrets: readonly string[]): unknown {
  if (typeof json === 'string') return withoutControls(withoutSecrets(json, secrets));
  if (Array.isArray(json)) return json.map((item) => cleanAnswer(item, secrets));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, cleanAnswer(value, secrets)]));
}

const withoutSecrets = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((rest, secret) => rest.replaceAll(secret, '...'), text);
