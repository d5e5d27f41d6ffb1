import { expect, it } from '@jest/globals';
import { kindOf, type KindSetting } from '../src/engine/number-kind';

it.each<[number: string, kind: string]>([
  ['+15552220000', 'longCode'],
  ['+447700900000', 'longCode'],
  ['+18005551212', 'tollFree'],
  ['+18335551212', 'tollFree'],
  ['+18445551212', 'tollFree'],
  ['+18555551212', 'tollFree'],
  ['+18665551212', 'tollFree'],
  ['+18775551212', 'tollFree'],
  ['+18885551212', 'tollFree'],
  ['+18995551212', 'longCode'],
  ['+18225551212', 'longCode'],
  ['+1800555121', 'longCode'],
  ['+448001111111', 'longCode'],
  ['123', 'shortCode'],
  ['12345', 'shortCode'],
  ['12345678', 'shortCode'],
  ['12', 'longCode'],
  ['123456789', 'longCode'],
  ['whatsapp:+18005551212', 'longCode'],
])('%s is a %s by its digits', (number, kind) => {
  expect(kindOf({ number })).toBe(kind);
  expect(kindOf({ number, kind: 'byNumber' })).toBe(kind);
});

it.each<KindSetting>(['longCode', 'tollFree', 'shortCode'])(
  'a number that is set to be a %s is one',
  (kind) => {
    for (const number of ['+15552220000', '+18005551212', '12345'])
      expect(kindOf({ number, kind })).toBe(kind);
  },
);
