import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SegmentedMessage } from 'sms-segments-calculator';
import { segmentsOf } from '../src/engine/messages/segments';

const PHONE = '+15551110000';
const ASCII = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));

it('counts as the calculator does, whatever the characters', () => {
  const plain = ASCII.filter((character) => /[\w ,.?!]/.test(character));
  const any = [...ASCII, 'é', 'ç', '€', '–', '漢', '👋'];
  const textOf = (characters: readonly string[], maxLength: number) =>
    fc.array(fc.constantFrom(...characters), { maxLength, size: 'max' }).map((all) => all.join(''));
  fc.assert(
    fc.property(fc.oneof(textOf(plain, 170), textOf(any, 400)), (body) => {
      expect(segmentsOf(body, PHONE)).toBe(Math.max(1, new SegmentedMessage(body).segmentsCount));
    }),
  );
});

it.each(ASCII.map((character) => [JSON.stringify(character), character]))(
  'counts as the calculator does for %s',
  (_, character) => {
    for (const length of [1, 70, 71, 80, 81, 160, 161]) {
      const body = character.repeat(length);
      expect([length, segmentsOf(body, PHONE)]).toEqual([length, new SegmentedMessage(body).segmentsCount]);
    }
  },
);

it('counts one on the channels', () => {
  expect(segmentsOf('x'.repeat(1000), `whatsapp:${PHONE}`)).toBe(1);
});
