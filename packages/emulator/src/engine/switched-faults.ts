import { type FaultName, type Faults, NO_FAULTS, takenOf } from './faults';
import type { EmulatorEvent } from './types';

/** Which faults on purpose are on. */
export type SwitchedFaults = {
  readonly all: () => Faults;
  /** Changes some; the others stay as they are. Returns all of them. */
  readonly set: (change: Partial<Faults>) => Faults;
  /** Those of these that are on; those for one message are off afterwards. */
  readonly take: (names: readonly FaultName[]) => ReadonlySet<FaultName>;
  /** Switches these off where they are on for the next message. */
  readonly switchOff: (names: readonly FaultName[]) => void;
  /** Sets those that were saved, and tells nobody. */
  readonly restore: (saved: Faults) => void;
};

/** @param onSet - is called with all of them after a change. */
export function createSwitchedFaults(
  emit: (event: EmulatorEvent) => void,
  onSet: (faults: Faults) => void,
): SwitchedFaults {
  let faults = NO_FAULTS;
  const set = (change: Partial<Faults>): Faults => {
    faults = { ...faults, ...change };
    emit({ type: 'faults', faults });
    onSet(faults);
    return faults;
  };
  const switchOff = (names: readonly FaultName[]): void => {
    const next = names.filter((name) => faults[name] === 'next');
    if (next.length > 0) set(Object.fromEntries(next.map((name) => [name, 'off'])));
  };
  return {
    all: () => faults,
    set,
    take(names) {
      const taken = takenOf(faults, names);
      switchOff([...taken]);
      return taken;
    },
    switchOff,
    restore(saved) {
      faults = saved;
    },
  };
}
