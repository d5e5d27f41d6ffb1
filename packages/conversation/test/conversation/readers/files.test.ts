import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { files } from '../../../src/conversation/readers/files';
import { answerTo, valueOf } from './asked';

const file = (contentType: string, name = contentType) => ({
  url: `https://example.com/${name}`,
  contentType,
});
const [PNG, JPEG, VCARD] = [file('image/png'), file('image/jpeg'), file('text/vcard')];
const pictures = (count: number) =>
  Array.from({ length: count }, (_, index) => file('image/png', `${index}.png`));

describe('files', () => {
  it('reads all pictures of a message, whatever its text', async () => {
    expect(await answerTo(files(), 'here', { media: [PNG, VCARD, JPEG] })).toEqual([PNG, JPEG]);
    expect(await answerTo(files(), '', { media: pictures(10) })).toEqual(pictures(10));
  });

  it('stores only the address and the type of a file', async () => {
    expect(await answerTo(files(), '', { media: [{ ...PNG, size: 1 } as typeof PNG] })).toEqual([PNG]);
  });

  it('reads the types that it is told, in any case and with parameters', async () => {
    const reader = files({ types: ['text/VCARD', 'image/png'] });
    const typed = file('Image/PNG; charset=x');
    expect(await answerTo(reader, '', { media: [JPEG, VCARD, typed] })).toEqual([VCARD, typed]);
    expect(await answerTo(reader, '', { media: [JPEG, file('imagery/png'), file('')] })).toMatch(/^hint: /);
  });

  it.each([
    [{}, 'Please send 1 to 10 files in one message.'],
    [{ min: 2, max: 3 }, 'Please send 2 to 3 files in one message.'],
    [{ max: 1 }, 'Please send 1 file in one message.'],
    [{ min: 2, max: 2, skip: 'skip' }, 'Please send 2 files in one message, or "skip" to go on without.'],
  ])('within %j reads neither fewer nor more files', async (limits, hint) => {
    const { min = 1, max = 10 } = limits as { min?: number; max?: number };
    for (const count of [min, max]) {
      expect(await answerTo(files(limits), '', { media: pictures(count) })).toEqual(pictures(count));
      expect(await valueOf(files(limits), pictures(count))).toEqual(pictures(count));
    }
    expect(await valueOf(files(limits), pictures(max + 1))).toBe(`hint: ${hint}`);
    for (const count of [min - 1, max + 1]) {
      expect(await answerTo(files(limits), '', { media: pictures(count) })).toBe(`hint: ${hint}`);
    }
  });

  it('is skipped by a word', async () => {
    const reader = files({ min: 2, skip: 'skip' });
    expect(await answerTo(reader, ' SKIP. ')).toEqual([]);
    expect(await valueOf(reader, [])).toEqual([]);
    expect(await valueOf(reader, pictures(1))).toMatch(/^hint: /);
    expect(await answerTo(reader, 'no')).toMatch(/^hint: Please send 2 to 10 files/);
    expect(await answerTo(reader, 'skip', { media: [PNG] })).toMatch(/^hint: Please send 2 to 10 files/);
    expect(await answerTo(reader, 'Skip, please')).toEqual([]);
    expect(await answerTo(files(), 'skip')).toMatch(/^hint: /);
  });

  it.each([
    [
      { min: 2, skip: 'saltar' },
      'Envíe de 2 a 10 archivos en un mensaje, por favor, o "saltar" para seguir sin ellos.',
    ],
    [{ max: 1, skip: 'saltar' }, 'Envíe 1 archivo en un mensaje, por favor, o "saltar" para seguir sin él.'],
    [{}, 'Envíe de 1 a 10 archivos en un mensaje, por favor.'],
  ])('with %j hints in Spanish', async (options, hint) => {
    expect(await answerTo(files(options), '', { language: 'es' })).toBe(`hint: ${hint}`);
  });

  it.each([
    [null],
    ['x'],
    [{}],
    [[]],
    [[VCARD]],
    [[PNG, 'x']],
    [[PNG, VCARD]],
    [[{ url: 1, contentType: 'image/png' }]],
  ])('no longer accepts %j', async (answer) => {
    expect(await valueOf(files(), answer)).toBe('hint: Please send 1 to 10 files in one message.');
  });

  it('without a question hints in English', async () => {
    expect(await files().read({ body: '', media: [] })).toMatchObject({ kind: 'unreadable' });
    expect(await files().accept([{ ...PNG }])).toEqual({ kind: 'accepted', value: [PNG] });
  });

  it.each([
    { min: 0 },
    { max: 11 },
    { min: 3, max: 2 },
    { min: 1.5 },
    { max: NaN },
    { skip: ' ' },
    { types: ['image'] as [string] },
    { types: ['*/*'] as [string] },
    { types: [] as unknown as [string] },
  ])('cannot have the options %j', (options) => {
    expect(() => files(options)).toThrow(expect.objectContaining({ code: 'reader-definition' }));
  });

  it('cannot be skipped by a word that Twilio intercepts', () => {
    expect(() => files({ skip: 'stop' })).toThrow(expect.objectContaining({ code: 'reserved-word' }));
  });

  it('never throws, and gives files within its limits only', async () => {
    const media = fc.array(
      fc.record({ url: fc.webUrl(), contentType: fc.constantFrom('image/png', '', 'x', 'image/') }),
    );
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), media, async (body, found) => {
        const value = await answerTo(files({ min: 2, max: 3, skip: 'skip' }), body, { media: found });
        expect(typeof value === 'string' || (value.length > 1 && value.length < 4)).toBe(true);
      }),
    );
  });
});
