import { expect, it } from '@jest/globals';
import { freshNumber } from '../../src/engine/fresh-number';
import { type OpenStorage, readStoredPhones, storePhones } from '../../src/page/state/stored-phones';

const NONE = { phone: null, chosenNumbers: {} };
const PHONES = {
  phone: '+15552000002',
  chosenNumbers: { '+15552000001': '+15552220000' },
};

/** Storage with one item, by any key. */
function storageOf(item: string | null = null): OpenStorage {
  const items = new Map<string, string>();
  return () => ({
    getItem: (key) => items.get(key) ?? item,
    setItem: (key, value) => items.set(key, value),
  });
}

const blocked: OpenStorage = () => {
  throw new DOMException('Storage is blocked.', 'SecurityError');
};

const full: OpenStorage = () => ({
  getItem: () => null,
  setItem() {
    throw new DOMException('Storage is full.', 'QuotaExceededError');
  },
});

it('stores which phone is selected and whom each texts, and reads that again', () => {
  const storage = storageOf();
  storePhones(PHONES, storage);
  expect(readStoredPhones(storage)).toEqual(PHONES);
});

it('reads what has been stored since the first version, without the phones, which the engine has', () => {
  const item = '{"mine":["+15552000001"],"phone":null,"texts":{"+15552000001":"+15552220000"},"more":1}';
  expect(readStoredPhones(storageOf(item))).toEqual({
    phone: null,
    chosenNumbers: { '+15552000001': '+15552220000' },
  });
});

it.each([
  null,
  '',
  '{',
  'null',
  '1',
  '"text"',
  '[]',
  '{}',
  '{"mine":[],"texts":{}}',
  '{"mine":[],"phone":1,"texts":{}}',
  '{"mine":[],"phone":null,"texts":null}',
  '{"mine":[],"phone":null,"texts":{"a":1}}',
])('reads no phones from %j', (item) => {
  expect(readStoredPhones(storageOf(item))).toEqual(NONE);
});

it.each([
  ['blocked', blocked],
  ['full', full],
])('works where storage is %s', (_, storage) => {
  expect(() => {
    storePhones(PHONES, storage);
  }).not.toThrow();
  expect(readStoredPhones(storage)).toEqual(NONE);
});

it.each([
  [0, '+15552000000'],
  [7_999_999, '+15559999999'],
  [8_000_000, '+15552000000'],
  [2 ** 32 - 1, '+15558967295'],
])('makes of the random %i the number %s', (random, number) => {
  expect(freshNumber([], () => random)).toBe(number);
});

it('makes another number while it is taken', () => {
  const randoms = [1, 2, 3];
  const number = freshNumber(['+15552000001', '+15552000002'], () => randoms.shift() ?? 0);
  expect(number).toBe('+15552000003');
  expect(freshNumber([])).toMatch(/^\+1555[2-9]\d{6}$/);
});
