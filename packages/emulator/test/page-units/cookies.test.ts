import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareCookies } from '../../src/page/display/compare-cookies';
import { decodeCookie } from '../../src/page/display/decode-cookie';
import { cookieOf } from '../support/samples';

describe('the cookies before and after a turn', () => {
  it.each([
    ['new', [], [cookieOf('1')], ['new']],
    ['gone', [cookieOf('1')], [], ['gone']],
    ['changed', [cookieOf('1')], [cookieOf('2')], ['changed']],
    ['the same, though kept for longer', [cookieOf('1')], [cookieOf('1', { expiresAt: 9 })], ['the same']],
    ['another name', [cookieOf('1')], [cookieOf('1', { name: 'other' })], ['gone', 'new']],
    ['another path', [cookieOf('1')], [cookieOf('1', { path: '/sms' })], ['gone', 'new']],
    ['another domain', [cookieOf('1')], [cookieOf('1', { domain: 'localhost' })], ['gone', 'new']],
    ['none', [], [], []],
  ])('%s', (_, before, after, changes) => {
    expect(compareCookies(before, after).map(({ change }) => change)).toEqual(changes);
  });

  it('are paired, in the order before, with new ones last', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => cookieOf(name, { name }));
    if (a === undefined || b === undefined || c === undefined) throw new Error('There are three.');
    expect(compareCookies([b, a], [c, a])).toEqual([
      { name: 'b', change: 'gone', before: b, after: null },
      { name: 'a', change: 'the same', before: a, after: a },
      { name: 'c', change: 'new', before: null, after: c },
    ]);
  });

  it('are each in the comparison once, whatever they are', () => {
    const cookie = fc
      .record({
        name: fc.constantFrom('a', 'b'),
        path: fc.constantFrom('/', '/b'),
        value: fc.constantFrom('1', '2'),
      })
      .map(({ value, ...change }) => cookieOf(value, change));
    // A jar holds one cookie of each name and path.
    const jar = fc.uniqueArray(cookie, { selector: ({ name, path }) => `${name} ${path}` });
    fc.assert(
      fc.property(jar, jar, (before, after) => {
        const compared = compareCookies(before, after);
        expect(compared.flatMap((one) => one.before ?? [])).toEqual(before);
        expect(new Set(compared.flatMap((one) => one.after ?? []))).toEqual(new Set(after));
        expect(compared.flatMap((one) => one.after ?? [])).toHaveLength(after.length);
        for (const one of compared) {
          const isSame = one.before?.value === one.after?.value;
          expect(one.change === 'the same').toBe(isSame);
          expect(one.change === 'new').toBe(one.before === null);
          expect(one.change === 'gone').toBe(one.after === null);
        }
      }),
    );
  });
});

describe('the content of a session cookie', () => {
  const base64url = (text: string) =>
    btoa(String.fromCharCode(...new TextEncoder().encode(text)))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');

  it.each([{ count: 1 }, {}, null, 'żółw 👍', [1, [2]], { '?>': '~~~???' }])('%j is decoded', (payload) => {
    const value = `v1.1795528559445.${base64url(JSON.stringify(payload))}.c2lnbmF0dXJl`;
    expect(decodeCookie(value)).toEqual({ issuedAt: 1795528559445, payload });
  });

  it.each([
    ['', 'empty'],
    ['hello', 'text'],
    [`v2.1.${base64url('{}')}.c2ln`, 'of another version'],
    [`v1.x.${base64url('{}')}.c2ln`, 'without a time'],
    [`v1.1.${base64url('{}')}`, 'without a signature'],
    [`v1.1234567890123456.${base64url('{}')}.c2ln`, 'of a time that is too long'],
    [`v1.1.${base64url('{')}.c2ln`, 'not JSON'],
    ['v1.1._w.c2ln', 'not UTF-8'],
    ['v1.1.a.c2ln', 'not base64url'],
    [`v1.1.${base64url('{}')}.c2ln\n`, 'with a line break'],
  ])('%j is not one: %s', (value) => {
    expect(decodeCookie(value)).toBeNull();
  });
});
