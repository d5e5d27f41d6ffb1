import { describe, expect, it } from '@jest/globals';
import { asBuilt, isAsBuilt, newNumber } from '../src/engine/own-number';
import type { OwnNumber } from '../src/engine/types';
import { SMS, WEBHOOK } from './support/samples';

describe('the number of a Function is as it was at first', () => {
  it.each<[string, OwnNumber, boolean]>([
    ['when nothing has been set', SMS, true],
    ['with a name', { ...SMS, friendlyName: 'Shop' }, true],
    ['not when another address is called', { ...SMS, functionUrl: 'http://127.0.0.1:4000/other' }, false],
    ['not with another method', { ...SMS, smsMethod: 'GET' }, false],
    ['not with a fallback', { ...SMS, smsFallbackUrl: 'http://127.0.0.1:4000/failed' }, false],
    ['not with any other setting', { ...SMS, channelCookies: true }, false],
    ['not when it was added by hand', WEBHOOK, false],
  ])('%s', (_, own, expected) => {
    expect(isAsBuilt(own)).toBe(expected);
    const built = asBuilt(own);
    expect(built !== undefined && isAsBuilt(built)).toBe(own !== WEBHOOK);
  });
});

it('a new number has neither name nor Function of the one that it is like', () => {
  const like = {
    ...SMS,
    friendlyName: 'Shop',
    functionUrl: 'http://127.0.0.1:4000/sms',
    smsUrl: 'http://a.example/',
  };
  expect(newNumber('+15552220001', like)).toEqual({
    ...WEBHOOK,
    number: '+15552220001',
    name: '+15552220001',
    smsUrl: 'http://a.example/',
  });
  expect(newNumber('+15552220001').smsUrl).toBe('');
});
