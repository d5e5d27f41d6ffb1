import { functionNumber } from './engine/own-number';
import type { HttpMethod, OwnNumber } from './engine/types';

/** The first number of yours. */
const FIRST_NUMBER = 15_552_220_000;

const numberAt = (index: number): string => `+${FIRST_NUMBER + index}`;

/**
 * Assigns a number to each Function, the shortest path first. A Function that has one keeps it, with what was edited. Numbers
 * that were added by hand are kept, after these.
 *
 * @param functionsUrl - where the Functions are served, without a slash at the end.
 * @param paths - of the Functions, such as `/sms`.
 * @param existing - the numbers so far.
 * @param gone - numbers of Functions that are no more: each is for its Function alone, when it comes back. One that was added
 *   by hand meanwhile stays as it is, and the Function gets another.
 */
export function numbersFor(
  functionsUrl: string,
  paths: readonly string[],
  existing: readonly OwnNumber[] = [],
  gone: readonly OwnNumber[] = [],
): OwnNumber[] {
  const used = new Set(existing.map(({ number }) => number));
  const known = [...gone.filter(({ number }) => !used.has(number)), ...existing];
  const taken = new Set(known.map(({ number }) => number));
  let index = 0;
  const nextFree = (): string => {
    while (taken.has(numberAt(index))) index++;
    return numberAt(index++);
  };
  const byName = new Map(known.map((own) => [own.name, own]));
  const ofFunctions = [...paths].sort(byLength).map((path): OwnNumber => {
    const functionUrl = functionsUrl + path;
    const own = byName.get(path);
    if (own === undefined) return functionNumber(nextFree(), path, functionUrl);
    return own.functionUrl === undefined ? { ...own, smsUrl: functionUrl } : { ...own, functionUrl };
  });
  return [...ofFunctions, ...existing.filter(({ number, name }) => name === number)];
}

/** Numbers of Functions as they come and go: of a Function that is gone, the number is kept for it. */
export type Numbering = {
  /** The numbers for these paths. */
  (paths: readonly string[], existing: readonly OwnNumber[]): OwnNumber[];
  /** Those of Functions that are gone. */
  readonly gone: () => readonly OwnNumber[];
};

/** @param goneBefore - those that were gone in an earlier run. */
export function createNumbering(functionsUrl: string, goneBefore: readonly OwnNumber[] = []): Numbering {
  let gone = goneBefore;
  const numbersOf = (paths: readonly string[], existing: readonly OwnNumber[]): OwnNumber[] => {
    const numbers = numbersFor(functionsUrl, paths, existing, gone);
    gone = [...gone, ...existing].filter(({ number }) => !numbers.some((own) => own.number === number));
    return numbers;
  };
  return Object.assign(numbersOf, { gone: () => gone });
}

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
