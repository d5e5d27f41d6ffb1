import { withoutControls, withoutSecrets } from '../printable';

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
