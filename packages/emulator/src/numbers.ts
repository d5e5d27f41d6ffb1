import type { HttpMethod, OwnNumber } from './engine/types';

/** The first number of yours. */
const FIRST_NUMBER = 15_552_220_000;

const numberAt = (index: number): string => `+${FIRST_NUMBER + index}`;

/**
 * Assigns a number to each Function, the shortest path first. A Function that has one keeps it, with what was edited:
 * method, fallback, or an address that is not the Function's own path. Numbers that were added by hand are kept, after
 * these. Numbers of Functions that no longer exist are dropped.
 *
 * @param functionsUrl - where the Functions are served, without a slash at the end.
 * @param paths - of the Functions, such as `/sms`.
 * @param existing - the numbers so far.
 */
export function numbersFor(
  functionsUrl: string,
  paths: readonly string[],
  existing: readonly OwnNumber[] = [],
): OwnNumber[] {
  const taken = new Set(existing.map(({ number }) => number));
  let index = 0;
  const nextFree = (): string => {
    while (taken.has(numberAt(index))) index++;
    return numberAt(index++);
  };
  const byName = new Map(existing.map((own) => [own.name, own]));
  const ofFunctions = [...paths].sort(byLength).map((path): OwnNumber => {
    const smsUrl = functionsUrl + path;
    const own = byName.get(path);
    if (own === undefined) {
      return { number: nextFree(), name: path, smsUrl, smsMethod: 'POST', smsFallbackUrl: '' };
    }
    return isEdited(own, smsUrl) ? own : { ...own, smsUrl };
  });
  return [...ofFunctions, ...existing.filter(({ number, name }) => name === number)];
}

/** Whether the address was edited. The same path on another origin was not: the Functions are served elsewhere now. */
const isEdited = (own: OwnNumber, smsUrl: string): boolean =>
  !URL.canParse(own.smsUrl) || new URL(own.smsUrl).pathname !== new URL(smsUrl).pathname;

const byLength = (a: string, b: string): number => a.length - b.length || a.localeCompare(b);

/** A number for any webhook. */
export const numberFor = (
  smsUrl: string,
  smsMethod: HttpMethod = 'POST',
  smsFallbackUrl = '',
): OwnNumber => ({
  number: numberAt(0),
  name: numberAt(0),
  smsUrl,
  smsMethod,
  smsFallbackUrl,
});
