import { describe, expect, it } from '@jest/globals';
import { media } from '../../../src/conversation/readers/media';
import { acceptedBy, readBy } from '../../support/readers';

const file = (contentType: string) => ({ url: `https://example.com/${contentType}`, contentType });
const [PNG, JPEG, VCARD] = ['image/png', 'image/jpeg', 'text/vcard'].map(file) as [Media, Media, Media];
type Media = ReturnType<typeof file>;

describe('media', () => {
  it('reads the first picture of a message, whatever its text', async () => {
    expect(await readBy(media(), '', [PNG])).toEqual(PNG);
    expect(await readBy(media(), 'here', [VCARD, JPEG, PNG])).toEqual(JPEG);
  });

  it.each<[string, Media[]]>([
    ['no picture', []],
    ['something else', [VCARD]],
    ['a type that only begins alike', [file('imagery/png')]],
    ['no type', [file('')]],
  ])('does not read a message with %s', async (_, files) => {
    expect(await readBy(media(), 'skip', files)).toBe('hint: Please send a picture.');
  });

  it('reads the types that it is told, in any case and with parameters', async () => {
    const reader = media({ types: ['text/VCARD', 'image/png'] });
    expect(await readBy(reader, '', [JPEG, VCARD])).toEqual(VCARD);
    expect(await readBy(reader, '', [file('Image/PNG; charset=x')])).toEqual(file('Image/PNG; charset=x'));
    expect(await readBy(reader, '', [JPEG])).toMatch(/^hint: /);
  });

  it('is skipped by a word', async () => {
    const reader = media({ skip: 'skip' });
    expect(await readBy(reader, ' SKIP. ')).toBeNull();
    expect(await readBy(reader, 'skip', [PNG])).toEqual(PNG);
    expect(await readBy(reader, 'no')).toBe('hint: Please send a picture, or "skip" to go on without.');
    expect(await acceptedBy(reader, null)).toBeNull();
  });

  it('refuses stored answers that it does not accept', async () => {
    expect(await acceptedBy(media(), null)).toBe('hint: Please send a picture.');
    expect(await acceptedBy(media(), { ...PNG })).toEqual(PNG);
    for (const answer of ['x', VCARD, { url: 1, contentType: 'image/png' }, { url: 'x' }]) {
      expect(await acceptedBy(media(), answer)).toMatch(/^hint: /);
    }
  });

  it.each([['image'], [''], ['*/*'], ['image/*x']])('cannot have the type %j', (type) => {
    expect(() => media({ types: [type] })).toThrow(expect.objectContaining({ code: 'reader-definition' }));
  });

  it('cannot have no type at all', () => {
    expect(() => media({ types: [] as unknown as [string] })).toThrow('media() needs types like "image/png"');
  });

  it.each([
    ['stop', 'reserved-word'],
    [' ', 'reader-definition'],
  ])('cannot be skipped by %j', (skip, code) => {
    expect(() => media({ skip })).toThrow(expect.objectContaining({ code }));
  });
});
