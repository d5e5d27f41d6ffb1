// The page uses this file too: no import of Node.js.
import { numberAt } from './channels';
import type { OwnNumber } from './types';

/** The number of yours at an address: the one that has it, or else the phone number that is called so on the channel. */
export const ownNumber = (numbers: ReadonlyMap<string, OwnNumber>, address: string): OwnNumber | undefined =>
  numberAt(address, (number) => numbers.get(number));

/** The number of a Function, as it is at first. */
export const functionNumber = (number: string, name: string, smsUrl: string): OwnNumber => ({
  number,
  name,
  smsUrl,
  smsMethod: 'POST',
  smsFallbackUrl: '',
});

/** The settings that a number of a Function has at first, with its name; `undefined` for a number that was added by hand. */
export function asBuilt({ number, name, smsUrl, functionUrl = smsUrl, friendlyName }: OwnNumber) {
  if (name === number) return undefined;
  const own = functionNumber(number, name, functionUrl);
  return friendlyName === undefined ? own : { ...own, friendlyName };
}

/** Whether nothing but its name has been set of the number of a Function. */
export function isAsBuilt(own: OwnNumber): boolean {
  const built = asBuilt(own);
  if (built === undefined) return false;
  const settings = Object.keys({ ...own, ...built }) as (keyof OwnNumber)[];
  return settings.every((setting) => own[setting] === built[setting]);
}

/** A number of yours for this address alone: with the settings of another one, or without a webhook. */
export function newNumber(address: string, like?: OwnNumber): OwnNumber {
  const own = { ...functionNumber(address, address, ''), ...like, number: address, name: address };
  delete own.functionUrl;
  delete own.friendlyName;
  return own;
}
