import { numberAt } from './channels';
import type { OwnNumber } from './types';

/** The number of yours at an address: the one that has it, or else the phone number that is called so on the channel. */
export const ownNumber = (numbers: ReadonlyMap<string, OwnNumber>, address: string): OwnNumber | undefined =>
  numberAt(address, (number) => numbers.get(number));

/** The settings that a number of a Function has at first, with its name; `undefined` for a number that was added by hand. */
export function asBuilt({ number, name, smsUrl, functionUrl = smsUrl, friendlyName }: OwnNumber) {
  if (name === number) return undefined;
  const own: OwnNumber = { number, name, smsUrl: functionUrl, smsMethod: 'POST', smsFallbackUrl: '' };
  return friendlyName === undefined ? own : { ...own, friendlyName };
}

/** A number of yours for this address alone: with the settings of another one, or without a webhook. */
export function newNumber(address: string, like?: OwnNumber): OwnNumber {
  const blank = { smsUrl: '', smsMethod: 'POST', smsFallbackUrl: '' } as const;
  const own = { ...blank, ...like, number: address, name: address };
  delete own.functionUrl;
  delete own.friendlyName;
  return own;
}
