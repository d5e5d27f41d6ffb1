import type { Engine } from './engine-type';
import { newNumber, ownNumber } from './own-number';
import type { EmulatorEvent, OwnNumber } from './types';

/** Your numbers. */
export type OwnNumbers = Pick<
  Engine,
  'numbers' | 'number' | 'setNumber' | 'changeNumber' | 'deleteNumber' | 'setNumbers'
> & {
  /** By their addresses. It is changed in place. */
  readonly byAddress: ReadonlyMap<string, OwnNumber>;
  /** Adds numbers that were saved, and tells nobody. */
  readonly restore: (saved: readonly OwnNumber[]) => void;
};

/** @param telling - does what may opt phones out or in, and tells of it: it depends on the kind of a number. */
export function createOwnNumbers(
  emit: (event: EmulatorEvent) => void,
  telling: <Result>(change: () => Result) => Result,
): OwnNumbers {
  const numbers = new Map<string, OwnNumber>();
  const restore = (all: readonly OwnNumber[]): void => {
    for (const number of all) numbers.set(number.number, number);
  };
  const emitNumbers = (): void => {
    emit({ type: 'numbers', numbers: [...numbers.values()] });
  };
  const setNumber = (number: OwnNumber): OwnNumber => {
    const stored = withFunctionUrl(withoutEmptyName(number), numbers.get(number.number));
    telling(() => numbers.set(number.number, stored));
    emitNumbers();
    return stored;
  };
  return {
    byAddress: numbers,
    numbers: () => [...numbers.values()],
    number: (address) => ownNumber(numbers, address),
    setNumber,
    changeNumber(address, change) {
      const own = numbers.get(address) ?? newNumber(address, ownNumber(numbers, address));
      return setNumber({ ...own, ...change });
    },
    deleteNumber(number) {
      if (!telling(() => numbers.delete(number))) return false;
      emitNumbers();
      return true;
    },
    setNumbers(all) {
      telling(() => {
        numbers.clear();
        restore(all);
      });
      emitNumbers();
    },
    restore,
  };
}

/** A number as it was edited, with the address that it had of its Function when it has another now. */
function withFunctionUrl(edited: OwnNumber, before: OwnNumber | undefined): OwnNumber {
  if (before === undefined || before.name === before.number) return edited;
  const { functionUrl = before.smsUrl } = before;
  const own = { ...edited };
  delete own.functionUrl;
  return own.smsUrl === functionUrl ? own : { ...own, functionUrl };
}

/** A number that has no name in place of an empty one. */
function withoutEmptyName(number: OwnNumber): OwnNumber {
  const own = { ...number };
  if (own.friendlyName === '') delete own.friendlyName;
  return own;
}
