import { expect, it } from '@jest/globals';
import { avatarOf } from '../../src/page/display/avatars';

const numbers = (count: number, ofIndex: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => ofIndex(index));

const different = (phones: readonly string[]): number =>
  new Set(phones.map((phone) => JSON.stringify(avatarOf(phones, phone)))).size;

it.each([
  ['two that differ in the area code', ['+15551110002', '+15552220002']],
  ['two that differ in the first digits', ['+4930123456', '+4940123456']],
  ['one on two channels', ['+15551110002', 'whatsapp:+15551110002']],
  ['two of Messenger', ['messenger:1234567890', 'messenger:9994567890']],
  ['twelve that end alike', numbers(12, (index) => `+1555${String(index).padStart(3, '0')}0002`)],
  ['200 in a row', numbers(200, (index) => `+1555333${String(index).padStart(4, '0')}`)],
])('tells phones apart: %s', (_, phones) => {
  expect(different(phones)).toBe(phones.length);
});

it('keeps the avatars of the others when a phone is added', () => {
  const phones = numbers(50, (index) => `+1555333${String(index).padStart(4, '0')}`);
  const before = phones.map((phone) => avatarOf(phones, phone));
  const more = [...phones, '+15554440000'];
  expect(phones.map((phone) => avatarOf(more, phone))).toEqual(before);
});

it('shows the end of a number, and all of a short one', () => {
  expect(avatarOf([], '+15551112345')).toMatchObject({ label: '2345' });
  expect(avatarOf([], '+123')).toMatchObject({ label: '+123' });
});
