import { describe, expect, it } from '@jest/globals';
import {
  addressOn,
  CHANNELS,
  isNumberAddress,
  isPhoneAddress,
  mayTalk,
  partsOf,
  phoneNumberOf,
} from '../../src/engine/channels';

describe('an address', () => {
  it.each([
    ['+15551110000', 'sms', true, true],
    ['12345', 'sms', false, true],
    ['123', 'sms', false, true],
    ['12', 'sms', false, false],
    ['123456789', 'sms', false, false],
    ['15551110000', 'sms', false, false],
    ['Acme', 'sms', false, false],
    ['', 'sms', false, false],
    ['whatsapp:+15551110000', 'whatsapp', true, true],
    ['whatsapp:15551110000', 'whatsapp', false, false],
    ['whatsapp:12345', 'whatsapp', false, false],
    ['whatsapp:', 'whatsapp', false, false],
    ['WhatsApp:+15551110000', 'sms', false, false],
    ['whatsapp:whatsapp:+15551110000', 'whatsapp', false, false],
    ['rcs:+15551110000', 'rcs', true, true],
    ['rcs:brand_agent', 'rcs', false, true],
    ['rcs:two words', 'rcs', false, false],
    ['messenger:4465012966906978', 'messenger', true, true],
    [`messenger:${'1'.repeat(100)}`, 'messenger', true, true],
    [`messenger:${'1'.repeat(101)}`, 'messenger', false, false],
    ['messenger:a/b', 'messenger', false, false],
    ['telegram:+15551110000', 'sms', false, false],
    ['sms:+15551110000', 'sms', false, false],
    ['+15551110000\n', 'sms', false, false],
  ])('%j is of %s; of a phone: %p; of a number of yours: %p', (text, channel, ofPhone, ofNumber) => {
    expect(partsOf(text).channel).toBe(channel);
    expect([isPhoneAddress(text), isNumberAddress(text)]).toEqual([ofPhone, ofNumber]);
  });

  it.each(CHANNELS)('of a phone number on %s leads back to it', (channel) => {
    const address = addressOn(channel, '+15552220000');
    expect(isNumberAddress(address)).toBe(true);
    expect(phoneNumberOf(address)).toBe('+15552220000');
  });

  it.each(['rcs:brand_agent', 'messenger:page', 'messenger:0123', '12345'])(
    '%s is that of no phone number',
    (address) => {
      expect(phoneNumberOf(address)).toBeUndefined();
    },
  );

  it('may talk to those of its own channel', () => {
    const addresses = CHANNELS.map((channel) => addressOn(channel, '+15552220000'));
    for (const one of addresses)
      for (const other of addresses) expect(mayTalk(one, other)).toBe(one === other);
  });
});
