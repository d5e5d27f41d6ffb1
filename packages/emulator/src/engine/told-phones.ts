import { addressesOn } from './channels';
import type { Engine } from './engine-type';
import { freshNumber } from './fresh-number';
import { noting } from './noting';
import type { Phones } from './phones';
import type { OwnNumber } from './types';

/**
 * The phones as the API and the page change them: each change is told of.
 *
 * @param numbers - your numbers, which no new phone gets.
 */
export function toldPhones(
  phones: Phones,
  numbers: ReadonlyMap<string, OwnNumber>,
  emitPhones: () => void,
): Omit<Engine['phones'], 'remove'> {
  const { all, off, profileNames } = phones;
  return {
    ...{ all, off, profileNames },
    ...noting(phones, ['set', 'setProfileName'], emitPhones),
    add(phone) {
      if (phones.add(phone)) emitPhones();
    },
    addNew(channel) {
      const taken = [...phones.all(), ...addressesOn(channel, numbers.keys())];
      const phone = freshNumber(taken, undefined, channel);
      phones.add(phone);
      emitPhones();
      return phone;
    },
    move(phone, before) {
      const isMoved = phones.move(phone, before);
      if (isMoved) emitPhones();
      return isMoved;
    },
  };
}
