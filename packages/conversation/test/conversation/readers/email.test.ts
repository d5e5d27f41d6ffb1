import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { email } from '../../../src/conversation/readers/email';
import { answerTo, valueOf } from './asked';

const REFUSED = 'hint: Please answer with one e-mail address, such as ann@example.com.';
const label = (length: number) => 'x'.repeat(length);
/** An address of 254 characters. */
const LONGEST = `ann@${label(63)}.${label(63)}.${label(63)}.${label(54)}.com`;

describe('email', () => {
  it.each([
    ['ann@example.com', 'ann@example.com'],
    ['Ann@Example.COM ', 'Ann@example.com'],
    ['ann@example.com.', 'ann@example.com'],
    ['ann@example.com , ', 'ann@example.com'],
    ['mailto:ann@example.com', 'ann@example.com'],
    ['<ann@example.com>', 'ann@example.com'],
    ['<MAILTO:ann@example.com>.', 'ann@example.com'],
    ['\u200bann@example.com', 'ann@example.com'],
    ['ａｎｎ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'ann@example.com'],
    ["o'neil.j+x_y@sub.example.co.uk", "o'neil.j+x_y@sub.example.co.uk"],
    ['ann@xn--mller-kva.xn--p1ai', 'ann@xn--mller-kva.xn--p1ai'],
    ['1@2.de', '1@2.de'],
    [`${label(64)}@example.com`, `${label(64)}@example.com`],
    [`ann@${label(63)}.com`, `ann@${label(63)}.com`],
    [LONGEST, LONGEST],
  ])('reads %j as %s', async (body, value) => {
    expect(await answerTo(email(), body)).toBe(value);
  });

  it.each([
    '',
    'ann',
    'ann@',
    '@example.com',
    'ann@example',
    'ann@@example.com',
    'ann@bob@example.com',
    'ann@example,com',
    'ann@example..com',
    'ann@.example.com',
    'ann@-example.com',
    'ann@example-.com',
    'ann@exam_ple.com',
    'ann@1.2.3.4',
    'ann@[1.2.3.4]',
    '.ann@example.com',
    'ann.@example.com',
    'an..n@example.com',
    '"ann b"@example.com',
    'ann @example.com',
    'ann@exam ple.com',
    'ann at example.com',
    'my address is ann@example.com',
    'Ann <ann@example.com>',
    'ann@example.com bob@example.com',
    'ann@example.com,bob@example.com',
    'ann@example.com;bob@example.com',
    'ann@example.com\nbob@example.com',
    'http://ann@example.com',
    'josé@example.com',
    'ann@müller.de',
    `${label(65)}@example.com`,
    `ann@${label(64)}.com`,
    LONGEST.replace('ann', 'anna'),
    `${'a.'.repeat(800)}@`,
  ])('does not read %j', async (body) => {
    expect(await answerTo(email(), body)).toBe(REFUSED);
  });

  it('hints in Spanish', async () => {
    expect(await answerTo(email(), 'no', { language: 'es' })).toMatch(/^hint: Responda con una dirección/);
  });

  it.each([7, null, 'ann', 'ann@example.com '])('no longer accepts %j', async (answer) => {
    expect(await valueOf(email(), answer)).toBe(REFUSED);
  });

  it('without a question hints in English', async () => {
    expect(await email().read({ body: 'a@b.co', media: [] })).toEqual({ kind: 'answer', answer: 'a@b.co' });
    expect(await email().accept('a@b.co')).toEqual({ kind: 'accepted', value: 'a@b.co' });
  });

  it('never throws, reads addresses only, and reads what it gives', async () => {
    const bodies = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.emailAddress(),
      fc
        .array(fc.constantFrom('ann', '@', '.', ' ', '<', '>', 'mailto:', 'com', '-'), { maxLength: 8 })
        .map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const value = await answerTo(email(), body);
        const isAddress = /^[^\s@]{1,64}@[^\s@A-Z]+\.[^\s@.A-Z]+$/.test(value) && value.length <= 254;
        expect(isAddress ? await answerTo(email(), value) : REFUSED).toBe(value);
      }),
      { numRuns: 500 },
    );
  });
});
