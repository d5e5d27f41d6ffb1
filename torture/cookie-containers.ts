import fc from 'fast-check';
import type { CookieFunction } from './functions';

/** What `event.request.cookies` is in a case, made when it is used: some of it cannot be printed. */
export type Hostile = { readonly kind: string; readonly shown: unknown; readonly cookies: () => unknown };

/** Genuine cookies where a Function must not find them: in something that is no object of cookies, or under another name. */
export function cookieContainers({ cookie: name, genuine }: CookieFunction): fc.Arbitrary<Hostile> {
  const fails = (): never => {
    throw new Error('It cannot be read.');
  };
  return fc
    .tuple(
      fc.constantFrom(...genuine),
      fc.oneof(
        fc.string(),
        fc.constantFrom('constructor', 'toString', `${name} `, name.toUpperCase(), `__Host-${name}`),
      ),
    )
    .chain(([value, other]) => {
      const made: Record<string, () => unknown> = {
        'the value in place of the cookies': () => value,
        'an array': () => [name, value],
        'an array with the name': () => Object.assign([], { [name]: value }),
        pairs: () => new Map([[name, value]]),
        inherited: () => Object.create({ [name]: value }) as unknown,
        'in __proto__': () =>
          JSON.parse(JSON.stringify({ x: { [name]: value } }).replace('"x"', '"__proto__"')) as unknown,
        'a getter that throws': () => Object.defineProperty({}, name, { enumerable: true, get: fails }),
        'a proxy that throws': () =>
          new Proxy(
            {},
            {
              get: fails,
              has: fails,
              ownKeys: fails,
              getOwnPropertyDescriptor: fails,
              getPrototypeOf: fails,
            },
          ),
        'a function': () => Object.assign(() => value, {}),
        'another name': () => ({ [other === name ? '' : other]: value }),
        nothing: () => null,
      };
      return fc
        .constantFrom(...Object.entries(made))
        .map(([kind, cookies]) => ({ kind, shown: { [other]: value }, cookies }));
    });
}
