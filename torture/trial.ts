/** What a trial is run with. */
export type Setup = {
  /** How many cases there shall be. A trial whose cases are all listed takes every one when this is larger. */
  readonly count: number;
  /** All that is random follows from it. */
  readonly seed: number;
  /** The built Functions, as `buildOnSync` makes them. */
  readonly folder: string;
};

/** A case that has not gone as it must. */
export type Wrong = {
  /** What was tried, as small as it could be made. */
  readonly smallest: string;
  /** What happened. */
  readonly problem: string;
  /** The seed and the count with which the trial finds it again. */
  readonly seed: number;
  readonly count: number;
};

/** What a trial has found. */
export type Outcome = {
  readonly tried: number;
  /** What was checked of each, with the figures that were found. */
  readonly checked: string;
  readonly wrong: readonly Wrong[];
};

/** Something that is broken on purpose, many times. */
export type Trial = {
  /** What `--only` calls it. */
  readonly name: string;
  /** How many cases `npm run torture` tries. */
  readonly count: number;
  /** How many are tried in the short form, a test; without it, another test holds the same on a smaller scale. */
  readonly short?: number;
  readonly run: (setup: Setup) => Promise<Outcome>;
};
