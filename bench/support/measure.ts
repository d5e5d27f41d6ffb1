/** How long something takes, in milliseconds. */
export async function time(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

/** The CPU time of this process that something takes, all its threads together, in microseconds. */
export async function cpu(run: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** The value that this part of all values is below: 0.5 for the median. */
export const percentile = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * part)] ?? NaN;

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** The median, and in brackets the tenth and the ninetieth percentile. */
export const spread = (values: readonly number[], digits: number, unit: string): string => {
  const [low, half, high] = [0.1, 0.5, 0.9].map((part) => percentile(values, part).toFixed(digits));
  return `${half} ${unit} (${low} to ${high})`;
};

/** The ratios of two series that were measured in turn. */
export const ratios = (values: readonly number[], others: readonly number[]): number[] =>
  values.map((value, index) => value / (others[index] ?? NaN));
