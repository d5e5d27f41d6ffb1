import type { JarCookie } from '../../engine/types';

/** A cookie before and after a turn; at most one of the two is `null`. */
export type ComparedCookie = {
  readonly name: string;
  readonly change: 'new' | 'changed' | 'the same' | 'gone';
  readonly before: JarCookie | null;
  readonly after: JarCookie | null;
};

/** Pairs the cookies of a jar before and after a turn, in the order of the first; new ones come last. */
export function compareCookies(before: readonly JarCookie[], after: readonly JarCookie[]): ComparedCookie[] {
  const kept = before.map((old) => compare(old, after.find((cookie) => isSame(old, cookie)) ?? null));
  const made = after.filter((cookie) => !before.some((old) => isSame(old, cookie)));
  return [...kept, ...made.map((cookie) => compare(null, cookie))];
}

/** RFC 6265, section 5.3: a cookie replaces one of the same name, domain and path. */
const isSame = (one: JarCookie, other: JarCookie): boolean =>
  one.name === other.name && one.domain === other.domain && one.path === other.path;

function compare(before: JarCookie | null, after: JarCookie | null): ComparedCookie {
  const name = (after ?? before)?.name ?? '';
  if (before === null) return { name, change: 'new', before, after };
  if (after === null) return { name, change: 'gone', before, after };
  return { name, change: before.value === after.value ? 'the same' : 'changed', before, after };
}
