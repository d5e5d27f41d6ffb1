import type { Faults, FaultName } from './types';

/** Faults on purpose, switched off. */
export const NO_FAULTS: Faults = {
  loseCookie: 'off',
  staleCookie: 'off',
  deliverTwice: 'off',
  answerSlowly: 'off',
  unreachable: 'off',
};

/** The faults for a message that is sent now, and what is left for the ones after it. */
export function takeFaults(faults: Faults): {
  readonly now: ReadonlySet<FaultName>;
  readonly left: Faults;
} {
  const names = Object.keys(faults) as FaultName[];
  const left = Object.fromEntries(
    names.map((name) => [name, faults[name] === 'next' ? 'off' : faults[name]]),
  );
  return { now: new Set(names.filter((name) => faults[name] !== 'off')), left: left as Faults };
}
