import { isWebUrl } from '../engine/addresses';
import type { HttpMethod } from '../engine/types';
import { mistake, RestError } from './rest-error';

/** The parameters of a request. */
export type Form = {
  /** `undefined` when it is not given; the first one when it is given more than once. */
  readonly text: (name: string) => string | undefined;
  readonly all: (name: string) => string[];
};

export const formOf = (parameters: URLSearchParams): Form => ({
  text: (name) => parameters.get(name) ?? undefined,
  all: (name) => parameters.getAll(name),
});

/** @throws RestError 20001 when it is missing or empty. */
export function requiredText(form: Form, name: string): string {
  const text = form.text(name);
  if (text === undefined || text === '')
    throw new RestError(400, 20001, `Missing required parameter ${name} in the post body`);
  return text;
}

/** An address, or `''` for none. @throws RestError 21402. */
export function addressOf(form: Form, name: string): string | undefined {
  const url = form.text(name);
  if (url === undefined || url === '' || isWebUrl(url)) return url;
  throw mistake(21402, `${name} is not a valid URL: ${url}`);
}

/** @throws RestError 21403. */
export function methodOf(form: Form, name: string): HttpMethod | undefined {
  const method = form.text(name)?.toUpperCase();
  if (method === undefined || method === 'GET' || method === 'POST') return method;
  throw mistake(21403, `${name} is not GET or POST: ${method}`);
}

/** @throws RestError 20001 when it is neither `true` nor `false`. */
export function booleanOf(form: Form, name: string): boolean | undefined {
  const text = form.text(name)?.toLowerCase();
  if (text === undefined) return undefined;
  if (text === 'true' || text === 'false') return text === 'true';
  throw new RestError(400, 20001, `${name} must be true or false`);
}
