import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readMedia } from '../../src/message/incoming-media';

const file = (index: number) => ({
  [`MediaUrl${index}`]: `https://api.twilio.com/${index}`,
  [`MediaContentType${index}`]: 'image/jpeg',
});
const read = (count: number) => ({ url: `https://api.twilio.com/${count}`, contentType: 'image/jpeg' });

describe('readMedia', () => {
  it('reads as many files as NumMedia says, in their order', () => {
    const parameters = { NumMedia: '2', ...file(0), ...file(1), ...file(2) };
    expect(readMedia(parameters)).toEqual([read(0), read(1)]);
  });

  it.each([
    ['an SMS', { NumMedia: '0' }],
    ['no NumMedia', file(0)],
    ['a NumMedia that is no number', { NumMedia: 'many', ...file(0) }],
    ['a negative NumMedia', { NumMedia: '-1', ...file(0) }],
    ['an infinite NumMedia without files', { NumMedia: 'Infinity' }],
    ['NumMedia twice', { NumMedia: ['1', '1'], ...file(0) }],
    ['a file that is missing', { NumMedia: '1' }],
    ['a file twice', { NumMedia: '1', MediaUrl0: ['https://a.example', 'https://b.example'] }],
    ['a file that is no web address', { NumMedia: '1', MediaUrl0: 'javascript:alert(1)' }],
    ['a file whose address is not the first', { NumMedia: '1', MediaUrl0: 'data:,https://a.example' }],
  ])('finds none in %s', (_, parameters) => {
    expect(readMedia(parameters)).toEqual([]);
  });

  it('reads at most ten', () => {
    const parameters = Object.assign(
      { NumMedia: '99' },
      ...Array.from({ length: 20 }, (_, index) => file(index)),
    ) as object;
    expect(readMedia({ ...parameters })).toHaveLength(10);
  });

  it('takes a file without a type', () => {
    expect(readMedia({ NumMedia: '1', MediaUrl0: 'http://a.example' })).toEqual([
      { url: 'http://a.example', contentType: '' },
    ]);
  });

  it('never throws, whatever the parameters are', () => {
    const parameters = fc.record({
      NumMedia: fc.anything(),
      MediaUrl0: fc.anything(),
      MediaContentType0: fc.anything(),
    });
    fc.assert(
      fc.property(parameters, (any) => {
        expect(readMedia(any).length).toBeLessThanOrEqual(10);
      }),
    );
  });
});
