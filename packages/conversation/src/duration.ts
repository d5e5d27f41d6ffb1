/** A time span in minutes, hours or days, such as `90m`, `4h` or `2d`. */
export type Duration = `${number}m` | `${number}h` | `${number}d`;

/** In seconds. */
const UNITS = { m: 60, h: 3600, d: 86_400 };

/** A time span in seconds; `undefined` when it is none. */
export function secondsOf(duration: string): number | undefined {
  const { amount, unit } = /^(?<amount>\d{1,6})(?<unit>[mhd])$/.exec(duration)?.groups ?? {};
  return amount === undefined ? undefined : Number(amount) * UNITS[unit as keyof typeof UNITS];
}
