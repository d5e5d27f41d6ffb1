/** A value that survives `JSON.stringify` and `JSON.parse` unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Whether a value is an object, but neither `null` nor an array. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether an object has no class. Realms, as Jest makes them, have an `Object` each. */
export const isPlain = (value: unknown): boolean =>
  !Object.getPrototypeOf(Object.getPrototypeOf(value) ?? Object.prototype);

/** The JSON of a value, or `undefined` when parsing it would not give an equal value. -0 counts as 0. */
export function encodeJson(value: unknown): string | undefined {
  try {
    return isJson(value) ? JSON.stringify(value) : undefined;
  } catch {
    return undefined; // a cycle, or a getter that throws
  }
}

const isJson = (value: unknown): boolean =>
  value === null ||
  ['string', 'boolean'].includes(typeof value) ||
  Number.isFinite(value) ||
  (isObject(value) && isPlain(value) && isJson(Object.values(value))) ||
  (Array.isArray(value) && !value.includes(undefined) && value.every(isJson)); // `every` skips what is missing
