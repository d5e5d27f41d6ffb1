import type { HttpMethod, OwnNumber } from './engine/types';

/** The first number of yours. 555-22xx is a range for examples, which nobody owns. */
const FIRST_NUMBER = 15_552_220_000;

const numberAt = (index: number): string => `+${FIRST_NUMBER + index}`;

/**
 * Gives each Function a number of its own, the shortest path first. Those that have one keep it, and what was edited
 * of it: method, fallback, and an address that is no longer the Function's own path. Numbers that were made by hand
 * stay, after these; those of Functions that are gone go too.
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

/** The same path on another origin is no edit: the Functions are served somewhere else now. */
const isEdited = (own: OwnNumber, smsUrl: string): boolean =>
  !URL.canParse(own.smsUrl) || new URL(own.smsUrl).pathname !== new URL(smsUrl).pathname;

const byLength = (a: string, b: string): number => a.length - b.length || a.localeCompare(b);

/** The number of a webhook that is not one of our Functions. */
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
