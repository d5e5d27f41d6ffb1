import fc from 'fast-check';
import { cookieContainers, type Hostile } from './cookie-containers';
import type { CookieFunction } from './functions';
import { hostileValues } from './hostile-values';

/** Cookies from which the Function must read no session. */
export function hostileCookies(target: CookieFunction): fc.Arbitrary<Hostile> {
  const genuine = new Set<unknown>(target.genuine);
  const ofValues = Object.entries(hostileValues(target)).map(([kind, arbitrary]) => ({
    weight: kind === 'huge' ? 1 : 5,
    arbitrary: arbitrary
      .filter((value) => !genuine.has(value))
      .map((value): Hostile => ({ kind, shown: value, cookies: () => ({ [target.cookie]: value }) })),
  }));
  return fc.oneof(...ofValues, { weight: 5, arbitrary: cookieContainers(target) });
}
