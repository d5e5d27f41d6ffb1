import { isObject, isPlain } from '../json';

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
  const at = path === '' ? 'it' : path;
  if (typeof value === 'object' && hasToJson(value)) return `${at} is ${nameOf(value)} with toJSON()`;
  if (path.length > MAX_PATH) return `${path.slice(0, 40)}… is nested too deeply`;
  if (Array.isArray(value) || (isObject(value) && isPlain(value))) {
    for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
      const item = (value as Record<string, unknown>)[key];
      const next = typeof key === 'number' ? `[${key}]` : `.${key}`;
      const problem =
        optional && item === undefined && typeof key === 'string'
          ? undefined
          : jsonProblem(item, optional, path + next);
      if (problem !== undefined) return problem;
    }
    return;
  }
  return `${at} is ${nameOf(value)}`;
}

function nameOf(value: unknown): string {
  if (typeof value !== 'object') return String(typeof value === 'number' ? value : typeof value);
  const { constructor } = value as { constructor?: { name?: unknown } };
  return `a ${String(constructor?.name)}`;
}

/** Whether `JSON.stringify` asks the object itself for its JSON. */
const hasToJson = (value: object): boolean => typeof (value as { toJSON?: unknown }).toJSON === 'function';
