import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sanitizeMessage, MAX_TEXT_LENGTH } from '../../src/message/message';

const bodyOf = (body: string) => sanitizeMessage({ body, media: [] }).body;

describe('sanitizeMessage', () => {
  it.each([
    ['letters of any script', 'Zoë 寿司 ☎ 😀', 'Zoë 寿司 ☎ 😀'],
    ['line breaks and tabs', 'a\r\n\tb', 'a\r\n\tb'],
    ['no control characters', 'a\u0000b\u001bc', 'abc'],
    ['no half of a surrogate pair', 'a\ud83db\ude00c', 'abc'],
    ['no noncharacters', 'a\uffff\ufffe', 'a'],
    ['as much as a message may hold', 'x'.repeat(2000), 'x'.repeat(MAX_TEXT_LENGTH)],
    ['whole characters at its end', `${'x'.repeat(MAX_TEXT_LENGTH - 1)}😀`, 'x'.repeat(MAX_TEXT_LENGTH - 1)],
  ])('keeps %s', (_, body, kept) => {
    expect(bodyOf(body)).toBe(kept);
  });

  it('keeps the media', () => {
    const media = [{ url: 'https://example.com/1', contentType: 'image/png' }];
    expect(sanitizeMessage({ body: '', media }).media).toBe(media);
  });

  it('gives well-formed text of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (body) => {
        expect(Buffer.from(bodyOf(body)).toString()).toBe(bodyOf(body));
      }),
    );
  });
});
