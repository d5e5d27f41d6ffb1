import { expect, it } from '@jest/globals';
import { countSegments, LONGEST_MESSAGE, type Segments } from '../../src/page/display/count-segments';

it.each<[what: string, text: string, expected: Partial<Segments>]>([
  ['nothing', '', { encoding: 'GSM-7', characters: 0, segments: 1, left: 160 }],
  ['one character', 'a', { encoding: 'GSM-7', characters: 1, segments: 1, left: 159 }],
  ['a full segment', 'x'.repeat(160), { segments: 1, left: 0 }],
  ['one more', 'x'.repeat(161), { characters: 161, segments: 2, left: 145 }],
  ['a GSM-7 character that counts twice', '€'.repeat(80), { encoding: 'GSM-7', segments: 1, left: 0 }],
  ['a full UCS-2 segment', 'ż'.repeat(70), { encoding: 'UCS-2', segments: 1, left: 0, beyondGsm: ['ż'] }],
  ['UCS-2 in two segments', 'ż'.repeat(71), { encoding: 'UCS-2', segments: 2, left: 63 }],
  ['several characters beyond GSM-7', 'żółwżó', { encoding: 'UCS-2', beyondGsm: ['ż', 'ó', 'ł'] }],
])('counts %s', (_, text, expected) => {
  expect(countSegments(text)).toMatchObject(expected);
});

it('counts no more than the beginning of a very long text', () => {
  expect(countSegments('x'.repeat(1_000_000)).characters).toBe(2 * LONGEST_MESSAGE);
});
