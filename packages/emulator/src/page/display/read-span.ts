const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What people call the units. */
const UNITS: readonly (readonly [names: RegExp, ms: number])[] = [
  [/^(?:ms|milliseconds?)$/, 1],
  [/^(?:s|secs?|seconds?)$/, SECOND],
  [/^(?:m|mins?|minutes?)$/, MINUTE],
  [/^(?:h|hrs?|hours?)$/, HOUR],
  [/^(?:d|days?)$/, DAY],
  [/^(?:w|weeks?)$/, 7 * DAY],
];

/**
 * Reads a span of time as people write it: `90m`, `2 hours 30 min`, `1.5h`.
 *
 * @returns milliseconds; `undefined` when it is none.
 */
export function readSpan(text: string): number | undefined {
  const parts = [...text.toLowerCase().matchAll(/(\d{1,9}(?:[.,]\d{1,3})?)\s*([a-z]+)|(\S)/g)];
  if (parts.length === 0) return undefined;
  let sum = 0;
  for (const [, amount, name = ''] of parts) {
    const [, ms] = UNITS.find(([names]) => names.test(name)) ?? [];
    if (amount === undefined || ms === undefined) return undefined;
    sum += Number(amount.replace(',', '.')) * ms;
  }
  return Math.round(sum);
}
