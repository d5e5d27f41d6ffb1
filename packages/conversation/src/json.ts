/** A value that survives `JSON.stringify` and `JSON.parse` unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Whether a value is an object, but neither `null` nor an array. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether an object has no class. Realms, as Jest makes them, have an `Object` each. */
export const isPlain = (value: unknown): boolean =>
  !Object.getPrototypeOf(Object.getPrototypeOf(value) ?? Object.prototype);

/**
 * The JSON of a value, or `undefined` when parsing it would not give an equal value. -0 counts as 0. A `toJSON` of an array
 * is not looked for.
 */
export function encodeJson(value: unknown): string | undefined {
  try {
    const json = JSON.stringify(value); // first, because it finds a cycle at once
    if (isJson(value)) return json;
  } catch {
    // A cycle, a getter that throws, or `undefined`, which has no prototype.
  }
  return undefined;
}

/** What `jsonProblem` says of a value in words and with its place; each Function carries this. */
const isJson = (value: unknown): boolean =>
  value === null ||
  ['string', 'boolean'].includes(typeof value) ||
  Number.isFinite(value) ||
  (Array.isArray(value)
    ? !value.includes(undefined) && value.every(isJson) // `every` skips what is missing
    : isPlain(value) && Object.values(value as object).every(isJson));
