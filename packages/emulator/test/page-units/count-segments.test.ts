import { describe, expect, it } from '@jest/globals';
import { countSegments, LONGEST_MESSAGE } from '../../src/page/display/count-segments';

describe('countSegments', () => {
  it.each([
    { name: 'one character', text: 'a', encoding: 'GSM-7', characters: 1, segments: 1, left: 159 },
    {
      name: 'a full segment',
      text: 'a'.repeat(160),
      encoding: 'GSM-7',
      characters: 160,
      segments: 1,
      left: 0,
    },
    { name: 'one more', text: 'a'.repeat(161), encoding: 'GSM-7', characters: 161, segments: 2, left: 145 },
    {
      name: 'an extended GSM-7 character, which takes two',
      text: '€',
      encoding: 'GSM-7',
      characters: 2,
      segments: 1,
      left: 158,
    },
    {
      name: 'a full UCS-2 segment',
      text: 'ż'.repeat(70),
      encoding: 'UCS-2',
      characters: 70,
      segments: 1,
      left: 0,
    },
    {
      name: 'one more UCS-2 character',
      text: 'ż'.repeat(71),
      encoding: 'UCS-2',
      characters: 71,
      segments: 2,
      left: 63,
    },
    {
      name: 'an emoji, which takes two',
      text: '🍪',
      encoding: 'UCS-2',
      characters: 1,
      segments: 1,
      left: 68,
    },
  ])('$name', ({ text, encoding, characters, segments, left }) => {
    expect(countSegments(text)).toMatchObject({ encoding, characters, segments, left });
  });

  it('names each character that GSM-7 lacks once, in the order of the text', () => {
    expect(countSegments('żółw, żaba').beyondGsm).toEqual(['ż', 'ó', 'ł']);
    expect(countSegments('plain').beyondGsm).toEqual([]);
  });

  it('counts twice the longest message, and no more', () => {
    const counted = countSegments('a'.repeat(2 * LONGEST_MESSAGE));
    expect(counted.characters).toBe(3200);
    expect(countSegments('a'.repeat(2 * LONGEST_MESSAGE + 1))).toEqual(counted);
  });
});
