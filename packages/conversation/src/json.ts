/** A value that survives `JSON.stringify` and `JSON.parse` unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Whether a value is an object, but neither `null` nor an array. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Longer than any path in a session; one in a cycle has no end. */
const MAX_PATH = 4000;

/**
 * Where JSON would change a value, and what is there, such as `.items[2] is a Date`; `undefined` when it would change
 * nothing. -0 counts as 0.
 *
 * @param optional - whether fields may be `undefined`, which JSON leaves out.
 */
export function jsonProblem(value: unknown, optional = false, path = ''): string | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value))
    return;
  if (hasToJson(value)) return `${path === '' ? 'it' : path} is ${nameOf(value)} with toJSON()`;
  if (path.length > MAX_PATH) return `${path.slice(0, 40)}… is nested too deeply`;
  if (Array.isArray(value) || isPlain(value)) {
    for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
      const item = (value as Record<string, unknown>)[key];
      const at = typeof key === 'number' ? `[${key}]` : `.${key}`;
      const problem =
        optional && item === undefined && typeof key === 'string'
          ? undefined
          : jsonProblem(item, optional, path + at);
      if (problem !== undefined) return problem;
    }
    return;
  }
  return `${path === '' ? 'it' : path} is ${nameOf(value)}`;
}

function nameOf(value: unknown): string {
  if (typeof value !== 'object') return String(typeof value === 'number' ? value : typeof value);
  const { constructor } = value as { constructor?: { name?: unknown } };
  return `a ${String(constructor?.name)}`;
}

/** Whether `JSON.stringify` asks the object itself for its JSON. */
const hasToJson = (value: unknown): boolean =>
  typeof value === 'object' && typeof (value as { toJSON?: unknown } | null)?.toJSON === 'function';

/** Whether an object has no class. Realms, as Jest makes them, have an `Object` each. */
function isPlain(value: unknown): value is object {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The JSON of a value, or `undefined` when parsing it would not give an equal value. */
export function encodeJson(value: unknown): string | undefined {
  try {
    return jsonProblem(value) === undefined ? JSON.stringify(value) : undefined;
  } catch {
    return undefined; // a cycle, or a getter that throws
  }
}

/** The value of a JSON text, or `undefined` when the text is not JSON. */
export function decodeJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
